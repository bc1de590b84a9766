"""`factdesk forget`: somebody's right to be forgotten."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.app import App, open_app
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.errors import UserError
from bot.library.data_folder import backups_naming
from bot.model.erasure import Erasure, PersonalText
from bot.settings import load_settings

_MENTION = re.compile(r"(?:<@!?)?(\d{1,18}|[1-8]\d{18})>?")
_LONGEST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class ForgetOptions:
    """How the operator chose among the person's texts; without a choice they are asked."""

    yes: bool
    keep_texts: bool
    only: tuple[str, ...]
    list_only: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Report:
    """What was erased, and what still holds the person."""

    erasure: Erasure
    feedback: int
    erased: tuple[PersonalText, ...]
    kept: tuple[PersonalText, ...]
    backups: tuple[Path, ...]


@click.command
@click.argument("user")
@click.option("--list", "list_only", is_flag=True, help="Change nothing; list the person's texts with their ids.")
@click.option("--yes", is_flag=True, help="Ask nothing, and erase all texts that --list shows.")
@click.option("--keep-texts", is_flag=True, help="Erase none of the texts that --list shows.")
@click.option("--only", multiple=True, metavar="ID", help="Erase only this text of --list; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def forget(user: str, *, yes: bool, keep_texts: bool, only: tuple[str, ...], list_only: bool, as_json: bool) -> int:
    """Forget the Discord user with the id USER.

    Deleted are their name, the saved copies of their messages with the attachments, and their feedback on answers. You
    are asked about each text of theirs at the desk: a claim's words, reasons, links to their messages, notes. Cards,
    threads and digests in Discord are drawn anew. Claims, evidence and verdicts stay under a pseudonym, and the log
    still verifies.

    Exit codes: 0 forgotten or listed, 3 no user with this id is known.
    """
    mention = _MENTION.fullmatch(user.strip())
    if mention is None:
        raise click.BadParameter(
            "give the numeric id: in developer mode, right-click the user in Discord, then Copy User ID."
        )
    if keep_texts and only:
        raise click.UsageError("Use either --keep-texts or --only, not both.")
    options = ForgetOptions(yes, keep_texts, only, list_only, as_json)
    return asyncio.run(_forget(int(mention[1]), options))


async def _forget(user: int, options: ForgetOptions) -> int:
    async with open_app(load_settings()) as app:
        texts = await app.desk.personal_texts(user)
        if options.list_only:
            return _list(texts, as_json=options.as_json)
        _refuse_unknown(options.only, texts)
        if not options.yes:
            click.confirm("Their name and messages can't be restored. Continue?", abort=True, err=True)
        chosen = _choose(texts, options)
        report = await _erase(app, user, texts, chosen)
    if not report.erasure.desks and not report.feedback:
        click.echo("No user with this id is known.", err=True)
        return NOTHING_FOUND
    if options.as_json:
        click.echo(json.dumps(_report_json(report), ensure_ascii=False))
    else:
        click.echo("\n".join(_report_lines(report)))
    return ANSWERED


async def _erase(app: App, user: int, texts: Sequence[PersonalText], chosen: Collection[str]) -> _Report:
    feedback = await app.feedback_of(user)
    erasure = await app.forget(user, chosen)
    backups = await asyncio.to_thread(backups_naming, app.data, user)
    erased = tuple(text for text in texts if text.id in chosen or text.is_always_erased)
    kept = tuple(text for text in texts if text not in erased)
    return _Report(erasure, feedback, erased, kept, tuple(backups))


def _choose(texts: Sequence[PersonalText], options: ForgetOptions) -> frozenset[str]:
    """Return the ids of the texts to erase, asking about each where no option says it."""
    if options.keep_texts:
        return frozenset()
    if options.only:
        return frozenset(options.only)
    if options.yes:
        return frozenset(text.id for text in texts)
    optional = [text for text in texts if not text.is_always_erased]
    if optional:
        click.echo("Once the person is forgotten, this command can't find texts that you keep.", err=True)
    return frozenset(text.id for text in optional if _is_to_go(text))


def _is_to_go(text: PersonalText) -> bool:
    return click.confirm(f"Erase {text.name}: “{_shown(text.text)}”?", err=True)


def _refuse_unknown(only: Sequence[str], texts: Sequence[PersonalText]) -> None:
    known = {text.id for text in texts}
    unknown = [id_ for id_ in only if id_ not in known]
    if unknown:
        raise UserError(f"This user has no text {unknown[0]}. `factdesk forget USER --list` shows the ids.")


def _list(texts: Sequence[PersonalText], *, as_json: bool) -> int:
    for text in texts:
        click.echo(
            json.dumps(_text_json(text), ensure_ascii=False)
            if as_json
            else f"{text.id}  {text.name}: “{_shown(text.text)}”"
        )
    if not texts:
        click.echo("There is no text of this user at any desk.", err=True)
        return NOTHING_FOUND
    return ANSWERED


def _report_lines(report: _Report) -> list[str]:
    erasure = report.erasure
    head = f"Forgotten on {_count(erasure.desks, 'desk')}."
    if report.feedback:
        head += f" Feedback on {_count(report.feedback, 'answer')} deleted."
    if report.erased or report.kept:
        head += f" {_count(len(report.erased), 'text')} erased, {len(report.kept):,} kept."
    lines = [head]
    if erasure.redrawn:
        lines.append(
            f"The cards, threads and digests of {_count(erasure.redrawn, 'claim')} are drawn anew in Discord as soon "
            "as the bot runs. Direct messages that it sent stay; only their readers can delete them."
        )
    if not report.erasure.is_overwritten:
        lines.append(
            "Another process is reading the database, so deleted words may still stand in its -wal file. Stop the bot, "
            "then run `factdesk forget` again, for the same user."
        )
    if report.backups:
        lines.append("These backups still name them. Delete them, or make new ones:")
        lines += [f"  {path}" for path in report.backups]
    else:
        lines.append("No backup that factdesk knows of names them; copies made by other programs may.")
    return lines


def _report_json(report: _Report) -> dict[str, object]:
    return {
        "desks": report.erasure.desks,
        "feedback": report.feedback,
        "erased": [text.id for text in report.erased],
        "kept": [text.id for text in report.kept],
        "claims_redrawn": report.erasure.redrawn,
        "overwritten": report.erasure.is_overwritten,
        "backups": [str(path) for path in report.backups],
    }


def _text_json(text: PersonalText) -> dict[str, object]:
    return {"id": text.id, "guild": text.guild, "claim": text.claim, "kind": text.kind, "text": text.text}


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
