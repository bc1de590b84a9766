"""Escaping leaves no markup; cutting keeps slices and marks the cuts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.spans import Span
from commands.ui.markdown import escape, escape_except_code, escape_line, plain, width
from commands.ui.truncate import ELLIPSIS, cut_line, cut_quote, fitting_span
from tests.commands.markdown import rendered

TRAPS = (
    "# ", "## ", "-# ", "- ", "* ", "+ ", "1. ", "> ", ">>> ", "\n", "**", "__", "_", "~~", "||", "```", "`", "\\",
    "<@1>", "<@&1>", "<#1>", "<t:1:R>", "<:x:1>", "</ask:1>", "@everyone", "@here", ":smile:", "https://x.y/a_b",
    "[a](https://x.y)", "\u202e", "\u200b", "\x00", "\r\n", "\u2028", "\ufdd0", "\U000e0041", "Ryazan", " ", "é", "🙂",
)  # fmt: skip
nasty = st.lists(st.one_of(st.sampled_from(TRAPS), st.text(max_size=5)), max_size=12).map("".join)


@st.composite
def highlighted(draw) -> tuple[str, list[Span]]:
    text = draw(nasty)
    ends = draw(st.lists(st.integers(0, len(text)), max_size=6).map(sorted))
    return text, [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]


@given(nasty)
def test_discord_shows_escaped_text_as_it_is_and_as_nothing_else(text):
    assert rendered(escape(text)) == (plain(text), [], [])


@given(highlighted())
def test_highlights_are_the_only_thing_in_bold(case):
    text, spans = case
    seen, bold, markup = rendered(escape(text, spans))
    assert (seen, markup) == (plain(text), [])
    assert "".join("".join(bold).split()) == "".join("".join(plain(span.of(text)) for span in spans).split())


@given(nasty, nasty)
def test_a_command_in_a_text_is_code_and_all_else_is_escaped(before, after):
    command = "`factdesk restore /a_b.db`"
    before, after = before.replace("`", ""), after.replace("`", "")
    marked = escape_except_code(f"{before}{command}{after}")
    assert rendered(marked.replace(command, "code", 1)) == (f"{plain(before)}code{plain(after)}", [], [])


@pytest.mark.parametrize("text", ["`", "``", "a ` b", "``a``", "`a``b`", "`a\nb`", "```\na\n```", "\\`"])
def test_backticks_that_are_no_single_pair_are_no_code(text):
    assert rendered(escape_except_code(text)) == (text, [], [])


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\x00", "\x1b", "\U000e0041", "\ud800"]
)
def test_what_hides_or_reorders_is_taken_out(hidden):
    assert plain(f"Rya{hidden}zan") == "Ryazan"


def test_neighbouring_highlights_become_one_bold_run():
    assert escape("special forces", [Span(0, 7), Span(8, 14)]) == "**special forces**"


@given(nasty, st.integers(10, 60))
def test_a_cut_line_fits_and_stays_one_line(text, limit):
    line = cut_line(text, limit)
    assert width(line) <= limit
    assert "\n" not in line
    assert rendered(line)[2] == []
    assert line == escape_line(text) or line.endswith("…")


def squeezed(text):
    """Return `text` without blanks and without quotation marks of lines."""
    return "".join(character for character in text if not character.isspace() and character != ">")


@given(highlighted(), st.integers(60, 200))
def test_a_cut_quote_fits_and_shows_a_slice(case, limit):
    text, spans = case
    text = text * 5
    part = fitting_span(text, spans, limit)
    quote = cut_quote(text, spans, limit)
    assert width(quote) <= limit
    seen = "\n".join(line.removeprefix("> ") for line in quote.split("\n"))
    visible = rendered(seen)[0].removeprefix(f"{ELLIPSIS} ").removesuffix(f" {ELLIPSIS}")
    assert squeezed(visible) == squeezed(plain(part.of(text)))
    assert (ELLIPSIS in quote) == (part.of(text).strip() != text.strip()) or ELLIPSIS in escape(text)


def test_a_long_quote_is_cut_at_sentences_around_what_matched():
    text = " ".join(f"Sentence {number} tells of the drills." for number in range(100))
    start = text.index("Sentence 60")
    quote = cut_quote(text, [Span(start, start + 11)], 400)
    assert quote.startswith(f"> {ELLIPSIS} Sentence 55 tells")
    assert "drills. **Sentence 60** tells" in quote
    assert quote.endswith(f"drills. {ELLIPSIS}")
    assert 300 < width(quote) <= 400


def test_what_matched_at_the_end_is_shown_with_what_leads_to_it():
    text = " ".join(f"Sentence {number} tells of the drills." for number in range(100))
    start = text.index("Sentence 99")
    quote = cut_quote(text, [Span(start, start + 11)], 400)
    assert quote.endswith("**Sentence 99** tells of the drills.")
    assert quote.startswith(f"> {ELLIPSIS} Sentence 89 tells")


def test_one_endless_sentence_is_cut_between_words():
    quote = cut_quote("word " * 500, (), 200)
    assert quote.endswith(f"word {ELLIPSIS}")
