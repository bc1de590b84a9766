"""The attribution pipeline: rules, quotations, names and chains of one document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import block_selection
from bot.attribution.quotations.adjacent_speakers import adjacent_speaker, speech_lead_in
from bot.attribution.quotations.speakers import continued_quotation, link_quotations, quotation_of_speaker_above
from bot.attribution.quotations.unattributed import orphan_quotation
from bot.attribution.resolution import chains, coreference, inheritance, mentions
from bot.attribution.resolution.opinion_author import author_of
from bot.attribution.rules.according_to import according_to, per_outlet
from bot.attribution.rules.acquisitions import document_acquisition
from bot.attribution.rules.active_verbs import active_verb, closing_credit, parenthetical_verb
from bot.attribution.rules.attitudes import attitude_adjective, light_verb, stance_noun
from bot.attribution.rules.datelines import dateline
from bot.attribution.rules.evidence_basis import evidence_basis
from bot.attribution.rules.headlines import fronted_headline, headline_label, headline_tail
from bot.attribution.rules.lead_ins import lead_in, list_heading
from bot.attribution.rules.nominal import hearsay_adverb, statement_noun
from bot.attribution.rules.participles import document_participle
from bot.attribution.rules.passive_verbs import passive_verb
from bot.attribution.rules.polls import poll
from bot.attribution.rules.provenance import document_agent, first_publication, original_reporting
from bot.attribution.syntax.parsed_block import ParsedBlock, parse
from bot.model.attribution import Attribution, AttributionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from spacy.language import Language

    from bot.attribution.candidate import AttributionCandidate
    from bot.attribution.resolution.mentions import MentionIndex
    from bot.attribution.rules.rule import DependentRule, Rule
    from bot.model.documents import Document
    from bot.model.spans import Span

# Goes up with every change of the output, so that stored attributions are computed again.
VERSION = "18"

# Each rule reads one construction of one block. The candidates of a row are ordered by their cues.
RULES: tuple[tuple[Rule, ...], ...] = (
    (active_verb, parenthetical_verb, closing_credit, passive_verb),
    (according_to, per_outlet, hearsay_adverb, statement_noun),
    (lead_in,),
    (headline_label,),
    (poll,),
    (attitude_adjective, light_verb, stance_noun),
    (document_agent,),
    (document_acquisition,),
    (original_reporting, first_publication),
)
# These revise the candidates of a block at three moments.
RULES_BEFORE_QUOTATIONS: tuple[DependentRule, ...] = (document_participle, headline_tail, fronted_headline)
RULES_AFTER_QUOTATIONS: tuple[DependentRule, ...] = (evidence_basis,)
RULES_AFTER_PROVENANCE: tuple[DependentRule, ...] = (dateline,)
# The first of these that finds a source names it for the rows and bullets below, if no rule above did.
LEAD_IN_RULES: tuple[Rule, ...] = (speech_lead_in, list_heading)
# Later stages that add to attributions under a name of their own.
STAGES: tuple[Callable[..., object], ...] = (
    adjacent_speaker,
    quotation_of_speaker_above,
    continued_quotation,
    orphan_quotation,
    inheritance.list_item,
    inheritance.paragraph_below_colon,
)


@dataclass(frozen=True, slots=True)
class ExplainedAttribution:
    """An attribution with the names of its rules, in order."""

    attribution: Attribution
    rules: tuple[str, ...]


def attribute(document: Document, nlp: Language, within: Sequence[Span] | None = None) -> list[Attribution]:
    """Return the attributions of `document` in order of position; boilerplate has none.

    With `within`, only blocks that overlap those spans are parsed, and the few that their short forms refer to.
    """
    return [explained.attribution for explained in explain(document, nlp, within)]


def explain(document: Document, nlp: Language, within: Sequence[Span] | None = None) -> list[ExplainedAttribution]:
    """Return the attributions of `document` as `attribute`, each with its rules."""
    ordinals = block_selection.blocks_to_parse(document, within)
    blocks = parse(document, ordinals, nlp)
    known = mentions.index_mentions(blocks)
    candidates = _candidates(blocks, document, known)
    candidates += inheritance.inherited(document, candidates, ordinals)
    candidates = [candidate for candidate in candidates if candidate.content]
    candidates.sort(key=lambda candidate: (candidate.start, candidate.content[0].start))
    return _records(document, candidates, known)


def _candidates(blocks: Sequence[ParsedBlock], document: Document, known: MentionIndex) -> list[AttributionCandidate]:
    """Return the candidates of all blocks with resolved sources.

    Those of lead-ins have no content yet.
    """
    statements: defaultdict[int, list[AttributionCandidate]] = defaultdict(list)
    provenances: defaultdict[int, list[AttributionCandidate]] = defaultdict(list)
    lead_ins: list[AttributionCandidate] = []
    for block in blocks:
        found = [candidate for row in RULES for candidate in _found(block, row)]
        provenances[block.offset] = [c for c in found if c.kind is AttributionKind.PROVENANCE]
        others = [candidate for candidate in found if candidate.kind is not AttributionKind.PROVENANCE]
        others = _revised(block, others, RULES_BEFORE_QUOTATIONS)
        statements[block.offset] = [candidate for candidate in others if candidate.content]
        lead_ins += [candidate for candidate in others if not candidate.content] or _lead_ins(block)
    linked = _linked(blocks, statements, provenances, document.text)
    resolved = coreference.resolve([*linked, *lead_ins], known, author_of(document))
    return [*resolved, *orphan_quotation(blocks, resolved, document.text)]


def _found(block: ParsedBlock, rules: Sequence[Rule]) -> list[AttributionCandidate]:
    found = [candidate.found_by(rule.__name__) for rule in rules for candidate in rule(block)]
    return sorted(found, key=lambda candidate: candidate.anchor)


def _revised(
    block: ParsedBlock, candidates: list[AttributionCandidate], rules: Sequence[DependentRule]
) -> list[AttributionCandidate]:
    for rule in rules:
        candidates = rule(block, candidates)
    return candidates


def _lead_ins(block: ParsedBlock) -> list[AttributionCandidate]:
    return next((found for rule in LEAD_IN_RULES if (found := _found(block, (rule,)))), [])


def _linked(
    blocks: Sequence[ParsedBlock],
    statements: Mapping[int, Sequence[AttributionCandidate]],
    provenances: Mapping[int, Sequence[AttributionCandidate]],
    text: str,
) -> Iterator[AttributionCandidate]:
    """Yield the candidates of all blocks, linked to quotations."""
    for block, linked in link_quotations(blocks, statements, text):
        own = _revised(block, linked, RULES_AFTER_QUOTATIONS)
        # "The story was first reported by ..." is provenance, and no statement about the story.
        stated = {(candidate.verb, candidate.content) for candidate in provenances[block.offset]}
        own = [candidate for candidate in own if (candidate.verb, candidate.content) not in stated]
        yield from _revised(block, [*own, *provenances[block.offset]], RULES_AFTER_PROVENANCE)


def _records(
    document: Document, candidates: Sequence[AttributionCandidate], known: MentionIndex
) -> list[ExplainedAttribution]:
    parents = chains.parents(candidates)
    links = chains.chains(candidates, parents, known, document.text)
    return [
        ExplainedAttribution(
            Attribution(
                kind=candidate.kind,
                source=candidate.source,
                cue=candidate.cue,
                content=candidate.content,
                role=candidate.role,
                source_kind=candidate.source_kind,
                resolved=candidate.resolved or chains.first_provenance(candidate, candidates),
                chain=chain,
                parent=parent,
                inherited=candidate.inherited,
                inferred=candidate.inferred,
                hypothetical=candidate.hypothetical,
                negated=candidate.negated,
            ),
            candidate.rules,
        )
        for candidate, parent, chain in zip(candidates, parents, links, strict=True)
    ]
