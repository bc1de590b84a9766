"""Requests to OpenSearch for passages: mapping, queries, and entries as lines of a bulk request.

All words are stemmed and folded here, so the cluster only splits at spaces and looks up terms.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.model.search import SearchFilter, Term
from bot.normalize import stem
from bot.store.passages.analysis import words
from bot.store.passages.queries import FIELD_WEIGHTS, day_bounds, heaviest_stems, stem_weights, stems
from bot.store.passages.schema import PassageEntry, outlet_key

Json = dict[str, Any]

_STORED = ("document", "sha256", "ordinal", "start", "end", "flags", "published", "sketch")
_MARKER_FIELDS = ("token", "version", "at", "pending", "passages")
MARKER = "marker"  # id of the entry that carries the generation
_MOST_CLAUSES = 1_000  # OpenSearch takes 1,024
_MOST_TERMS = _MOST_CLAUSES // 2  # each stands in two
WORDS_LIMIT = 60_000  # forms in one answer; OpenSearch gives 65,535 at most
PAGE = 10_000  # OpenSearch's own limit of one page of hits


def new_index(meta: Mapping[str, object], shards: int, replicas: int) -> Json:
    """Return settings and mapping of an index.

    It is refreshed by its writer alone, at the end of each batch.
    """
    counted: Json = {"type": "text", "analyzer": "whitespace", "index_options": "freqs", "norms": True}
    plain: Json = {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": -1,
            # Every segment costs a look-up of each term, and each batch begins some.
            "merge.policy.floor_segment": "32mb",
            "merge.policy.segments_per_tier": 5,
            "merge.policy.max_merge_at_once": 5,
        },
        "mappings": {
            "_meta": dict(meta),
            "dynamic": False,
            "_source": {"includes": [*_STORED, *_MARKER_FIELDS]},
            "properties": {
                "document": {"type": "keyword"},
                "ordinal": {"type": "integer", "index": False},
                "batch": {"type": "keyword", "doc_values": False},
                "body": counted,
                "context": counted,
                "forms": {"type": "keyword"},
                "title": plain,
                "outlet": {"type": "keyword", "doc_values": False},
                "published": {"type": "integer"},
                "sketch": {"type": "binary"},
            },
        },
    }


def put_lines(entries: Iterable[PassageEntry], generation: int, batch: str) -> Iterator[bytes]:
    """Yield the bulk action of each entry.

    The generation is its external version: an entry of a newer one stays, and a repeated write changes nothing.
    """
    for entry in entries:
        content: Json = {
            **entry._asdict(),
            "forms": entry.forms.split(),
            "sketch": b64encode(entry.sketch).decode(),
            "batch": batch,
        }
        if not entry.published:
            del content["published"]
        yield _action("index", entry_id(entry.document, entry.ordinal), generation) + _line(content)


def delete_lines(versions: Mapping[str, int]) -> Iterator[bytes]:
    """Yield the bulk action that deletes each entry, unless a newer version of it has been written."""
    return (_action("delete", id_, version) for id_, version in versions.items())


def entry_id(document: str, ordinal: int) -> str:
    return f"{document}:{ordinal}"


def passages_query(terms: Sequence[Term], narrowing: SearchFilter) -> Json | None:
    """Return the query for passages with any term, or None."""
    weights = sorted(stem_weights(terms).items(), key=lambda item: -item[1])[:_MOST_TERMS]
    should = [
        {"term": {field: {"value": word, "boost": weight * factor}}}
        for word, weight in weights
        for field, factor in FIELD_WEIGHTS.items()
    ]
    required, excluded = _required(narrowing), _all("body", narrowing.excluded)
    if not should and not narrowing.finds:
        return None
    return {
        "bool": {
            "should": should,
            "minimum_should_match": 1 if should else 0,
            "filter": required,
            "must_not": excluded,
        }
    }


def candidates_request(query: Mapping[str, Any], limit: int, seconds: float) -> Json:
    """Return the request for the best passages; equal ones come in the order of document and place."""
    return {
        "query": query,
        "size": min(limit, PAGE),
        "track_total_hits": False,
        "sort": [{"_score": "desc"}, {"document": "asc"}, {"ordinal": "asc"}],
        "timeout": f"{max(1, round(seconds * 800))}ms",  # the rest is for the way
        "_source": list(_STORED),
    }


def first_published_request(query: Mapping[str, Any], limit: int, seconds: float) -> Json:
    """Return the request for the passages published first, undated ones last, and for the number of all."""
    order: list[Json] = [{"published": {"order": "asc", "missing": "_last"}}, {"document": "asc"}, {"ordinal": "asc"}]
    return candidates_request(query, limit, seconds) | {"sort": order, "track_total_hits": True}


def every_word(typed: Sequence[str]) -> Json:
    """Return the query for passages with all of the words in their own text."""
    return all_of("body", sorted(stems(typed)))


def groups_query(groups: Sequence[Sequence[str]]) -> Json:
    """Return the query for passages with all words of a group; the score is a bit mask of the groups."""
    return _any(_constant(every_word(group), float(1 << number)) for number, group in enumerate(groups))


def weighted_query(weights: Mapping[str, float]) -> Json:
    """Return the query for passages with any of the words; the score is the sum of the weights of those in it."""
    heaviest = sorted(heaviest_stems(weights).items(), key=lambda item: -item[1])[:_MOST_CLAUSES]
    return _any(_constant({"term": {"body": word}}, weight) for word, weight in heaviest)


def _any(clauses: Iterable[Json]) -> Json:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _constant(query: Mapping[str, Any], score: float) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


def other_entries(documents: Sequence[str], batch: str, after: Sequence[object] | None) -> Json:
    """Return the request for a page of the entries of documents that a batch didn't write."""
    query = {"filter": {"terms": {"document": list(documents)}}, "must_not": {"term": {"batch": batch}}}
    page: Json = {"query": {"bool": query}, "size": PAGE, "sort": ["document", "ordinal"], "version": True}
    return page | {"_source": False} | ({"search_after": list(after)} if after else {})


