"""`factdesk claims` as a person or a script calls it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run
from bot.cli.claims.render import file_json, file_lines
from bot.cli.claims.similar import similar_claim_lines
from bot.desk.similarity.differences import ClaimDifference, DifferenceKind
from bot.desk.similarity.search import SimilarClaim, Similarity
from bot.model.attachments import EarlierFile, FileState, KeptFile, Likeness
from bot.model.claims import Claim, ClaimFile, Evidence, EvidenceKind, Person, PinState, Priority, Status
from bot.model.spans import Span

CHECKS = (
    "\ufeffid,claim,title,rating,url,published,author\n"
    "f1,The night ferry to Lindholm carried 300 passengers when it sank.,Ferry?,False,"
    "https://desk.example/f1,2025-05-03,Jo Berg\n"
    "f2,Trams in Kestria run without a driver.,Trams?,True,,,\n"
    "f3,,No claim here,,,,\n"
    "f4,Maren Volkova sold the harbour to a foreign bank.,,,,,\n"
)


@pytest.fixture
def checks(own_settings: Path) -> Path:
    path = own_settings / "checks.csv"
    path.write_text(CHECKS, encoding="utf-8")
    return path


@pytest.fixture
def imported(checks: Path, capsys) -> Path:
    """The file, imported; its empty row was told."""
    assert run(["claims", "import", str(checks)]) == 1
    capsys.readouterr()
    return checks


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_import_prints_its_totals_on_stdout_and_its_bad_rows_on_stderr(checks: Path, capsys) -> None:
    assert run(["claims", "import", str(checks)]) == 1
    shown = capsys.readouterr()
    assert shown.out == "3 imported, 0 already there, 1 skipped.\n"
    assert shown.err == "Line 4 was skipped: the claim is empty.\n"
    assert run(["claims", "import", str(checks)]) == 1
    assert capsys.readouterr().out == "0 imported, 3 already there, 1 skipped.\n"


def test_of_many_bad_rows_the_first_are_listed_and_all_are_counted(own_settings: Path, capsys) -> None:
    path = own_settings / "bad.csv"
    path.write_text("id,claim\n" + "x,\n" * 100 + "y,It sank.\n", encoding="utf-8")
    assert run(["claims", "import", str(path)]) == 1
    shown = capsys.readouterr()
    assert shown.out == "1 imported, 0 already there, 100 skipped.\n"
    assert len(shown.err.splitlines()) == 20


def test_several_files_are_reported_separately_with_dropped_fields(checks: Path, own_settings: Path, capsys) -> None:
    second = own_settings / "second.csv"
    second.write_text("claim,published\nIt burnt.,03/05/2025\n", encoding="utf-8")
    assert run(["claims", "import", str(second), str(checks)]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        f"{second}: 1 imported, 0 already there, 0 skipped.",
        f"{second}: 1 imported without date, which may be two days: line 2. Write such a date as 2024-01-05.",
        f"{checks}: 3 imported, 0 already there, 1 skipped.",
    ]


@pytest.mark.parametrize("content", [None, "", "clim,x\n1,2\n", "{"], ids=["missing", "empty", "no column", "no JSON"])
def test_a_bad_file_does_not_stop_the_others(content: str | None, checks: Path, own_settings: Path, capsys) -> None:
    bad = own_settings / "bad.csv"
    if content is not None:
        bad.write_text(content, encoding="utf-8")
    assert run(["claims", "import", str(bad), str(checks)]) == 1
    shown = capsys.readouterr()
    assert shown.out == f"{checks}: 3 imported, 0 already there, 1 skipped.\n"
    assert shown.err.startswith(str(bad))
    checks.write_text("claim\nIt burnt.\n", encoding="utf-8")
    assert run(["claims", "import", str(bad), str(checks)]) == 1, "all else came in, but not all"
    assert f"{checks}: 1 imported" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_a_missing_file_is_reported_in_a_sentence(name: str, own_settings: Path, capsys) -> None:
    assert run(["claims", "import", name]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_claims_are_listed_newest_first_and_narrowed_by_filters(imported: Path, capsys) -> None:
    assert run(["claims", "list"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in shown] == ["#3", "#2", "#1"]
    assert run(["claims", "list", "--json", "--rating", "false"]) == 0
    (claim,) = lines(capsys.readouterr().out)
    assert (claim["claim"], claim["external_id"], claim["rating"], claim["status"]) == (1, "f1", "False", "verdict")
    assert run(["claims", "list", "--status", "open", "--text", "volkova"]) == 0
    assert "Maren Volkova" in capsys.readouterr().out
    assert run(["claims", "list", "--limit", "1", "--offset", "1"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("#2  True  Trams")
    assert shown.err == "1 of 3 claims shown; use --limit and --offset for the others.\n"


def test_a_list_of_nothing_ends_with_3(imported: Path, capsys) -> None:
    assert run(["claims", "list", "--tag", "whales"]) == 3
    assert run(["claims", "list", "--json", "--overdue"]) == 3
    assert run(["claims", "list", "--offset", "9"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-1] == "Only 3 claims match: use a smaller --offset."


def test_a_claim_is_shown_with_its_verdict(imported: Path, capsys) -> None:
    assert run(["claims", "show", "1"]) == 0
    shown = capsys.readouterr().out
    assert "#1" in shown
    assert "Verdicts\n  1. False, Jo Berg" in shown
    assert run(["claims", "show", "1", "--json"]) == 0
    (claim,) = lines(capsys.readouterr().out)
    assert claim["verdicts"][0]["published"] == "2025-05-03"
    assert run(["claims", "show", "99"]) == 1
    assert "99" in capsys.readouterr().err


def test_a_quote_read_by_ocr_is_shown_as_such_in_text_and_json() -> None:
    now = datetime(2026, 11, 2, tzinfo=UTC)
    quote = Evidence(
        1, EvidenceKind.QUOTE, "30 people", Person(1, 11, "Maria"), now, "d", "0" * 64, Span(0, 9), "A log"
    )
    scanned = replace(quote, number=2, pin=PinState.GONE, read_by_ocr=True)
    claim = Claim(1, 500, 12, "The ferry carried 300 people.", Status.OPEN, Priority.NORMAL, now, now, 1)
    file = ClaimFile(claim, (), (quote, scanned), (), ())
    shown = "\n".join(file_lines(file))
    assert "1. “30 people” (A log)\n" in shown
    assert "2. “30 people” (A log) [source gone, read by OCR]" in shown
    pinned = json.loads(json.dumps(file_json(file)))["pinned"]
    assert [piece["read_by_ocr"] for piece in pinned] == [False, True]


def test_attachments_are_shown_with_their_sha256_and_where_they_were_flagged_before() -> None:
    now = datetime(2026, 11, 2, tzinfo=UTC)
    claim = Claim(1, 500, 12, "The ferry carried 300 people.", Status.OPEN, Priority.NORMAL, now, now, 1)
    earlier = EarlierFile(7, Likeness.SAME_PICTURE)
    kept = KeptFile(1, 1, "ferry.png", "image/png", 9, FileState.KEPT, sha256="ab" * 32, earlier=earlier)
    large = KeptFile(1, 2, "clip.mov", "video/quicktime", 99, FileState.TOO_LARGE)
    file = ClaimFile(claim, (), (), (), (), files=(kept, large))
    shown = " ".join(" ".join(file_lines(file)).split())
    assert f"ferry.png (flag 1): sha256 {'ab' * 32}, looks the same as a picture in #7" in shown
    assert "clip.mov (flag 1): too large" in shown
    told = json.loads(json.dumps(file_json(file)))["files"]
    assert [(part["sha256"], part["earlier_claim"], part["likeness"]) for part in told] == [
        ("ab" * 32, 7, "looks the same"),
        (None, None, None),
    ]


def test_like_claims_are_shown_with_the_words_that_differ(imported: Path, capsys) -> None:
    text = "The night ferry to Lindholm carried 30 passengers when it sank."
    assert run(["claims", "similar", text]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "#1 similar, False"
    assert shown[2] == "  other number: 30 / 300"
    assert run(["claims", "similar", "trams in Kestria run without a DRIVER"]) == 0
    assert capsys.readouterr().out.startswith("#2 looks the same, True\n")


def test_the_words_that_differ_are_bold_once_each() -> None:
    both = ClaimDifference(DifferenceKind.NUMBERS, (Span(0, 2),), (Span(4, 7),), decisive=True)
    more = ClaimDifference(DifferenceKind.NAMES, (), (Span(4, 7), Span(8, 13)), decisive=False)
    match = SimilarClaim(1, 1, "the 300 boats", None, None, Status.OPEN, None, 1.0, Similarity.SIMILAR, (both, more))
    assert list(similar_claim_lines("30 boats", match))[1] == "  the \x1b[1m300\x1b[0m \x1b[1mboats\x1b[0m"


def test_like_claims_as_json_are_one_array_of_what_the_contract_names(imported: Path, capsys) -> None:
    assert run(["claims", "similar", "the mayor of Kestria drives the trams without a driver", "--json"]) == 0
    (first, *_) = json.loads(capsys.readouterr().out)
    assert set(first) == {
        "claim", "external_id", "text", "score", "level", "accounted", "differs", "differences"
    }  # fmt: skip
    assert set(first["differences"][0]) == {"kind", "label", "yours", "theirs"}
    assert (first["claim"], first["external_id"]) == (2, "f2")
    assert run(["claims", "similar", "whales", "--json"]) == 3
    assert capsys.readouterr().out == "[]\n"


def test_queries_of_a_file_come_back_with_their_ids(imported: Path, own_settings: Path, capsys) -> None:
    file = own_settings / "queries.jsonl"
    file.write_text('{"id": 1, "text": "foreign bank"}\nnonsense\n{"id": "b", "text": "whales"}\n', encoding="utf-8")
    assert run(["claims", "similar", "--queries", str(file), "--json"]) == 1
    shown = capsys.readouterr()
    first, second = lines(shown.out)
    assert (first["id"], first["results"][0]["external_id"]) == (1, "f4")
    assert second == {"id": "b", "results": []}
    assert shown.err == "Line 2 was skipped: it is not JSON.\n"


def test_an_export_goes_to_stdout_or_into_the_file_named(imported: Path, own_settings: Path, capsys) -> None:
    assert run(["claims", "export", "--publisher", "Lindholm Desk"]) == 0
    shown = capsys.readouterr()
    reviews = json.loads(shown.out)["@graph"]
    assert [review["author"]["name"] for review in reviews] == ["Jo Berg", "Lindholm Desk"]
    assert shown.err.splitlines() == [
        "Skipped: 1 claim has no verdict.",
        "Marked as drafts: 1 without a published link or without a date.",
        "Missing in ClaimReview: url (1), datePublished (1), itemReviewed.author.name (2), "
        "itemReviewed.appearance (2), itemReviewed.datePublished (2), reviewRating.ratingValue (2), "
        "reviewRating.worstRating (2), reviewRating.bestRating (2). Use --check to see for which claims.",
    ]
    out = own_settings / "out.csv"
    assert run(["claims", "export", "--output", str(out), "--status", "open"]) == 0
    table = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [(row["id"], row["status"]) for row in table] == [("f4", "open")]
    assert capsys.readouterr().out == ""


def test_an_export_of_nothing_writes_nothing_and_leaves_an_older_file_alone(
    imported: Path, own_settings: Path, capsys
) -> None:
    out = own_settings / "out.md"
    out.write_text("older", encoding="utf-8")
    assert run(["claims", "export", "--output", str(out), "--text", "whales"]) == 3
    assert capsys.readouterr().err == "Nothing was exported: no claim matches the filters.\n"
    assert out.read_text("utf-8") == "older"
    assert run(["claims", "export", "--status", "open"]) == 3
    assert "ClaimReview needs a verdict, and 1 claim has none" in capsys.readouterr().err
    assert sorted(path.name for path in own_settings.iterdir()) == ["checks.csv", "data", "out.md"]
    assert run(["claims", "export", "--output", str(own_settings / "none" / "x.csv")]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_a_log_that_was_tampered_with_is_reported_with_the_bad_row(imported: Path, own_settings: Path, capsys) -> None:
    assert run(["claims", "verify-log"]) == 0
    assert capsys.readouterr().out == "The log of the newsroom's own desk, 3 rows: intact.\n"
    with sqlite3.connect(own_settings / "data" / "factdesk.db") as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE events SET action = 'declined' WHERE number = 2")
        for _, sql in triggers:  # a database without them would be refused at the start
            connection.execute(sql)
    connection.close()
    assert run(["claims", "verify-log"]) == 1
    assert "row 2 was changed" in capsys.readouterr().out


def test_a_log_is_compared_with_pasted_lines(imported: Path, own_settings: Path, monkeypatch, capsys) -> None:
    assert run(["claims", "log-head"]) == 0
    line = capsys.readouterr().out.strip()
    assert re.fullmatch(r"log of the newsroom's own desk: 3 events, head [0-9a-f]{64}", line)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"factdesk BOT Today\n> **{line}**\n"))
    assert run(["claims", "verify-log", "--witness", "-"]) == 0
    assert "1 witness line: up to row 3, the log is as it was then." in capsys.readouterr().out
    forged = line.replace("head ", "head 0")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{forged[:-1]}\n{line[:60]}"))
    assert run(["claims", "verify-log", "--witness", "-"]) == 1
    captured = capsys.readouterr()
    assert "row 3 has another head: the log was rewritten" in captured.out
    assert captured.err == "1 of 2 witness lines left out: fewer than 16 digits of a head prove nothing.\n"


@pytest.mark.parametrize(
    ("pasted", "error"),
    [
        ("Good morning!", "No line like “log: 1,204 events, head 7f3a…” was found."),
        ("log: 3 events, head 7f3a…", "Each line like “log: 1,204 events, head 7f3a…” has fewer than 16 digits"),
    ],
)
def test_a_witness_without_a_usable_line_is_an_error(
    imported: Path, tmp_path: Path, capsys, pasted: str, error: str
) -> None:
    (tmp_path / "pasted.txt").write_text(pasted, "utf-8")
    assert run(["claims", "verify-log", "--witness", str(tmp_path / "pasted.txt")]) == 1
    assert error in capsys.readouterr().err


def test_an_empty_desk_has_nothing_to_list_compare_export_or_verify(own_settings: Path, capsys) -> None:
    assert run(["claims", "list"]) == 3
    assert run(["claims", "similar", "ferry"]) == 3
    assert run(["claims", "export"]) == 3
    assert run(["claims", "verify-log"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_claims_of_another_guild_are_apart(imported: Path, checks: Path, capsys) -> None:
    assert run(["claims", "list", "--guild", "7"]) == 3
    assert run(["claims", "similar", "ferry", "--guild", "7"]) == 3
    assert run(["claims", "export", "--guild", "7"]) == 3
    assert run(["claims", "show", "1", "--guild", "7"]) == 1
    assert run(["claims", "import", str(checks), "--guild", "7"]) == 1
    assert "3 imported" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["similar"],
        ["similar", "a", "--queries", "f"],
        ["similar", "a", "--limit", "21"],
        ["import"],
        ["list", "--status", "nonsense"],
        ["export", "--format", "pdf"],
        ["show", "x"],
        ["nonsense"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys) -> None:
    assert run(["claims", *arguments]) == 2
    assert "Error: " in capsys.readouterr().err


def test_statistics_are_printed_as_words_and_as_json(imported: Path, capsys) -> None:
    assert run(["claims", "stats"]) == 0
    shown = capsys.readouterr().out
    assert "3 claims · " in shown
    assert "the verdict: no verdict yet." in shown, "imported verdicts took the desk no time"
    assert run(["claims", "stats", "--json"]) == 0
    [found] = lines(capsys.readouterr().out)
    assert (found["claims"], found["ruled"], found["median_hours_to_verdict"]) == (3, 0, None)
    assert found["by_age"]["older"] == 0


FULL = (
    "Assertion,Verdict,Link,Date,Claimed by,Claimed on,Appearances,Language,Rating value,Worst rating,Best rating\n"
    "The mill burnt.,False,https://desk.example/m,2025-05-03,Zoë Bergström,20 April 2025,"
    "https://x.com/z/1 https://web.archive.org/web/2025/https://x.com/z/1,sv,1,1,5\n"
)


@pytest.fixture
def full(own_settings: Path, capsys) -> Path:
    """A file with every field, imported."""
    path = own_settings / "full.csv"
    path.write_text(FULL, encoding="utf-8")
    assert run(["claims", "import", str(path), "--map", "claim=Assertion"]) == 0
    capsys.readouterr()
    return path


def test_who_made_a_claim_where_and_when_is_shown_and_filters_the_list(full: Path, checks: Path, capsys) -> None:
    run(["claims", "import", str(checks)])
    capsys.readouterr()
    assert run(["claims", "list", "--claimant", "BERG zoe", "--json"]) == 0
    (claim,) = lines(capsys.readouterr().out)
    assert (claim["claimant"], claim["claimed"], claim["language"]) == ("Zoë Bergström", "2025-04-20", "sv")
    assert claim["appearances"] == [
        {"url": "https://x.com/z/1", "archived": "https://web.archive.org/web/2025/https://x.com/z/1"}
    ]
    assert run(["claims", "list", "--claimant", "Volkova"]) == 3
    capsys.readouterr()
    assert run(["claims", "show", "1"]) == 0
    shown = capsys.readouterr().out
    assert "claimed by    Zoë Bergström\nclaimed on    2025-04-20\nappeared at   https://x.com/z/1 archived: " in shown
    assert "1. False (1 on a scale from 1 to 5)" in shown


def test_check_names_what_each_review_lacks_and_writes_nothing(full: Path, checks: Path, capsys) -> None:
    assert run(["claims", "export", "--check", "--publisher", "Desk"]) == 0
    assert capsys.readouterr() == ("", "1 checked, 0 without a required field.\n")
    run(["claims", "import", str(checks)])
    capsys.readouterr()
    assert run(["claims", "export", "--check", "--publisher", "Desk", "--rating", "True"]) == 1
    shown = capsys.readouterr()
    assert shown.out == (
        "#3: required: url, datePublished; recommended: itemReviewed.author.name, itemReviewed.appearance, "
        "itemReviewed.datePublished, reviewRating.ratingValue, reviewRating.worstRating, reviewRating.bestRating\n"
    )
    assert shown.err == "1 checked, 1 without a required field.\n"
    assert run(["claims", "export", "--check", "--status", "open"]) == 3


def test_another_verdict_is_told_and_corrects_with_the_option(full: Path, own_settings: Path, capsys) -> None:
    full.write_text(FULL.replace("False", "True"), encoding="utf-8")
    command = ["claims", "import", str(full), "--map", "claim=Assertion"]
    assert run(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        "0 imported, 1 already there, 0 skipped.",
        "Line 2: the verdict on #1 was not changed: the file changes it from “False” to “True”.",
        "Import the file again with --correct to make these changes corrections.",
    ]
    assert run([*command, "--correct"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "0 imported, 1 already there, 0 skipped. 1 corrected.",
        "Line 2: the verdict on #1 was corrected from “False” to “True”.",
    ]
    assert run(["claims", "verify-log"]) == 0


def test_no_control_character_of_a_file_reaches_the_terminal(own_settings: Path, capsys) -> None:
    path = own_settings / "c.csv"
    path.write_text("st\x1b[31mate,x\n1,2\n", encoding="utf-8")
    assert run(["claims", "import", str(path)]) == 1
    path.write_text('id,claim\n1\x1b[2J,It sank.\n1\x1b[2J,It burnt.\n"a\n', encoding="utf-8")
    assert run(["claims", "import", str(path)]) == 1
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out + shown.err
    assert "The id “1 [2J” has different claims, and all were kept: #1, #2." in shown.out


def test_publish_writes_a_site_and_says_what_it_did(imported: Path, own_settings: Path, capsys) -> None:
    folder = own_settings / "site"
    given = ["claims", "publish", str(folder), "--url", "https://checks.example", "--publisher", "The Lindholm Desk"]
    assert run(given) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"1 verdict in {folder}: ")
    assert shown.err == ""
    assert "https://checks.example/claims/1.html" in (folder / "feed.xml").read_text()
    assert "Jo Berg" in (folder / "claims/1.html").read_text()
    assert run([*given, "--verdicts", "all"]) == 0
    assert capsys.readouterr().out.startswith(f"2 verdicts in {folder}: ")
    assert run(["claims", "publish", str(folder)]) == 0
    shown = capsys.readouterr()
    assert shown.err == "Feeds and ClaimReview have relative links: name the site's address with --url.\n"
    (folder / "index.html").unlink()
    (folder / "index.html").mkdir()
    assert run(given) == 1
    assert f"{folder}/index.html can't be written" in capsys.readouterr().err


def test_publish_refuses_an_address_that_is_none(own_settings: Path, capsys) -> None:
    assert run(["claims", "publish", str(own_settings / "site"), "--url", "checks.example"]) == 78
    assert "FACTDESK_PUBLISH_URL is not valid: it is not the address of a site" in capsys.readouterr().err
