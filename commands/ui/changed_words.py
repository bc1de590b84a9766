"""Words that differ between two versions of a text, to show in bold."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from bot.model.spans import Span

_WORD = re.compile(r"\S+")
_LONGEST = 5_000  # characters; the comparison takes quadratic time


def changed_words(before: str, after: str) -> tuple[list[Span], list[Span]]:
    """Return the spans of the words that only `before` has, and those that only `after` has.

    Empty if the texts are too long, or have no word in common.
    """
    if max(len(before), len(after)) > _LONGEST:
        return [], []
    old, new = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    gone, come, has_common = list[Span](), list[Span](), False
    for step in Levenshtein.opcodes([word[0] for word in old], [word[0] for word in new]):
        if step.tag == "equal":
            has_common = True
            continue
        for words, start, end, spans in (
            (old, step.src_start, step.src_end, gone),
            (new, step.dest_start, step.dest_end, come),
        ):
            if end > start:
                spans.append(Span(words[start].start(), words[end - 1].end()))
    return (gone, come) if has_common else ([], [])
