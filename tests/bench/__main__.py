"""`make bench`: every peer at every size, one after the other, each in a process of its own."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from tests.bench import archive, questions, regressions
from tests.bench.archive import Article
from tests.bench.journal import BenchJournal
from tests.bench.peers import BARE, PEERS
from tests.bench.questions import Question
from tests.bench.regressions import RELEASED, paired
from tests.bench.report import HEAD, BenchReport, Misspelt, OtherPaths, ReportRow, Stall, line, quantile, write
from tests.conftest import ROOT, SHARED

_NEWS = SHARED / "eval/news"
_SLIPS = {
    "one, in the rarest word": (1, 1),
    "one in each of the two rarest": (2, 1),
    "two, in the rarest word": (1, 2),
}


@dataclass(frozen=True, slots=True)
class Source:
    """What is measured on: articles, and questions that some of them answer."""

    told: str
    articles: Sequence[Article]
    questions: Sequence[Question]

    def kept(self) -> set[str]:
        return {document for question in self.questions for document in question.documents}

    def digest(self) -> str:
        told = json.dumps([archive.MAKING, archive.SEED, sorted(self.kept()), list(self.articles)])
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    source = _source(options.news)
    place = options.cache / source.digest()
    journal = BenchJournal(place / "unfinished.json", _code_digest())
    if options.check or options.release:
        archives = [_archive(place / f"{size}", size, source) for size in options.sizes]
        regressions.run(archives, source.questions, options.released, journal, write=options.release)
        return
    report = BenchReport(source.told)
    print(HEAD)
    for size in options.sizes:
        _measure_size(report, _archive(place / f"{size}", size, source), source, options, journal)
    write(options.page, report)
    journal.finish()
    print(f"Written: {options.page}", file=sys.stderr)


def _measure_size(
    report: BenchReport, articles: Path, source: Source, options: argparse.Namespace, journal: BenchJournal
) -> None:
    size = int(articles.parents[1].name)
    for name in options.peers:
        if size <= PEERS[name].largest:
            report.rows.append(_measured(name, articles, source, journal, reuse=options.reuse))
            print(line(report.rows[-1]), flush=True)
    whole = {row.peer: row for row in report.rows if row.passages == report.rows[-1].passages}
    if "factdesk" not in whole:
        return
    passages = whole["factdesk"].passages
    if BARE in whole:
        report.pairs.append(paired(passages, journal.run("pair", "factdesk", articles, source.questions)))
    report.slips += _misspelt(articles, source, whole["factdesk"], journal)
    report.stalls.append(Stall(passages, **journal.run("loop", "factdesk", articles, source.questions)))
    report.paths.append(OtherPaths(passages, **journal.run("paths", "factdesk", articles, source.questions)))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default="10k,100k,1M", help="passages, such as 10k,100k,1M")
    parser.add_argument("--peers", type=lambda text: text.split(","), default=list(PEERS), help=",".join(PEERS))
    parser.add_argument("--news", type=Path, default=_NEWS, help="folder of articles.jsonl and questions_dev.jsonl")
    parser.add_argument("--cache", type=Path, default=Settings().cache / "bench", help="where archives are kept")
    parser.add_argument("--page", type=Path, default=ROOT / "docs/benchmarks.md", help="the page to write")
    parser.add_argument("--reuse", action="store_true", help="don't build again what is built")
    parser.add_argument("--check", action="store_true", help="fail where search is a quarter slower than released")
    parser.add_argument("--release", action="store_true", help="make what is measured now the table to check against")
    parser.add_argument("--released", type=Path, default=RELEASED, help="the table to check against")
    return parser.parse_args(arguments)


def _sizes(text: str) -> list[int]:
    units = {"k": 1_000, "M": 1_000_000}
    return [int(size.rstrip("kM")) * units.get(size[-1], 1) for size in text.split(",")]


def _source(news: Path) -> Source:
    if (news / "articles.jsonl").is_file():
        articles = archive.from_jsonl(news / "articles.jsonl")
        asked = questions.from_jsonl(news / "questions_dev.jsonl")
        told = f"{len(articles):,} news articles recombined with a fixed seed, and {len(asked)} questions about them"
        return Source(told, articles, asked)
    asked = questions.from_jsonl(Path(__file__).parent / "seed_questions.jsonl")
    return Source("the sample articles recombined with a fixed seed", archive.from_folder(ROOT / "seeds"), asked)


def _archive(folder: Path, size: int, source: Source) -> Path:
    """Return the archive of one size, made unless it is there. It stands alone, as factdesk reads whole folders."""
    path = folder / "articles" / "articles.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        archive.write(path, size, source.articles, source.kept())
    return path


def _measured(name: str, articles: Path, source: Source, journal: BenchJournal, *, reuse: bool) -> ReportRow:
    kept = articles.parents[1] / f"{name}.json"
    if not (reuse and kept.exists()):
        kept.write_text(json.dumps(journal.run("build", name, articles, ())))
    built = json.loads(kept.read_text())
    told = journal.run("ask", name, articles, source.questions)
    return ReportRow(
        peer=name,
        passages=built["passages"],
        build_seconds=built["seconds"],
        disk=built["disk"],
        memory=told["memory"],
        first=tuple(told["first"]),
        spent=tuple(told["milliseconds"]),
        score=_score(source.questions, told),
    )


def _misspelt(articles: Path, source: Source, whole: ReportRow, journal: BenchJournal) -> list[Misspelt]:
    """Return what it costs to mistype the questions' rarest words."""
    known, found = questions.rarity(source.articles), []
    for kind, (in_words, edits) in _SLIPS.items():
        asked = [questions.misspelt(question, known, in_words=in_words, edits=edits) for question in source.questions]
        told = journal.run("ask", "factdesk", articles, asked)
        score = _score(source.questions, told)
        found.append(Misspelt(kind, whole.passages, whole.score, score, quantile(told["milliseconds"], 0.95)))
    return found


def _score(asked: Sequence[Question], told: Mapping[str, list[list[tuple[str, str]]]]) -> questions.Score:
    ranks = [questions.rank(question, found) for question, found in zip(asked, told["results"], strict=True)]
    return questions.score(ranks)


def _code_digest() -> str:
    """Return a hash of all code that a measurement runs: what other code measured is not taken over."""
    told = hashlib.sha256()
    for folder in ("bot", "tests/bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            told.update(path.read_bytes())
    return told.hexdigest()[:12]


if __name__ == "__main__":
    main(sys.argv[1:])
