"""Reference renderer of Discord's markdown, to test the escaping."""

from __future__ import annotations

import re

_LINE_STARTS = re.compile(r" *(#{1,3}|-#|[-*+]|\d+\.|>|>>>)(?= |$)")
_INLINE = [
    re.compile(pattern)
    for pattern in (
        r"(\*|_|~~|\|\||`)",
        r"<(@[!&]?|#|t:|/|id:|a?:|https?:)",
        r"\[[^\]]*\]\(",
        r"https?://",
        r":[\w+-]+:",
        r"@(everyone|here)",
    )
]


def rendered(markdown: str) -> tuple[str, list[str], list[str]]:
    """Return the visible text, its bold parts, and other markup found."""
    seen, bold, markup = [], [], []
    opened: int | None = None
    for line in markdown.split("\n"):
        if found := _LINE_STARTS.match(line):
            markup.append(found[0])
        at = 0
        while at < len(line):
            if line[at] == "\\" and at + 1 < len(line) and not (line[at + 1].isalnum() or line[at + 1].isspace()):
                seen.append(line[at + 1])
                at += 2
            elif line.startswith("**", at):
                if opened is None:
                    opened = len(seen)
                else:
                    bold.append("".join(seen[opened:]))
                    opened = None
                at += 2
            else:
                markup += [found[0] for pattern in _INLINE if (found := pattern.match(line, at))]
                seen.append(line[at])
                at += 1
        if opened is not None:
            markup.append("bold over the end of a line")
            opened = None
        seen.append("\n")
    return "".join(seen[:-1]), bold, markup
