"""Answers to questions about the articles themselves, in fixed phrases."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.answer.origins import origin_link, origins
from bot.answer.presentation.deduplicate import drop_near_duplicates
from bot.answer.presentation.findings import finding
from bot.answer.presentation.headlines import closest_headline, copyable_line, nothing_headline
from bot.answer.presentation.notes import counted, notes
from bot.answer.structural import RulesJudgement
from bot.model.answers import Answer, AnswerState, Finding, Origin
from bot.model.attribution import ChainLink, Role, SourceKind
from bot.search.intent import Intent
from bot.search.query import Query

_MOST_FINDINGS = 12
_MOST_LISTED = 1000
_MOST_CONTRADICTING = 3
_MOST_CLOSEST = 3
_BEFORE_CONTRADICTING = 2  # quotes before the contradicting ones, which must not fall off the first page
DECLINED = "There is nothing to look up in this question."


def compose(query: Query, judgement: RulesJudgement, pending: Collection[str] = ()) -> Answer:
    """Return the answer of a judgement by rules.

    The caller fills in counts and times. The sources of the `pending` documents are not known yet, so that the notes
    leave them out.
    """
    relevant = {candidate.units.document.id for candidate in (*judgement.answers, *judgement.near)}
    waiting = tuple(id_ for id_ in pending if id_ in relevant)
    if not judgement.answers:
        return _without_answer(query, judgement, waiting)
    limit = _MOST_LISTED if query.asked.intent is Intent.WHICH_DOCUMENTS else _MOST_FINDINGS
    findings, copies = drop_near_duplicates(finding(query, answer) for answer in judgement.answers[:limit])
    contradicting = (*judgement.reversed_roles, *judgement.other_numbers)[:_MOST_CONTRADICTING]
    shown = (
        *findings[:_BEFORE_CONTRADICTING],
        *(finding(query, candidate) for candidate in contradicting),
        *findings[_BEFORE_CONTRADICTING:],
    )
    found_origins = origins(findings)
    return Answer(
        query.question,
        AnswerState.ANSWERED,
        headline=_headline(query, judgement, findings) + _contradiction(judgement),
        corrections=query.corrections,
        findings=shown,
        copyable=copyable_line(findings[0]),
        origins=found_origins,
        conflict=bool(contradicting or judgement.conflicts),
        notes=notes(query, judgement, shown, found_origins, copies=copies, pending=waiting),
        pending=waiting,
    )


def _without_answer(query: Query, judgement: RulesJudgement, pending: tuple[str, ...]) -> Answer:
    unknown = [part.text for part in query.parts if part.hard and not part.known and not part.needed]
    is_close = bool(judgement.near) and not unknown
    return Answer(
        query.question,
        AnswerState.CLOSEST if is_close else AnswerState.NOTHING,
        headline=closest_headline() if is_close else nothing_headline(unknown),
        reason=judgement.reason,
        corrections=query.corrections,
        near_misses=tuple(finding(query, candidate) for candidate in judgement.near),
        pending=pending,
    )


def decline(question: str, reason: str) -> Answer:
    """Return an abstention, for a question without a search word."""
    return Answer(question, AnswerState.NOTHING, headline=DECLINED, reason=reason)


def closest_without_comparison(answer: Answer, fault: str) -> Answer:
    """Return the rules' findings as closest passages.

    Without the parser nothing was compared.
    """
    if answer.state is AnswerState.NOTHING:
        return answer
    closest = (*answer.findings, *answer.near_misses)[:_MOST_CLOSEST]
    return Answer(
        answer.question,
        AnswerState.CLOSEST,
        closest_headline(),
        corrections=answer.corrections,
        near_misses=closest,
        notes=(missing_sources_note(fault),),
    )


def missing_sources_note(fault: str) -> str:
    """Return the note for sources missing through a fault."""
    return f"The sources could not be identified: {fault}"


_BY = {
    Role.PUBLISHED: "published by",
    Role.REPORTED: "reported by",
    Role.OBTAINED: "obtained by",
    Role.REVIEWED: "reviewed by",
    Role.VERIFIED: "verified by",
    Role.WROTE: "written by",
    Role.TOLD: "told by",
    Role.WAS_TOLD: "told to",
    Role.SAID: "said by",
    Role.THOUGHT: "held by",
    Role.SHOWS: "shown in",
}


_ARTICLES = frozenset({"the", "these", "those", "this", "that", "a", "an"})


def describe_chain(chain: Sequence[ChainLink]) -> str:
    """Return a chain in words, from its origin outwards.

    Two links -> "shown in leaked records, obtained by The Bureau"
    """
    return ", ".join(f"{_BY[link.role]} {_name_in_sentence(link)}" for link in reversed(chain))


def _name_in_sentence(link: ChainLink) -> str:
    """Return a link's name; a document's without its article."""
    first, _, tail = link.name.partition(" ")
    return tail if link.kind is SourceKind.DOCUMENT and tail and first.lower() in _ARTICLES else link.name


def _headline(query: Query, judgement: RulesJudgement, findings: Sequence[Finding]) -> str:
    documents = len({found.document.id for found in findings})
    match query.asked.intent:
        case Intent.WHICH_DOCUMENTS:
            return f"Found in {counted(documents, 'article')}."
        case Intent.INDEPENDENCE:
            return _independence(findings, documents)
        case Intent.AUTHORSHIP:
            return _disclosed(findings, documents)
        case Intent.LEAKED:
            return _leaked(query, findings, documents)
        case Intent.WHO_IS:
            return _introductions(query, judgement, findings, documents)
        case _:
            return _sources(findings)


def _leaked(query: Query, findings: Sequence[Finding], documents: int) -> str:
    about = " on this" if query.parts else ""
    line = f"{counted(documents, 'article')}{about} {'rests' if documents == 1 else 'rest'} on leaked documents"
    found_origins = origins(findings)
    if not found_origins:
        return f"{line}."
    return f"{line}, {counted(len(found_origins), 'origin')} named: {_names(found_origins)}."


def _introductions(query: Query, judgement: RulesJudgement, findings: Sequence[Finding], documents: int) -> str:
    phrases = [answer.phrase.of(answer.units.document.text) for answer in judgement.answers if answer.phrase]
    if phrases:
        return "; ".join(f"“{phrase}”" for phrase in list(dict.fromkeys(phrases))[:3])
    quotes = f"{counted(len(findings), 'quote')} in {counted(documents, 'article')}"
    # Things and roles are explained by any sentence about them; only a person needs an introduction.
    asks_for_thing = query.question[:4].lower() == "what" or query.asked.topic.lower().startswith(("the ", "a ", "an "))
    return f"{quotes}." if asks_for_thing else f"Named without an introduction: {quotes}."


def _contradiction(judgement: RulesJudgement) -> str:
    reversed_roles = judgement.reversed_roles[:_MOST_CONTRADICTING]
    documents = len({candidate.units.document.id for candidate in reversed_roles})
    if documents:
        verb = "reports" if documents == 1 else "report"
        return f" {counted(documents, 'article')} {verb} it with the roles reversed."
    if judgement.other_numbers:
        return " Other articles give another number."
    return " The figures differ." if judgement.conflicts else ""


def _disclosed(findings: Sequence[Finding], documents: int) -> str:
    if documents == 1:
        title = findings[0].document.display_title
        return f"AI was used for “{title}”, according to its publisher’s own disclosure."
    return f"AI was used for {counted(documents, 'article')}, according to their publishers’ own disclosures."


def _sources(findings: Sequence[Finding]) -> str:
    """Return the source of each document's best finding; named sources are preferred."""
    best: dict[str, Finding] = {}
    for found in sorted(findings, key=_is_unnamed):
        best.setdefault(found.document.id, found)
    sources = list(dict.fromkeys(_source(best[found.document.id]) for found in findings))
    line = "; ".join(sources[:3]) + ("; and others." if len(sources) > 3 else ".")
    return line[:1].upper() + line[1:]


def _is_unnamed(found: Finding) -> bool:
    link = origin_link(found)
    return link is None or link.kind is SourceKind.ANONYMOUS


def _source(found: Finding) -> str:
    attribution, document = found.attribution, found.document
    if attribution and attribution.chain:
        return describe_chain(attribution.chain)
    if attribution and attribution.source:
        return attribution.source
    return f"{document.outlet or f'the article “{document.display_title}”'} itself, naming no source"


def _independence(findings: Sequence[Finding], documents: int) -> str:
    found_origins = origins(findings)
    if not found_origins:
        return f"{counted(documents, 'article')}, and none names an origin."
    return f"{counted(documents, 'article')}, {counted(len(found_origins), 'origin')} named: {_names(found_origins)}."


def _names(found_origins: Sequence[Origin]) -> str:
    return "; ".join(origin.name for origin in found_origins)
