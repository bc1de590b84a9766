"""Messages to flaggers, watchers and assignees of a claim."""

from __future__ import annotations

from collections.abc import Mapping

from bot.client import FactdeskClient
from bot.model.claims import ClaimFile
from bot.model.notifications import OutboxKind, OutboxMessage
from commands.claim.cards import person_name
from commands.claim.delivery import notify
from commands.claim.outbox_worker import Sender
from commands.ui.truncate import cut_line, cut_quote

_MAX_CLAIM = 200
_MAX_EXPLANATION = 700


async def send_verdict(client: FactdeskClient, message: OutboxMessage) -> None:
    """Notify flaggers and watchers of the verdict in force."""
    await notify(client, message, verdict_message(await client.app.desk.file(message.guild, message.claim)))


async def send_duplicate(client: FactdeskClient, message: OutboxMessage) -> None:
    """Notify flaggers and watchers of a duplicate, unless reopened."""
    file = await client.app.desk.file(message.guild, message.claim)
    if file.claim.duplicate_of == message.subject:
        original = await client.app.desk.file(message.guild, message.subject)
        await notify(client, message, duplicate_message(file, original))


async def send_assignment(client: FactdeskClient, message: OutboxMessage) -> None:
    """Notify the current assignee of a claim."""
    file = await client.app.desk.file(message.guild, message.claim)
    if file.claim.assignee and file.claim.assignee.number == message.subject:
        by = message.by.name if message.by else "Somebody"
        await notify(client, message, assignment_message(file, by))


SENDERS: Mapping[OutboxKind, Sender] = {
    OutboxKind.VERDICT: send_verdict,
    OutboxKind.DUPLICATE: send_duplicate,
    OutboxKind.ASSIGNED: send_assignment,
}


def verdict_message(file: ClaimFile) -> str:
    """Return the announcement of a new or corrected verdict."""
    verdict = file.verdict
    if verdict is None:
        return ""
    in_force = [verdict_in_force for verdict_in_force in file.verdicts if verdict_in_force.approved]
    rating = cut_line(verdict.rating, 60)
    if len(in_force) > 1:
        before = cut_line(in_force[-2].rating, 60)
        headline = f"Verdict on #{file.claim.number} corrected: ~~{before}~~ → **{rating}**"
    else:
        headline = f"Verdict on #{file.claim.number}: **{rating}**"
    return "\n".join([headline, _claim_line(file), cut_quote(verdict.explanation, (), _MAX_EXPLANATION)])


def duplicate_message(file: ClaimFile, original: ClaimFile) -> str:
    """Return the announcement of a duplicate and its original."""
    number, verdict = original.claim.number, original.verdict
    notice = (
        f"Its verdict: **{cut_line(verdict.rating, 60)}**"
        if verdict
        else f"You will be notified of the verdict on #{number}."
    )
    return "\n".join([f"#{file.claim.number} is a duplicate of #{number}. {notice}", _claim_line(original)])


def assignment_message(file: ClaimFile, by: str) -> str:
    """Return the message to a new assignee."""
    return f"{cut_line(by, 60)} assigned #{file.claim.number} to you.\n{_claim_line(file)}"


def assignee_sentence(file: ClaimFile) -> str:
    """Return a sentence on the claim's assignee."""
    number, assignee = file.claim.number, file.claim.assignee
    return f"#{number} is assigned to {person_name(assignee)}." if assignee else f"#{number} is unassigned."


def _claim_line(file: ClaimFile) -> str:
    return f"“{cut_line(file.claim.text, _MAX_CLAIM)}”"
