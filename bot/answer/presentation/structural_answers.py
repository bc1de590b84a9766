"""The words of answers to questions about the articles themselves: fixed forms around names that the documents give."""

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

MOST_FINDINGS = 12
MOST_AGAINST = 3
MOST_UNCOMPARED = 3
DECLINED = "There is nothing to look up in this question."
BESIDE = 2  # quotes that stand before what tells the contrary


def compose(query: Query, judgement: RulesJudgement, pending: Collection[str] = ()) -> Answer:
    """Return the answer that the judgement amounts to; counts and times are filled in by whoever asked.

    Of the `pending` documents it isn't known yet who says what, and so nothing is said about their sources.
    """
    waiting = tuple(
        id_ for id_ in pending if any(id_ == one.taken.document.id for one in judgement.answers + judgement.near)
    )
    limit = 1000 if query.asked.intent is Intent.WHICH_DOCUMENTS else MOST_FINDINGS
    findings, copies = drop_near_duplicates(finding(query, one) for one in judgement.answers[:limit])
    against = tuple(finding(query, one) for one in (*judgement.against, *judgement.other)[:MOST_AGAINST])
    near = tuple(finding(query, one) for one in judgement.near)
    if not findings:
        unknown = [part.text for part in query.parts if part.hard and not part.known and not part.needed]
        state = AnswerState.CLOSEST if near and not unknown else AnswerState.NOTHING
        return Answer(
            query.question,
            state,
            headline=closest_headline() if state is AnswerState.CLOSEST else nothing_headline(unknown),
            reason=judgement.reason,
            corrections=query.corrections,
            near_misses=near,
            pending=waiting,
        )
    rooted = origins(findings)
    # Side by side: what tells the contrary must not fall behind the first few quotes.
    shown = (*findings[:BESIDE], *against, *findings[BESIDE:])
    return Answer(
        query.question,
        AnswerState.ANSWERED,
        headline=_headline(query, judgement, findings) + _contrary(judgement),
        corrections=query.corrections,
        findings=shown,
        copyable=copyable_line(findings[0]),
        origins=rooted,
        conflict=bool(against or judgement.unlike),
        notes=notes(query, judgement, shown, rooted, copies=copies, pending=waiting),
        pending=waiting,
    )


def declined(question: str, reason: str) -> Answer:
    """Return an abstention from a question that can't be looked up at all."""
    return Answer(question, AnswerState.NOTHING, headline=DECLINED, reason=reason)


def uncompared(answer: Answer, fault: str) -> Answer:
    """Return what rules found as the closest passages: without the parser nothing was compared."""
    if answer.state is AnswerState.NOTHING:
        return answer
    closest = (*answer.findings, *answer.near_misses)[:MOST_UNCOMPARED]
    return Answer(
        answer.question,
        AnswerState.CLOSEST,
        closest_headline(),
        corrections=answer.corrections,
        near_misses=closest,
        notes=(unattributed(fault),),
    )


def unattributed(fault: str) -> str:
    """Return the note of an answer whose sources could not be worked out."""
    return f"Who says it could not be worked out: {fault}"


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


def in_words(chain: Sequence[ChainLink]) -> str:
    """Return a chain from its origin outwards: "shown in the leaked records, obtained by The Bureau"."""
    return ", ".join(f"{_BY[link.role]} {_inside(link)}" for link in reversed(chain))


def _inside(link: ChainLink) -> str:
    """Return a link's name as it stands inside a sentence: a document's without its article."""
    first, _, rest = link.name.partition(" ")
    return rest if link.kind is SourceKind.DOCUMENT and rest and first.lower() in _ARTICLES else link.name


def _headline(query: Query, judgement: RulesJudgement, findings: Sequence[Finding]) -> str:
    documents = len({one.document.id for one in findings})
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
            return _portrait(query, judgement, findings, documents)
        case _:
            return _who(findings)


def _leaked(query: Query, findings: Sequence[Finding], documents: int) -> str:
    about = " on this" if query.parts else ""
    rest = f"{counted(documents, 'article')}{about} {'rests' if documents == 1 else 'rest'} on leaked papers"
    rooted = origins(findings)
    return f"{rest}, {counted(len(rooted), 'origin')} named: {_names(rooted)}." if rooted else f"{rest}."


def _portrait(query: Query, judgement: RulesJudgement, findings: Sequence[Finding], documents: int) -> str:
    told = [one.phrase.of(one.taken.document.text) for one in judgement.answers if one.phrase]
    if told:
        return "; ".join(f"“{text}”" for text in list(dict.fromkeys(told))[:3])
    quotes = f"{counted(len(findings), 'quote')} in {counted(documents, 'article')}"
    # A thing is told by its sentence, and a role by who has it; a person wants an introduction.
    plain = query.question[:4].lower() == "what" or query.asked.topic.lower().startswith(("the ", "a ", "an "))
    return f"{quotes}." if plain else f"Named without an introduction: {quotes}."


def _contrary(judgement: RulesJudgement) -> str:
    is_reversed = len({one.taken.document.id for one in judgement.against[:MOST_AGAINST]})
    if is_reversed:
        return f" {counted(is_reversed, 'article')} {'tells' if is_reversed == 1 else 'tell'} it the other way round."
    if judgement.other:
        return " Another number is told elsewhere."
    return " The figures differ." if judgement.unlike else ""


def _disclosed(findings: Sequence[Finding], documents: int) -> str:
    about = findings[0].document
    if documents == 1:
        return f"AI had a part in “{about.display_title}”, by its publisher’s own disclosure."
    return f"AI had a part in {counted(documents, 'article')}, by their publishers’ own disclosure."


def _who(findings: Sequence[Finding]) -> str:
    """Name who stands behind the best finding of each document, chain and all; a named source before an unnamed one."""
    best: dict[str, Finding] = {}
    for one in sorted(findings, key=_unnamed):
        best.setdefault(one.document.id, one)
    told = list(dict.fromkeys(_source(best[one.document.id]) for one in findings))
    line = "; ".join(told[:3]) + ("; and others." if len(told) > 3 else ".")
    return line[:1].upper() + line[1:]


def _unnamed(one: Finding) -> bool:
    link = origin_link(one)
    return link is None or link.kind is SourceKind.ANONYMOUS


def _source(one: Finding) -> str:
    said, about = one.attribution, one.document
    if said and said.chain:
        return in_words(said.chain)
    if said and said.source:
        return said.source
    return f"{about.outlet or f'the article “{about.display_title}”'} itself, naming no source"


def _independence(findings: Sequence[Finding], documents: int) -> str:
    rooted = origins(findings)
    if not rooted:
        return f"{counted(documents, 'article')}, and none names where it comes from."
    return f"{counted(documents, 'article')}, {counted(len(rooted), 'origin')} named: {_names(rooted)}."


def _names(rooted: Sequence[Origin]) -> str:
    return "; ".join(origin.name for origin in rooted)