def counting(queries: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the lines that count the passages of each query."""
    return b"".join(_line({}) + _line({"size": 0, "track_total_hits": True, "query": query}) for query in queries)


def all_of(field: str, required: Sequence[str]) -> Json:
    """Return the query for passages with all words in one field."""
    return {"bool": {"filter": [{"term": {field: word}} for word in required]}}


def words_count() -> Json:
    """Return the request for the approximate number of written forms."""
    return _aggregation("count", {"cardinality": {"field": "forms", "precision_threshold": 40_000}})


def words_part(part: int, parts: int) -> Json:
    """Return the request for one part of the written forms, with their counts.

    A composite aggregation over pages of forms takes some fifty times the CPU: each form's place in a document is
    looked for among all forms of that document.
    """
    include = {"partition": part, "num_partitions": parts}
    return _aggregation("forms", {"terms": {"field": "forms", "size": WORDS_LIMIT, "include": include}})


def _aggregation(name: str, of: Json) -> Json:
    return {"size": 0, "track_total_hits": False, "aggs": {name: of}}


def _required(narrowing: SearchFilter) -> list[Json]:
    limits = _all("title", narrowing.title) + _all("body", narrowing.required)
    if narrowing.outlet:
        limits.append({"term": {"outlet": outlet_key(narrowing.outlet)}})
    if narrowing.since or narrowing.until:
        first, last = day_bounds(narrowing)
        limits.append({"range": {"published": {"gte": first} | ({"lte": last} if last else {})}})
    return limits


def _all(field: str, texts: Sequence[str]) -> list[Json]:
    return [{"term": {field: stem(word)}} for word in words(" ".join(texts))]


def _action(kind: str, id_: str, generation: int) -> bytes:
    return _line({kind: {"_id": id_, "version": generation, "version_type": "external_gte"}})


def _line(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "ignore") + b"\n"
