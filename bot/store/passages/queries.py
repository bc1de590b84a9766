"""What is asked of the passage index: terms and limits as tantivy's queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tantivy

from bot.model.search import SearchFilter, Term
from bot.normalize import stem
from bot.store.passages.schema import outlet_key, words

_CONTEXT_WEIGHT = 0.4
_COUNTED = frozenset({"body", "context"})


def passages(schema: tantivy.Schema, terms: Sequence[Term], narrowing: SearchFilter) -> tantivy.Query | None:
    """Return the query for passages that hold any of `terms`, within the limits; None where nothing is asked for."""
    return _narrowed(schema, _any_of(schema, terms, {"body": 1.0, "context": _CONTEXT_WEIGHT}), narrowing)


def term(schema: tantivy.Schema, field: str, word: str) -> tantivy.Query:
    """Return the query for one word of one field."""
    return tantivy.Query.term_query(schema, field, word, "freq" if field in _COUNTED else "basic")


def all_of(schema: tantivy.Schema, field: str, wanted: Sequence[str]) -> tantivy.Query:
    """Return the query for passages that hold every one of the words in one field."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, term(schema, field, word)) for word in wanted])


def _any_of(schema: tantivy.Schema, terms: Sequence[Term], fields: Mapping[str, float]) -> tantivy.Query | None:
    weights: dict[str, float] = {}
    for asked in terms:
        for stemmed in map(stem, words(asked.text)):
            weights[stemmed] = max(asked.weight, weights.get(stemmed, 0.0))
    clauses = [
        (tantivy.Occur.Should, tantivy.Query.boost_query(term(schema, field, word), weight * factor))
        for word, weight in weights.items()
        for field, factor in fields.items()
    ]
    return tantivy.Query.boolean_query(clauses) if clauses else None


def _narrowed(schema: tantivy.Schema, shoulds: tantivy.Query | None, narrowing: SearchFilter) -> tantivy.Query | None:
    limits = _limits(schema, narrowing)
    if not limits:
        # Alone, a union of terms is searched without looking at every passage that holds one of them.
        return shoulds
    if shoulds:
        limits.append((tantivy.Occur.Must, shoulds))
    elif not narrowing.finds:
        return None
    return tantivy.Query.boolean_query(limits)


def _limits(schema: tantivy.Schema, narrowing: SearchFilter) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    must: list[tantivy.Query] = []
    if narrowing.outlet:
        must.append(term(schema, "outlet", outlet_key(narrowing.outlet)))
    if narrowing.since or narrowing.until:
        must.append(_published(schema, narrowing))
    must += [term(schema, "title", stem(word)) for word in words(" ".join(narrowing.title))]
    must += [term(schema, "body", stem(word)) for word in words(" ".join(narrowing.required))]
    without = [term(schema, "body", stem(word)) for word in words(" ".join(narrowing.excluded))]
    return [
        *((tantivy.Occur.Must, tantivy.Query.const_score_query(limit, 0.0)) for limit in must),
        *((tantivy.Occur.MustNot, limit) for limit in without),
    ]


def _published(schema: tantivy.Schema, narrowing: SearchFilter) -> tantivy.Query:
    def day(when: object) -> int:
        return int(str(when).replace("-", ""))

    return tantivy.Query.range_query(
        schema,
        "published",
        tantivy.FieldType.Unsigned,
        day(narrowing.since) if narrowing.since else 1,
        day(narrowing.until) if narrowing.until else None,
    )
