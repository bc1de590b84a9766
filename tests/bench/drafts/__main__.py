"""Measure the draft check on drafts made of articles: `python -m tests.bench.drafts -h`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.app import open_app
from bot.attribution.syntax import parser
from bot.corpus import readers
from bot.errors import UserError
from bot.model.documents import Document
from bot.settings import Settings, load_settings
from tests.bench.drafts.files import read_drafts, write_drafts
from tests.bench.drafts.generate import make_drafts
from tests.bench.drafts.model import TrialDraft
from tests.bench.drafts.report import json_report, miss_lines, text_lines
from tests.bench.drafts.run import Cost, check_draft, measure_cold, measure_cost
from tests.bench.drafts.scoring import DraftScore
from tests.conftest import SHARED


def main() -> int:
    """Make or read the drafts, check them, and print the report; 1 if a figure that is asked for is missed."""
    arguments = _arguments()
    settings = load_settings()
    drafts = (
        read_drafts(arguments.read)[: arguments.drafts] if arguments.read else _made(arguments, settings.spacy_model)
    )
    if arguments.write:
        try:
            write_drafts(drafts, arguments.write)
        except UserError as error:
            print(error.message, file=sys.stderr)
            return 2
    if arguments.only_make:
        return 0
    score, costs = asyncio.run(_run(settings, arguments.corpus, drafts))
    if arguments.json:
        print(json.dumps(json_report(score, costs), ensure_ascii=False))
    else:
        print("\n".join(text_lines(score, costs)))
    if arguments.misses:
        print("\n".join(miss_lines(score.misses())))
    return 0 if all(figure.holds(figure.share) for figure in score.figures()) else 1


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, default=SHARED / "eval" / "news", help="folder with articles.jsonl")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--half", choices=["a", "b", "all"], default="a", help="articles, halved by a hash of the id")
    options.add_argument("--drafts", type=int, default=100, help="how many; of those read, the first ones")
    options.add_argument("--write", type=Path, metavar="DIR", help="keep the drafts here, outside of the repository")
    options.add_argument("--read", type=Path, metavar="DIR", help="take the drafts that --write kept")
    options.add_argument("--only-make", action="store_true", help="make the drafts, check nothing")
    options.add_argument("--misses", action="store_true", help="list what went wrong")
    options.add_argument("--json", action="store_true")
    return options.parse_args()


def _made(arguments: argparse.Namespace, model: str) -> list[TrialDraft]:
    documents = _documents(arguments.corpus)
    return make_drafts(documents, parser.load(model), arguments.seed, arguments.drafts, arguments.half)


def _documents(folder: Path) -> Sequence[Document]:
    found = readers.read((folder / "articles.jsonl").read_bytes(), folder=str(folder), path="articles.jsonl")
    return [document for document in found if isinstance(document, Document)]


async def _run(settings: Settings, corpus: Path, drafts: Sequence[TrialDraft]) -> tuple[DraftScore, list[Cost]]:
    score = DraftScore()
    async with open_app(settings, corpus=[corpus]) as app:
        await app.sync()
        cold = await measure_cold(app, drafts)
        for number, draft in enumerate(drafts, start=1):
            score.add(draft, await check_draft(app, draft))
            print(f"\r{number} of {len(drafts)}", end="", file=sys.stderr)
        print(file=sys.stderr)
        return score, [*cold, *await measure_cost(app, drafts)]


if __name__ == "__main__":
    sys.exit(main())
