"""Write a statement as a sentence of a draft: as the article does, or with source and content exchanged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from bot.model.attribution import SourceKind
from bot.model.spans import Span
from tests.bench.drafts.model import SourcedStatement

if TYPE_CHECKING:
    from spacy.language import Language

_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence, with the spans of its quoted words (without the marks) and of its speaker's name."""

    text: str
    quote: Span | None
    name: Span


Form: TypeAlias = "Callable[[str, str, SourcedStatement], Wording]"


def as_written(said: str, name: str, statement: SourcedStatement) -> Wording:
    """Return the article's own sentences with these words said, by the speaker's full name or another's.

    The name replaces the whole source, unless the article gives the full name there itself.
    """
    is_own_name = name == statement.name and name.lower() in statement.source.of(statement.text).lower()
    source = statement.source.of(statement.text) if is_own_name else name
    inner = statement.quote or statement.content
    tail = statement.text[inner.start : inner.end].removeprefix(statement.words).rstrip()
    parts = sorted(
        [(inner, said + tail), (statement.source, _cased(source, statement))], key=lambda part: part[0].start
    )
    text, starts, at = "", {}, 0
    for span, new in parts:
        text += statement.text[at : span.start]
        starts[span] = len(text)
        text += new
        at = span.end
    text += statement.text[at:]
    name_at = text.lower().index(name.lower(), starts[statement.source])
    quote = Span(starts[inner], starts[inner] + len(said)) if statement.is_quotation else None
    return Wording(text, quote, Span(name_at, name_at + len(name)))


def _cased(source: str, statement: SourcedStatement) -> str:
    is_named = any(letter.isupper() for letter in source)
    if not is_named and statement.source.start == 0:
        return _upper(source)
    needs_article = is_named and statement.source_kind is SourceKind.ORGANISATION
    needs_article = needs_article and not source.lower().startswith("the ")
    article = "The " if statement.source.start == 0 else "the "
    return article + source if needs_article else source


def said_before(said: str, name: str, statement: SourcedStatement) -> Wording:
    """Return `X said Y.` or `X said: "Y."`"""
    source = _with_article(name, statement, is_first=True)
    if statement.is_quotation:
        return _marked(f"{source} said: ", said, ".", name)
    return _unmarked(f"{source} said {said}.", name)


def said_after(said: str, name: str, statement: SourcedStatement) -> Wording:
    """Return `Y, X said.` or `"Y," X said.`"""
    source = _with_article(name, statement, is_first=False)
    if statement.is_quotation:
        return _marked("", said, f",” {source} said.", name)
    return _unmarked(f"{_upper(said)}, {source} said.", name)


def according_to(said: str, name: str, statement: SourcedStatement) -> Wording:
    """Return `According to X, Y.`, of an indirect statement."""
    source = _with_article(name, statement, is_first=False)
    return _unmarked(f"According to {source}, {said}.", name)


def other_form(statement: SourcedStatement, random: Random) -> Form:
    """Return a form that has source and content in another order than the article."""
    is_content_first = statement.content.start < statement.source.start
    if statement.is_quotation:
        return said_before if is_content_first else said_after
    return random.choice([said_before, according_to] if is_content_first else [said_after, according_to])


def with_lower_case_start(text: str, nlp: Language) -> str:
    """Return a clause as it stands inside a sentence: its first word in lower case unless it is a name."""
    first = nlp(text)[0]
    is_name = first.pos_ == "PROPN" or first.text == "I" or not first.text.istitle()
    return text if is_name else text[0].lower() + text[1:]


def _marked(before: str, said: str, after: str, name: str) -> Wording:
    close = "" if after.startswith(",”") else "”"
    text = f"{before}“{said}{after}{close}"
    start = len(before) + 1
    folded = text.lower()
    at = folded.index(name.lower(), start + len(said)) if not before else folded.index(name.lower())
    return Wording(text, Span(start, start + len(said)), Span(at, at + len(name)))


def _unmarked(text: str, name: str) -> Wording:
    folded, wanted = text.lower(), name.lower()
    at = folded.rindex(wanted) if text.endswith(f"{name} said.") else folded.index(wanted)
    return Wording(text, None, Span(at, at + len(name)))


def _with_article(name: str, statement: SourcedStatement, *, is_first: bool) -> str:
    if not any(letter.isupper() for letter in name):
        return _upper(name) if is_first else name
    if statement.source_kind is not SourceKind.ORGANISATION or name.split(maxsplit=1)[0].lower() in _ARTICLES:
        return name
    return f"{'The' if is_first else 'the'} {name}"


def _upper(said: str) -> str:
    return said[0].upper() + said[1:]
