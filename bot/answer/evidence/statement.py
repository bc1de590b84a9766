"""A question as a statement: subject first, auxiliary after it.

A parser trained on news reads statements better.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution.lexicon import words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AUXILIARIES = words_of("""
    did does do is are was were has have had will would can could should
""")
_DO = frozenset({"do", "does", "did"})
_ASKING = words_of("""
    why when where how what which who whom whose
""")
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_FURTHEST = 9  # tokens: "in which of the two northern cities did"
_IS_IT_TRUE = re.compile(r"^(?:so )?is it true that (?=\S)", re.IGNORECASE)
# Until the parse finds a subject, names and short noun phrases are taken for one.
_SUBJECT = re.compile(
    r"""
    (?: (?:the|some|a|an|any)\s+ )? (?: [A-Z][\w’'.-]*\s+ ){1,6}   # Ada Lind, the Harbour Board
  | (?: the|some|a|an|any|all|most )\s+ \w+\s+                      # some analysts
    """,
    re.VERBOSE,
)


def claim_of(question: str) -> str:
    """Return the question without its mark and its introduction.

    >>> claim_of("is it true that the ferry sank?")
    'the ferry sank'
    """
    return _IS_IT_TRUE.sub("", question.rstrip("?!. "))


def as_statement(claim: Doc) -> str:
    """Return a question with subject and auxiliary exchanged.

    Other texts stay as they are.

    "when did the ferry hit the bridge" -> "the ferry did hit the bridge"
    """
    auxiliary = _auxiliary(claim)
    if auxiliary is None:
        return claim.text
    end = _subject_end(claim, auxiliary)
    if end is None:
        return claim.text
    subject = claim[auxiliary.i + 1 : end].text
    predicate = claim[end:].text
    asking = _asked_noun(claim, auxiliary)
    return " ".join(filter(None, [subject, auxiliary.lower_, predicate, asking]))


def _auxiliary(claim: Doc) -> Token | None:
    """Return the inverted auxiliary: first word, or after the question word."""
    for token in claim[:_FURTHEST]:
        if token.lower_ in _AUXILIARIES:
            if token.i == 0 or any(before.lower_ in _ASKING for before in claim[: token.i]):
                return token
            return None
    return None


def _subject_end(claim: Doc, auxiliary: Token) -> int | None:
    """Return the end of the subject after the auxiliary, or None."""
    for token in claim[auxiliary.i + 1 :]:
        if token.dep_ in _SUBJECTS and token.left_edge.i == auxiliary.i + 1:
            end = token.right_edge.i + 1
            return end if end < len(claim) else token.i + 1
    if auxiliary.i and auxiliary.lower_ not in _DO:
        return None
    start = auxiliary.idx + len(auxiliary.text) + 1
    found = _SUBJECT.match(claim.text, start)
    if found is None:
        return None
    return next((token.i for token in claim if token.idx >= found.end()), None)


def _asked_noun(claim: Doc, auxiliary: Token) -> str:
    """Return the asked noun phrase ("how many lorries"), or "".

    It belongs after the verb.
    """
    before = claim[: auxiliary.i]
    return before.text if any(token.pos_ in {"NOUN", "PROPN"} for token in before) else ""
