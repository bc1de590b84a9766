"""Queries to the passage index: terms and filters as tantivy queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tantivy

from bot.model.search import SearchFilter, Term
from bot.normalize import stem
from bot.store.passages.analysis import words
from bot.store.passages.schema import outlet_key

FIELD_WEIGHTS: Mapping[str, float] = {"body": 1.0, "context": 0.4}
_WITH_FREQUENCIES = frozenset({"body", "context"})


def passages(schema: tantivy.Schema, terms: Sequence[Term], narrowing: SearchFilter) -> tantivy.Query | None:
    """Return the query for passages with any term, or None."""
    return _filtered(schema, _any_of(schema, terms, FIELD_WEIGHTS), narrowing)


def stem_weights(terms: Sequence[Term]) -> dict[str, float]:
    """Return the stems of all terms, each with its greatest weight."""
    weights: dict[str, float] = {}
    for query_term in terms:
        for stemmed in map(stem, words(query_term.text)):
            weights[stemmed] = max(query_term.weight, weights.get(stemmed, 0.0))
    return weights


def term(schema: tantivy.Schema, field: str, word: str) -> tantivy.Query:
    """Return the query for one word in one field."""
    return tantivy.Query.term_query(schema, field, word, "freq" if field in _WITH_FREQUENCIES else "basic")


def all_of(schema: tantivy.Schema, field: str, required: Sequence[str]) -> tantivy.Query:
    """Return the query for passages with all words in one field."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, term(schema, field, word)) for word in required])


def every_word(schema: tantivy.Schema, words_of_passage: Sequence[str]) -> tantivy.Query:
    """Return the query for passages with all of the words in their own text."""
    return all_of(schema, "body", sorted(stems(words_of_passage)))


def word_groups(schema: tantivy.Schema, groups: Sequence[Sequence[str]]) -> tantivy.Query:
    """Return the query for passages with all words of a group; the score is a bit mask of the groups."""
    masks = {1 << number: every_word(schema, group) for number, group in enumerate(groups)}
    clauses = [tantivy.Query.const_score_query(query, float(mask)) for mask, query in masks.items()]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])


def weighted_words(schema: tantivy.Schema, weights: Mapping[str, float]) -> tantivy.Query:
    """Return the query for passages with any of the words; the score is the sum of the weights of those in it."""
    clauses = [
        tantivy.Query.const_score_query(term(schema, "body", stemmed), weight)
        for stemmed, weight in heaviest_stems(weights).items()
    ]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])


def heaviest_stems(weights: Mapping[str, float]) -> dict[str, float]:
    """Return each word's stem with the greatest of its weights."""
    found: dict[str, float] = {}
    for word, weight in weights.items():
        for stemmed in stems([word]):
            found[stemmed] = max(weight, found.get(stemmed, 0.0))
    return found


def stems(typed: Sequence[str]) -> set[str]:
    """Return the stems of all indexable words of some texts."""
    return {stem(word) for text in typed for word in words(text)}


def _any_of(schema: tantivy.Schema, terms: Sequence[Term], fields: Mapping[str, float]) -> tantivy.Query | None:
    weights = stem_weights(terms)
    clauses = [
        (tantivy.Occur.Should, tantivy.Query.boost_query(term(schema, field, word), weight * factor))
        for word, weight in weights.items()
        for field, factor in fields.items()
    ]
    return tantivy.Query.boolean_query(clauses) if clauses else None


def _filtered(schema: tantivy.Schema, any_term: tantivy.Query | None, narrowing: SearchFilter) -> tantivy.Query | None:
    limits = _limits(schema, narrowing)
    if not limits:
        # tantivy can skip passages of low score only if the union of terms stands alone.
        return any_term
    if any_term:
        limits.append((tantivy.Occur.Must, any_term))
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
    return tantivy.Query.range_query(schema, "published", tantivy.FieldType.Unsigned, *day_bounds(narrowing))


def day_bounds(narrowing: SearchFilter) -> tuple[int, int | None]:
    """Return the first and last day of a filter as YYYYMMDD; 1, the first of all, leaves out articles without a day."""

    def day_number(day: object) -> int:
        return int(str(day).replace("-", ""))

    first = day_number(narrowing.since) if narrowing.since else 1
    return first, day_number(narrowing.until) if narrowing.until else None
