"""The bounded memory: it keeps what was used last, up to a size."""

from __future__ import annotations

from bot.library.recently_used import LruCache


def test_what_was_used_longest_ago_goes_first() -> None:
    kept: LruCache[str, str] = LruCache(2)
    kept.put("a", "A")
    kept.put("b", "B")
    assert kept.get("a") == "A"
    kept.put("c", "C")
    assert [kept.get(key) for key in "abc"] == ["A", None, "C"]


def test_sizes_count_and_one_put_again_counts_once() -> None:
    kept: LruCache[str, str] = LruCache(4, len)
    kept.put("a", "xx")
    kept.put("a", "yy")
    kept.put("b", "zz")
    assert (kept.get("a"), kept.get("b")) == ("yy", "zz")
    kept.put("c", "z")
    assert [kept.get(key) for key in "abc"] == [None, "zz", "z"]


def test_what_is_larger_than_all_room_is_not_kept() -> None:
    kept: LruCache[str, str] = LruCache(3, len)
    kept.put("a", "xxxx")
    assert kept.get("a") is None
    kept.put("b", "xxx")
    assert kept.get("b") == "xxx"
