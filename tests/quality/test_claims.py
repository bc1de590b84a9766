"""Claims found for CheckThat's development tweets, through the terminal; differences in pairs made for it."""

from __future__ import annotations

import csv
import json
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import run
from bot.desk.actions.transaction import Request
from bot.desk.desk import Desk
from bot.desk.similarity.differences import differences
from bot.desk.similarity.knowledge import load_knowledge
from bot.desk.similarity.normalize import FUNCTION_WORDS, normalize
from bot.desk.similarity.search import SimilarClaims, Similarity
from bot.model.claim_input import ImportedClaim
from bot.model.claims import Actor
from bot.store.sqlite.database import open_database
from tests.conftest import SHARED
from tests.quality.floors import hold

SCORER = SHARED / "eval" / "score_claims.py"
DATA = SHARED / "eval" / "claims" / "ct21-dev"
QRELS = DATA / "qrels.tsv"
FILES = [DATA / "claims.jsonl", DATA / "queries.jsonl", QRELS]
EDITOR = Actor(1, "Measure", is_editor=True)

pytestmark = pytest.mark.skipif(not SCORER.is_file() or not QRELS.is_file(), reason="../shared/eval is not at hand")


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def _map_at_5(run_file: Path, ranked: dict[str, list[str]]) -> float:
    run_file.write_text("".join(json.dumps({"qid": qid, "ids": ids}) + "\n" for qid, ids in ranked.items()), "utf-8")
    scored = subprocess.run(
        [sys.executable, SCORER, run_file, QRELS, "--json"], capture_output=True, text=True, check=True
    )
    return float(json.loads(scored.stdout)["map@5"])


def test_tweets_find_the_claims_that_were_checked_for_them(tmp_path: Path, monkeypatch, capsys) -> None:
    """The whole way: a CSV file imported, `similar --queries` printed, the print scored; a plain FTS5 beside it."""
    monkeypatch.setenv("FACTDESK_DATA", str(tmp_path / "data"))
    checked = tmp_path / "checked.csv"
    with checked.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "claim", "title"))
        rows.writerows((each["id"], each["claim"], each["title"]) for each in _lines("claims.jsonl"))
    assert run(["claims", "import", str(checked)]) == 0
    capsys.readouterr()
    started = time.process_time()
    assert run(["claims", "similar", "--queries", str(DATA / "queries.jsonl"), "--json"]) == 0
    milliseconds = (time.process_time() - started) * 1000
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    ours = _map_at_5(
        tmp_path / "ours", {each["id"]: [one["external_id"] for one in each["results"]] for each in answers}
    )
    plain = _map_at_5(tmp_path / "plain", _plain_fts5())
    gold = {tuple(line.split()[::2]) for line in QRELS.read_text("utf-8").splitlines()}
    same = [(each["id"], one["external_id"]) for each in answers for one in each["results"] if one["level"] == "same"]
    right = sum(pair in gold for pair in same) / len(same)
    print(f"\nMAP@5 {ours:.4f}, plain FTS5 {plain:.4f}; {milliseconds / len(answers):.1f} ms a query; same {right:.3f}")
    hold("claims found", FILES, {"MAP@5": ours, "over plain FTS5": ours - plain, "same, precision": right})


def _plain_fts5() -> dict[str, list[str]]:
    """Return what SQLite's own search gives for the tweets' content words as they are."""
    claims = _lines("claims.jsonl")
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE plain USING fts5(claim, title, tokenize='porter unicode61')")
    db.executemany("INSERT INTO plain VALUES (?, ?)", [(each["claim"], each["title"]) for each in claims])
    found = {}
    for query in _lines("queries.jsonl"):
        words = set(re.findall(r"\w+", query["text"].lower())) - FUNCTION_WORDS
        asked = " OR ".join(f'"{word}"' for word in sorted(words))
        ranked = db.execute("SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 20", [asked]).fetchall()
        found[query["id"]] = [claims[rowid - 1]["id"] for (rowid,) in ranked]
    db.close()
    return found


