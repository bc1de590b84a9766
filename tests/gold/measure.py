"""Run the program over the gold articles and score what it gives: `make gold`."""

from __future__ import annotations

import asyncio
import json
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from bot.answer.presentation.serialize import answer_json
from bot.app import App, open_app
from bot.attribution.pipeline import attribute
from bot.attribution.serialize import attributions_json
from bot.attribution.syntax.parser import load
from bot.corpus import readers
from bot.model.documents import Document
from bot.quotecheck.serialize import check_json
from bot.settings import load_settings
from tests.gold import records
from tests.gold.records import Row
from tests.gold.scoring import LOWER_IS_BETTER, GoldTally, score_answers, score_attributions, score_pairs, score_quotes
from tests.quality.floors import set_floors


@dataclass(frozen=True)
class GoldSet:
    """A part of the gold set with its floors: the file, and how far under today's figures the floors are pinned."""

    path: Path
    margin: float

    def data(self) -> list[Path]:
        """Return the files that the figures depend on."""
        return [self.path, *records.article_files()]


GOLD_SETS = {
    "gold answers": GoldSet(records.QUESTIONS, 0.05),
    "gold twins": GoldSet(records.TWINS, 0.08),
    "gold attributions": GoldSet(records.ATTRIBUTIONS, 0.03),
    "gold quotes": GoldSet(records.QUOTES, 0.0),
}


_GROUPS = ("kind", "paraphrase", "change", "form", "construction", "type")


@dataclass(frozen=True)
class Results:
    """What the program gave for the gold set, by id of question, twin and quote trial, and by document."""

    answers: dict[str, Row]
    attributions: dict[str, list[Row]]
    checks: dict[str, Row]

    def tallies(self, keep: Callable[[Row], bool] = lambda _: True) -> dict[str, GoldTally]:
        """Return the tallies of answers, twins, attributions and quotes, over the rows to keep."""
        texts = records.article_texts()
        questions, twins, attributions, trials = (list(filter(keep, records.read_rows(path))) for path in records.SETS)
        twin_tally = score_answers(twins, self.answers, texts)
        pairs = score_pairs(twins, self.answers)
        twin_tally.counts |= pairs.counts
        twin_tally.wrong |= pairs.wrong
        return {
            "gold answers": score_answers(questions, self.answers, texts),
            "gold twins": twin_tally,
            "gold attributions": score_attributions(attributions, self.attributions, texts),
            "gold quotes": score_quotes(trials, self.checks),
        }

    def groups(self, by: str) -> dict[str, GoldTally]:
        """Return the tallies of the rows that have the field `by`, for each of its values."""
        rows = [row for path in records.SETS for row in records.read_rows(path)]
        values = sorted({row[by] for row in rows if by in row})
        tallies = {value: self.tallies(partial(_has, by, value)) for value in values}
        return {
            f"{name}, {by} {value}": tally
            for value, group in tallies.items()
            for name, tally in group.items()
            if tally.counts
        }


def _has(field: str, value: str, row: Row) -> bool:
    return bool(row.get(field) == value)


async def run(home: Path) -> Results:
    """Index the gold articles in `home`, then ask, attribute and check everything."""
    settings = load_settings(cache=home / "cache", _env_file=None)
    async with open_app(settings, corpus=[records.ARTICLES]) as app:
        await app.sync()
        await app.complete()
        return Results(await _answers(app), _attributions(settings.spacy_model), await _checks(app))


async def _answers(app: App) -> dict[str, Row]:
    asked = [*records.read_rows(records.QUESTIONS), *records.read_rows(records.TWINS)]
    return {row["id"]: answer_json(await app.ask(row["question"])) for row in asked}


def _attributions(model: str) -> dict[str, list[Row]]:
    nlp = load(model)
    found: dict[str, Any] = {}
    for path in records.article_files():
        (document,) = readers.read(path.read_bytes(), folder=str(path.parent), path=path.name)
        assert isinstance(document, Document), document
        found[document.name] = attributions_json(document, attribute(document, nlp))["attributions"]
    return found


async def _checks(app: App) -> dict[str, Row]:
    trials = records.read_rows(records.QUOTES)
    return {row["id"]: check_json(await app.quote(row["typed"], row.get("speaker"))) for row in trials}


def held(tally: GoldTally) -> dict[str, float]:
    """Return the shares that floors hold: of the figures that should be low, what is left over."""
    return {
        f"no {figure}" if figure in LOWER_IS_BETTER else figure: 1 - share if figure in LOWER_IS_BETTER else share
        for figure, share in tally.shares().items()
    }


def floors_under(name: str, tally: GoldTally) -> dict[str, float]:
    """Return new floors for a gold set: today's figures less the margin; verbatim stays 1."""
    margin = GOLD_SETS[name].margin
    floors = {
        figure: max(0.0, math.floor(round(100 * (share - margin), 6)) / 100) for figure, share in held(tally).items()
    }
    return floors | {figure: 1.0 for figure in floors if figure == "verbatim"}


def table(tallies: dict[str, GoldTally]) -> str:
    """Return the figures as a table, one a line."""
    lines = []
    for name, tally in tallies.items():
        lines.append(name)
        for figure, (right, total) in tally.counts.items():
            note = "  (lower is better)" if figure in LOWER_IS_BETTER else ""
            lines.append(f"  {figure:22} {right / total:6.1%}  {right:4} of {total}{note}")
    return "\n".join(lines)


@click.command()
@click.option("--wrong", is_flag=True, help="List the ids of what went wrong.")
@click.option("--by", type=click.Choice(_GROUPS), help="Print the figures of each group of rows.")
@click.option("--json", "as_json", is_flag=True, help="Print the shares as JSON.")
@click.option("--out", type=click.Path(path_type=Path), help="Write what the program gave to this JSON file.")
@click.option("--pin", "pinned", multiple=True, type=click.Choice(list(GOLD_SETS)), help="Pin a set's floors anew.")
@click.option("--lower", is_flag=True, help="With --pin: let a floor be lowered; say why in the commit.")
def main(*, wrong: bool, by: str | None, as_json: bool, out: Path | None, pinned: tuple[str, ...], lower: bool) -> None:
    """Print how the program does on the gold set."""
    with tempfile.TemporaryDirectory() as home:
        results = asyncio.run(run(Path(home)))
    if out:
        out.write_text(json.dumps(vars(results), ensure_ascii=False, indent=1), encoding="utf-8")
    tallies = results.tallies()
    for name in pinned:
        set_floors(name, floors_under(name, tallies[name]), GOLD_SETS[name].data(), lower=lower)
    if by:
        print(table(results.groups(by)))
        return
    if as_json:
        print(json.dumps({name: tally.shares() for name, tally in tallies.items()}, indent=2))
        return
    print(table(tallies))
    for name, tally in tallies.items() if wrong else ():
        for figure, ids in tally.wrong.items():
            print(f"{name}, {figure}: {' '.join(ids)}")


if __name__ == "__main__":
    main()
