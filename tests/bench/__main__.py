"""`make bench`: every peer at every size, one after the other, each in a process of its own."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from tests.bench import archive, questions, report
from tests.bench.archive import Article
from tests.bench.peers import PEERS
from tests.bench.questions import Question
from tests.bench.report import Misspelt, ReportRow, Stall
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
    rows: list[ReportRow] = []
    slips: list[Misspelt] = []
    stalls: list[Stall] = []
    print(report.HEAD)
    for size in options.sizes:
        articles = _archive(place / f"{size}", size, source)
        for name in options.peers:
            if size > PEERS[name].largest:
                continue
            rows.append(_measured(name, articles, source, reuse=options.reuse))
            print(report.line(rows[-1]), flush=True)
            if name == "factdesk":
                slips += _misspelt(articles, source, rows[-1])
                stalls.append(Stall(rows[-1].passages, **_worker("loop", name, articles, source.questions)))
    report.write(options.page, rows, slips, stalls, source=source.told)
    print(f"Written: {options.page}", file=sys.stderr)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default="10k,100k,1M", help="passages, such as 10k,100k,1M")
    parser.add_argument("--peers", type=lambda text: text.split(","), default=list(PEERS), help=",".join(PEERS))
    parser.add_argument("--news", type=Path, default=_NEWS, help="folder of articles.jsonl and questions_dev.jsonl")
    parser.add_argument("--cache", type=Path, default=Settings().cache / "bench", help="where archives are kept")
    parser.add_argument("--page", type=Path, default=ROOT / "docs/benchmarks.md", help="the page to write")
    parser.add_argument("--reuse", action="store_true", help="don't build again what is built")
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


def _measured(name: str, articles: Path, source: Source, *, reuse: bool) -> ReportRow:
    kept = articles.parents[1] / f"{name}.json"
    if not (reuse and kept.exists()):
        _empty(articles.parents[1] / name)
        kept.write_text(json.dumps(_worker("build", name, articles, ())))
    built = json.loads(kept.read_text())
    told = _worker("ask", name, articles, source.questions)
    return ReportRow(
        peer=name,
        passages=built["passages"],
        build_seconds=built["seconds"],
        disk=built["disk"],
        memory=told["memory"],
        spent=tuple(told["milliseconds"]),
        score=_score(source.questions, told),
    )


def _misspelt(articles: Path, source: Source, whole: ReportRow) -> list[Misspelt]:
    """Return what it costs to mistype the questions' rarest words."""
    known, found = questions.rarity(source.articles), []
    for kind, (in_words, edits) in _SLIPS.items():
        asked = [questions.misspelt(question, known, in_words=in_words, edits=edits) for question in source.questions]
        told = _worker("ask", "factdesk", articles, asked)
        spent = sorted(told["milliseconds"])
        score = _score(source.questions, told)
        found.append(Misspelt(kind, whole.passages, whole.score, score, spent[int(0.95 * len(spent))]))
    return found


def _score(asked: Sequence[Question], told: Mapping[str, list[list[tuple[str, str]]]]) -> questions.Score:
    ranks = [questions.rank(question, found) for question, found in zip(asked, told["results"], strict=True)]
    return questions.score(ranks)


def _worker(what: str, name: str, articles: Path, asked: Sequence[Question]) -> dict:
    """Return what a process of its own measured."""
    command = [sys.executable, "-m", "tests.bench.worker", what, name, articles, articles.parents[1] / name]
    lines = "\n".join(json.dumps({"text": question.text}) for question in asked)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, input=lines, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{name} failed at {what}:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
        path.rmdir() if path.is_dir() else path.unlink()
    folder.mkdir(exist_ok=True)


if __name__ == "__main__":
    main(sys.argv[1:])