async def test_what_is_said_to_look_the_same_is_the_same(tmp_path: Path) -> None:
    """The tweets come to an empty desk one by one; those of one claim should be told, and no others."""
    claim_of: dict[str, set[str]] = {}
    for line in QRELS.read_text("utf-8").splitlines():
        query, _, claim, _ = line.split()
        claim_of.setdefault(query, set()).add(claim)
    told = right = repeats = recalled = 0
    async with open_database(tmp_path / "factdesk.db") as database:
        desk, similar = Desk(database, lambda: datetime.now(UTC)), SimilarClaims(database)
        seen: list[str] = []
        for query in _lines("queries.jsonl"):
            matches = await similar.similar(0, query["text"])
            same = [each.external_id for each in matches if each.level is Similarity.SAME and each.external_id]
            hits = [other for other in same if claim_of[other] & claim_of[query["id"]]]
            told, right = told + len(same), right + len(hits)
            if any(claim_of[other] & claim_of[query["id"]] for other in seen):
                repeats += 1
                recalled += bool(hits)
            request = Request(0, EDITOR, datetime.now(UTC))
            await desk.import_many(request, [ImportedClaim(query["text"], external_id=query["id"])])
            seen.append(query["id"])
    print(f"\nsame: precision {right / told:.3f} of {told}, recall {recalled / repeats:.3f} of {repeats}")
    hold("claims repeated", FILES, {"precision": right / told, "recall": recalled / repeats})


def _claims(seed: int, number: int) -> list[str]:
    texts = [each["claim"] for each in _lines("claims.jsonl") if 5 <= len(each["claim"].split()) <= 40]
    return random.Random(seed).sample(texts, number)


_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+|^[A-Z][a-z]+(?: [A-Z][a-z]+)+(?= (?:is|was|has|said)\b)")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|did|does|do)\b")


def _other_number(text: str, chance: random.Random, _: list[str]) -> str | None:
    found = list(re.finditer(r"\d+", text))
    if not found:
        return None
    one = chance.choice(found)
    return text[: one.start()] + str(int(one[0]) + chance.choice((1, 2, 5, 10))) + text[one.end() :]


def _other_name(text: str, chance: random.Random, texts: list[str]) -> str | None:
    found = list(_NAME.finditer(text))
    others = [name for each in chance.sample(texts, 50) for name in _NAME.findall(each) if name not in text]
    if not found or not others:
        return None
    one = chance.choice(found)
    return text[: one.start()] + chance.choice(others) + text[one.end() :]


def _denied(text: str, chance: random.Random, _: list[str]) -> str | None:
    found = _AUXILIARY.search(text)
    if found and chance.random() < 0.8:
        return f"{text[: found.end()]} {chance.choice(('not', 'never'))}{text[found.end() :]}"
    return f"It is not true that {text}"


# Another number may be another year, and another name a word at the start of a sentence.
SHOWN_AS = {"numbers": {"numbers", "units", "time"}, "names": {"names", "roles"}}
Change = Callable[[str, random.Random, list[str]], str | None]


@pytest.mark.parametrize(
    ("kind", "change"), [("numbers", _other_number), ("names", _other_name), ("negation", _denied)]
)
def test_what_was_changed_in_a_claim_is_shown(kind: str, change: Change) -> None:
    pairs = list(_pairs(change))
    shown = [
        not {each.kind.value for each in differences(normalize(a), normalize(b), load_knowledge())}.isdisjoint(
            SHOWN_AS.get(kind, {kind})
        )
        for a, b in pairs
    ]
    print(f"\n{kind}: {sum(shown) / len(shown):.3f} of {len(shown)}")
    hold(f"claims, other {kind}", FILES, {kind: sum(shown) / len(shown)})


def _pairs(change: Change) -> Iterator[tuple[str, str]]:
    chance, texts = random.Random(2021), _claims(7, 2_000)
    for text in texts:
        changed = change(text, chance, texts)
        if changed is not None and changed != text:
            yield text, changed
