"""The least-recently-used cache and its capacity."""

from __future__ import annotations

from bot.library.recently_used import LruCache


def test_what_was_used_longest_ago_goes_first() -> None:
    cache: LruCache[str, str] = LruCache(2)
    cache.put("a", "A")
    cache.put("b", "B")
    assert cache.get("a") == "A"
    cache.put("c", "C")
    assert [cache.get(key) for key in "abc"] == ["A", None, "C"]


def test_sizes_count_and_one_put_again_counts_once() -> None:
    cache: LruCache[str, str] = LruCache(4, len)
    cache.put("a", "xx")
    cache.put("a", "yy")
    cache.put("b", "zz")
    assert (cache.get("a"), cache.get("b")) == ("yy", "zz")
    cache.put("c", "z")
    assert [cache.get(key) for key in "abc"] == [None, "zz", "z"]


def test_a_value_larger_than_the_capacity_is_not_cached() -> None:
    cache: LruCache[str, str] = LruCache(3, len)
    cache.put("a", "xxxx")
    assert cache.get("a") is None
    cache.put("b", "xxx")
    assert cache.get("b") == "xxx"
