"""`/claim rule|approve|correct|publish|evidence|history`: verdicts, what they rest on, and how a claim came to them."""

from __future__ import annotations

import re

from discord import app_commands
from discord.app_commands import Choice, Range

from bot.client import FactdeskClient
from bot.desk.validation import LONGEST_EXPLANATION, LONGEST_LINK, LONGEST_NOTE
from bot.errors import FactdeskError, UserError
from bot.model.claim_input import NewVerdict
from bot.normalize import fold
from commands.claim import actions
from commands.claim.actions import Outcome, answer
from commands.claim.autocomplete import WHICH, number_of, offered
from commands.claim.buttons import ClaimButton, Press
from commands.claim.cog import begun, claim
from commands.claim.evidence import NOTHING, PickQuotes, add, from_outside, offer_quotes
from commands.ui.actor import Used, guild_of, request_of
from commands.ui.truncate import cut_line

_RULING = {
    "claim": WHICH,
    "rating": "A rating of this desk's scale; leave it out for a form",
    "explanation": "What the verdict rests on, in a sentence or two",
    "evidence": "The numbers of the evidence that it rests on: 1, 3",
}
_NUMBERS = re.compile(r"[\s,]*+(?:\d{1,6}(?!\d)[\s,]*+)*+")
_LONGEST_QUERY = 1_000
Explanation = Range[str, 0, LONGEST_EXPLANATION]


async def ratings(interaction: Used, typed: str) -> list[Choice[str]]:
    """Return the ratings of the desk's scale that hold what was typed; none where they can't be read."""
    try:
        settings = await interaction.client.app.desk.settings(guild_of(interaction))
    except FactdeskError:
        return []
    return [Choice(name=each, value=each) for each in settings.ratings if fold(typed) in fold(each)]


@claim.command(name="rule", description="Rule on a claim that is being checked, or is in review")
@app_commands.describe(**_RULING)
@app_commands.autocomplete(claim=offered, rating=ratings)
async def rule(
    interaction: Used, claim: str, rating: str = "", explanation: Explanation = "", evidence: str = ""
) -> None:
    """Rule on a claim, by a form where not all is told."""
    if not (rating and explanation):
        await _by_form(interaction, Press.RULE, claim)
        return
    number = await begun(interaction, claim)
    outcome = await actions.rule(interaction, number, NewVerdict(rating, explanation, _numbers(evidence)))
    await answer(interaction, outcome, _ruled(outcome))


@claim.command(name="correct", description="Put a new verdict in the place of the one in force")
@app_commands.describe(**_RULING)
@app_commands.autocomplete(claim=offered, rating=ratings)
async def correct(
    interaction: Used, claim: str, rating: str = "", explanation: Explanation = "", evidence: str = ""
) -> None:
    """Correct a verdict, by a form where not all is told; the old one stays readable."""
    if not (rating and explanation):
        await _by_form(interaction, Press.CORRECT, claim)
        return
    number = await begun(interaction, claim)
    outcome = await actions.correct(interaction, number, NewVerdict(rating, explanation, _numbers(evidence)))
    await answer(interaction, outcome, _ruled(outcome))


@claim.command(name="approve", description="Put a verdict that waits for its second reader in force")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def approve(interaction: Used, claim: str) -> None:
    """Approve what somebody else has ruled."""
    number = await begun(interaction, claim)
    outcome = await actions.approve(interaction, number)
    await answer(interaction, outcome, _ruled(outcome))


@claim.command(name="publish", description="Note where the verdict was published, for ClaimReview")
@app_commands.describe(claim=WHICH, url="The article's address, beginning with https://")
@app_commands.autocomplete(claim=offered)
async def publish(interaction: Used, claim: str, url: Range[str, 1, LONGEST_LINK]) -> None:
    """Note an address."""
    number = await begun(interaction, claim)
    outcome = await actions.publish(interaction, number, url)
    await answer(interaction, outcome, f"**It is noted where the verdict on #{number} was published.**")


@claim.command(name="evidence", description="Add evidence to a claim: quotes from the articles, a link, a note")
@app_commands.describe(
    claim=WHICH,
    query="Ask the articles, then pick the quotes",
    link="Something on the web; it is marked as from outside",
    note="What you were told or saw, marked as from outside; or what the link shows",
)
@app_commands.autocomplete(claim=offered)
async def evidence(
    interaction: Used,
    claim: str,
    query: Range[str, 0, _LONGEST_QUERY] = "",
    link: Range[str, 0, LONGEST_LINK] = "",
    note: Range[str, 0, LONGEST_NOTE] = "",
) -> None:
    """Add a link or a note; and show what the articles answer, to pick quotes from."""
    number = await begun(interaction, claim)
    new = from_outside(link, note)
    if not (new or query.strip()):
        raise UserError(NOTHING)
    if new:
        await add(interaction, number, new)
    if query.strip():
        await offer_quotes(interaction, number, query)


@claim.command(name="history", description="Show who did what to a claim, and when")
@app_commands.describe(claim=WHICH)
@app_commands.autocomplete(claim=offered)
async def history(interaction: Used, claim: str) -> None:
    """Show what the button does."""
    await ClaimButton.handlers[Press.HISTORY](interaction, await number_of(interaction, claim), 0)


async def setup(client: FactdeskClient) -> None:
    """Let the menus of quotes come here, whenever they were shown; the commands have registered with their group."""
    client.add_dynamic_items(PickQuotes)


async def _by_form(interaction: Used, press: Press, chosen: str) -> None:
    """Open the form that a claim's button opens."""
    request = await request_of(interaction)
    file = await interaction.client.app.desk.get(request.guild, await number_of(interaction, chosen))
    await ClaimButton.handlers[press](interaction, file.number, file.version)


def _numbers(typed: str) -> tuple[int, ...]:
    if not _NUMBERS.fullmatch(typed):
        raise UserError("The evidence is told by its numbers, with commas between them: 1, 3.")
    return tuple(map(int, re.findall(r"\d+", typed)))


def _ruled(outcome: Outcome) -> str:
    number, pending, verdict = outcome.file.claim.number, outcome.file.pending, outcome.file.verdict
    if pending:
        return f"**#{number} waits for its second reader:** {cut_line(pending.rating, 60)}"
    assert verdict is not None
    return f"**#{number} has its verdict:** {cut_line(verdict.rating, 60)}"
