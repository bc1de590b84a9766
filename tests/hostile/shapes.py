"""Texts that repeat one piece, the usual form of an input that takes superlinear time."""

from __future__ import annotations

PIECES = (
    '"', "' ", "“", "”", "“a” ", '"a" ', "“a ", '"A b c d" ', "‘", "«a ", "''", "``a ", "- ", "|--", "| ", "\t", " ",
    "  \n", "\n", "\r", "\n\n", "> ", ">", "# ", "#", "*", "**a", "_", "`", "~", "=\n", "-\n", "a ", "a", "A", "A ",
    "Ab ", "Ab", "a\n", "A b.\n", "- a\n", "1. ", "1", "1 ", "1,", "a|b\n", "|-|-\n", "a.", "a. ", "A. ", "(", ")",
    "(a ", "[", "]", "[a](", "![", "<", "<a ", "<@", "<!--", "&", "&amp;", "{", "http://", "https://a ", ".", "...",
    "…", "!", "?", ",", ", ", ": ", "a: ", ":", ";", "—", " - ", "-", "a-", "a'", "’s ", "/", "\\", "\\\n", "said ",
    "he said ", "said Ada ", "“a” said Ada. ", "according to ", "Ada Lind said that ", "that ", "AI ",
    "AI-generated ", "AI-generated summary ", "written by AI ", "this article is AI-generated ", "note: ",
    "This article ", "(AI-generated ", "the summary ", "was used to this article ", "By Ada ", "By ", "Source: ",
    "Ada Lind ", "Ada and ", "of the ", "the ", "not ", "more than ", "10 million ", "3.5", "2025-05-03 ",
    "Read also: a\n", "Follow us\n", "Facebook\n", "support us ", "donate now ", "Heading\n\n",
    "the report obtained ", "é", "́", "漢", "\u200b", "\u2028", "\u202e", "\x00", "😀", "A\xad", "İ", "ﬃ",
    "AI-generated summary\n", "AI-generated summary\n\n", "# AI-generated summary\n", "- AI-generated summary\n",
    "Read also:\n", "| a | b |\n", "a: b\n", "- a:\n", "Note:\n- a\n", "\u201ca\n\n", '"a" said b, c said "d"\n',
    "Mr. A ", "U.S. ", "1.5 ", "A-", "A- ", "A’",
)  # fmt: skip


def repeated(piece: str, size: int) -> str:
    """Return `size` characters of the piece inside an ordinary paragraph."""
    run = (piece * (size // len(piece) + 1))[:size]
    return f"The harbour board met in Lund on Monday. It said {run} and closed. Nothing else."
