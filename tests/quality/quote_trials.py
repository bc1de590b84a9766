"""Trials of the quote check: sentences of articles as they are, changed, spliced, and of articles that are not there.

    python -m tests.quality.quote_trials ../shared/eval/news/articles.jsonl --home /var/tmp/trials
    python -m tests.quality.quote_trials ARCHIVE/articles/articles.jsonl --home ARCHIVE/factdesk --bench
    python -m tests.quality.quote_trials ARCHIVE/articles/articles.jsonl --home ARCHIVE/factdesk --bench --as-written

The second runs over an archive of `make bench`, of which no article is held out. The third spares ten minutes at a
million passages: a copy has the sentence as it is written, not only its words. Every sentence is drawn with a fixed
seed. One that stands in several articles is right where all of them are listed or may be among those that are only
counted, the first published first; "counted" wants the number exact. A sentence of an article that was held out counts
where no article that is there has it word for word; where one has it nearly (a third of its runs of five words), it is
right as well to show that one. Of words that were dropped beside others that were changed, any pairing is right;
"as made" counts only the one made.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

import click

from bot.app import App, open_app
from bot.cli.service.garbage import freeze_current_objects
from bot.corpus.sentences import sentences
from bot.model.spans import Span
from bot.quotecheck import tokens
from bot.quotecheck.model import MatchLevel, QuoteCheckResult
from bot.settings import Settings
from tests.bench.peers import settings

SEED = 20261122
HELD_OUT = 16  # one article in so many
_SHORTEST = 8  # words
_RUN = 5  # words
_NEAR = 1 / 3
_PARAGRAPH = re.compile(r"[^\n]{40,}")
Article = dict[str, str]


@dataclass(frozen=True)
class Trial:
    """A typed text and what it is made of: where it stands in which articles, and the words changed in it."""

    typed: str
    places: tuple[tuple[str, Span], ...]
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Tally:
    """How many of the trials of one kind went right in each respect, the CPU time of each, and what went wrong."""

    right: Counter[str] = field(default_factory=Counter)
    trials: int = 0
    cpu_ms: list[float] = field(default_factory=list)
    wrong: list[tuple[str, Trial, QuoteCheckResult]] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        return {name: count / self.trials for name, count in self.right.items()}


def split(articles: Sequence[Article]) -> tuple[list[Article], list[Article]]:
    """Return the articles to index, and those that are held out."""
    return [a for n, a in enumerate(articles) if n % HELD_OUT], articles[::HELD_OUT]


def drawn(articles: Sequence[Article], random: Random) -> Iterator[tuple[Article, Span]]:
    """Yield one or two neighbouring sentences of one article after the other."""
    while True:
        article = random.choice(articles)
        text = article["text"]
        paragraphs = [Span(*match.span()) for match in _PARAGRAPH.finditer(text)]
        if not paragraphs:
            continue
        found = sentences(text, random.choice(paragraphs))
        first = random.randrange(len(found))
        last = min(first + random.randrange(2), len(found) - 1)
        span = Span(found[first].start, found[last].end)
        if len(tokens.read(span.of(text))) >= _SHORTEST:
            yield article, span


def verbatim(articles: Sequence[Article], random: Random) -> Iterator[Trial]:
    for article, span in drawn(articles, random):
        yield Trial(span.of(article["text"]), ((article["id"], span),))


def altered(articles: Sequence[Article], random: Random) -> Iterator[Trial]:
    """Yield sentences with one to three of their inner words changed, dropped or added to."""
    others = sorted({word for article in articles[:300] for word in article["text"].split() if word.isalpha()})
    for article, span in drawn(articles, random):
        read = tokens.read(span.of(article["text"]))
        pieces: list[str] = []
        changes = []
        places = set(random.sample(range(1, len(read) - 1), random.randint(1, 3)))
        at = 0
        for number, (start, end) in enumerate(read.spans):
            word, other = read.text[start:end], random.choice(others)
            pieces.append(read.text[at:start])
            at = end
            op = random.choice(["replace", "insert", "delete"]) if number in places else ""
            if op == "insert":
                pieces.append(f"{other} {word}")
            else:
                pieces.append({"replace": other, "delete": ""}.get(op, word))
            if op:
                changes.append((op, "" if op == "insert" else word, "" if op == "delete" else other))
        yield Trial("".join([*pieces, read.text[at:]]), ((article["id"], span),), tuple(changes))


def spliced(articles: Sequence[Article], random: Random) -> Iterator[Trial]:
    """Yield the first half of one article's sentence with the second half of another's."""
    both = drawn(articles, random)
    for (one, before), (other, after) in zip(both, both, strict=False):
        head, tail = tokens.read(before.of(one["text"])), tokens.read(after.of(other["text"]))
        cut, start = head.spans[len(head) // 2][1], tail.spans[len(tail) // 2][0]
        if one is not other and min(len(head), len(tail)) >= 2 * _SHORTEST:
            places = ((one["id"], before), (other["id"], after))
            yield Trial(f"{head.text[:cut]} {tail.text[start:]}", places)


async def timed(app: App, text: str) -> tuple[QuoteCheckResult, float]:
    """Return a check, who says it aside, and the CPU time of the whole process that it took, in milliseconds."""
    before = time.process_time()
    check = await app.quote_checks.find_matches(text)
    return check, (time.process_time() - before) * 1000


async def cpu_ms(app: App, articles: Sequence[Article], count: int) -> list[float]:
    """Return the CPU times of `count` checks of sentences of these articles, every other one altered."""
    both = zip(verbatim(articles, Random(SEED)), altered(articles, Random(SEED + 1)), strict=False)
    texts = islice((trial.typed for pair in both for trial in pair), count)
    return [(await timed(app, text))[1] for text in texts]


async def run(
    app: App, trials: Iterable[Trial], count: int, judged: Callable[[Trial, QuoteCheckResult], dict[str, bool]]
) -> Tally:
    """Return what `count` of the trials came to, as `judged` sees it."""
    tally = Tally()
    for trial, _ in zip(trials, range(count), strict=False):
        check, spent = await timed(app, trial.typed)
        tally.cpu_ms.append(spent)
        tally.trials += 1
        for name, right in judged(trial, check).items():
            tally.right[name] += right
            if not right:
                tally.wrong.append((name, trial, check))
    return tally


class QuoteJudge:
    """Tells whether a check is right, knowing all articles that are indexed."""

    def __init__(self, articles: Sequence[Article], compared: Callable[[str], bytes]) -> None:
        """Read every article once, so that all copies of a sentence are known; `compared` is what a copy shares."""
        self._articles = {article["id"]: article for article in articles}
        self._compared = compared
        self._texts = {id_: compared(article["text"]) for id_, article in self._articles.items()}
        self._near_copies: set[str] = set()

    def verbatim(self, trial: Trial, check: QuoteCheckResult) -> dict[str, bool]:
        ((id_, span),) = trial.places
        found = [match for match in check.matches if match.finding.document.name == id_]
        article = self._articles[id_]
        reference = check.matches[0].finding.document if check.matches else None
        copies = self.copies(trial.typed)
        listed = {match.finding.document.name for match in check.matches}
        is_counted = not found and bool(check.not_compared)
        first = min((self._articles[copy].get("published") or "9" for copy in copies), default="")
        return {
            "article": check.level is MatchLevel.VERBATIM and (bool(found) or is_counted),
            "offsets": any(match.location.span == span for match in found) or is_counted,
            "outlet and date": is_counted
            or any(
                (match.finding.document.outlet, (match.finding.document.published or "")[:10])
                == (article.get("outlet"), (article.get("published") or "")[:10])
                for match in found
            ),
            "all places": listed <= copies and len(copies) <= len(listed) + check.not_compared,
            "counted": listed <= copies and len(copies) == len(listed) + check.not_compared,
            "first one first": reference is not None and (reference.published or "9")[:10] == first[:10],
        }

    def altered(self, trial: Trial, check: QuoteCheckResult) -> dict[str, bool]:
        ((id_, span),) = trial.places
        same = self.copies(span.of(self._articles[id_]["text"]))
        best = check.matches[0] if check.matches else None
        told = (
            [(c.op.value, tokens.match_key(c.original), tokens.match_key(c.typed)) for c in best.location.changes]
            if best
            else []
        )
        made = [(op, tokens.match_key(original), tokens.match_key(typed)) for op, original, typed in trial.changes]
        gone, added = ([sorted(filter(None, (c[side] for c in each))) for each in (told, made)] for side in (1, 2))
        return {
            "article": best is not None and best.finding.document.name in same,
            "level": check.level is MatchLevel.ALTERED,
            "changes": gone[0] == gone[1] and added[0] == added[1],
            "changes as made": sorted(told) == sorted(made),
        }

    def held_out(self, trial: Trial, check: QuoteCheckResult) -> dict[str, bool]:
        missed = check.level is MatchLevel.NOT_FOUND
        return {"not found": missed, "not found, or a near copy": missed or trial.typed in self._near_copies}

    def spliced(self, trial: Trial, check: QuoteCheckResult) -> dict[str, bool]:
        found = {match.finding.document.name for match in check.matches}
        return {
            "level": check.level is MatchLevel.SPLICED,
            "both articles": {id_ for id_, _ in trial.places} <= found,
        }

    def copies(self, text: str) -> set[str]:
        """Return the ids of all articles that have this text."""
        wanted = self._compared(text)
        return {id_ for id_, article_text in self._texts.items() if wanted in article_text}

    def absent(self, trials: Iterable[Trial], count: int) -> list[Trial]:
        """Return the first trials whose words no indexed article has, having noted which of them one has nearly."""
        found = list(islice((trial for trial in trials if not self.copies(trial.typed)), count))
        owners: dict[tuple[str, ...], list[str]] = {}
        for trial in found:
            for run in _runs(tokens.read(trial.typed).keys):
                owners.setdefault(run, []).append(trial.typed)
        for article in self._articles.values():
            runs = _runs(tokens.read(article["text"]).keys)
            shared = Counter(typed for run in runs & owners.keys() for typed in owners[run])
            self._near_copies |= {
                typed for typed, held in shared.items() if held >= _NEAR * len(_runs(tokens.read(typed).keys))
            }
        return found


def words_alone(text: str) -> bytes:
    """Return a text without case, punctuation and spacing."""
    return tokens.read(text).compact.encode()


def as_written(text: str) -> bytes:
    """Return a text with single blanks."""
    return " ".join(text.split()).encode()


def _runs(keys: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(keys[start:] for start in range(_RUN)), strict=False))


async def measure(
    app: App,
    indexed: Sequence[Article],
    held: Sequence[Article],
    count: int,
    compared: Callable[[str], bytes] = words_alone,
) -> dict[str, Tally]:
    """Return the tallies of all kinds, `count` trials of each."""
    judge = QuoteJudge(indexed, compared)
    kinds: dict[str, tuple[Iterable[Trial], Callable[[Trial, QuoteCheckResult], dict[str, bool]]]] = {
        "verbatim": (verbatim(indexed, Random(SEED)), judge.verbatim),
        "altered": (altered(indexed, Random(SEED + 1)), judge.altered),
        "spliced": (spliced(indexed, Random(SEED + 3)), judge.spliced),
    }
    if held:
        kinds["held out"] = judge.absent(verbatim(held, Random(SEED + 2)), count), judge.held_out
    return {kind: await run(app, trials, count, judged) for kind, (trials, judged) in kinds.items()}


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def load(path: Path) -> list[Article]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


async def trials_over(articles: Sequence[Article], home: Path, count: int) -> tuple[int, dict[str, Tally]]:
    """Index the articles in `home`, unless they are, and return how many passages that makes, and the tallies."""
    indexed, held = split(articles)
    folder = home / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "articles.jsonl"
    text = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in indexed)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    private = Settings(_env_file=None, data=home / "data", cache=home / "cache", corpus=(folder,))
    async with open_app(private) as app:
        await app.sync()
        return await asyncio.to_thread(app.index.passages), await measure(app, indexed, held, count)


async def trials_over_archive(
    path: Path, data: Path, count: int, compared: Callable[[str], bytes]
) -> tuple[int, dict[str, Tally]]:
    """Return the passages of an archive of `make bench` that is indexed in `data`, and the tallies."""
    async with open_app(settings(path, data)) as app:
        articles = load(path)
        await timed(app, "the first check builds what all need")
        freeze_current_objects()  # as the bot does; else each collection looks through all of the articles
        return await asyncio.to_thread(app.index.passages), await measure(app, articles, (), count, compared)


@click.command()
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--home", type=click.Path(path_type=Path), required=True, help="A folder for the index.")
@click.option("--count", default=200, show_default=True, help="How many trials of each kind.")
@click.option("--bench", is_flag=True, help="ARTICLES is an archive of `make bench`, and --home its index.")
@click.option(
    "--as-written", "written", is_flag=True, help="With --bench: count copies by the sentence as it is written."
)
@click.option("--wrong", is_flag=True, help="Show what went wrong.")
def main(articles: Path, home: Path, count: int, *, bench: bool, written: bool, wrong: bool) -> None:
    """Print what the quote check gets right over ARTICLES, and its CPU time."""
    compared = as_written if written else words_alone
    trials = trials_over_archive(articles, home, count, compared) if bench else trials_over(load(articles), home, count)
    passages, tallies = asyncio.run(trials)
    print(f"{passages:,} passages")
    for kind, tally in tallies.items():
        shares = ", ".join(f"{name} {share:.1%}" for name, share in tally.shares().items())
        times = ", ".join(f"p{share * 100:.0f} {percentile(tally.cpu_ms, share):.1f}" for share in (0.5, 0.95, 0.99))
        print(f"{kind:9} {tally.trials} trials: {shares}; CPU ms {times}")
        for name, trial, check in tally.wrong if wrong else ():
            print(f"  {name}: {trial.typed!r}\n    {trial.changes}\n    {check.level}")
            for match in check.matches[:3]:
                told = [(c.op.value, c.original, c.typed) for c in match.location.changes]
                title, similarity = match.finding.document.name, match.location.similarity
                print(f"    {title} {similarity} {match.finding.quote.text!r} {told}")


if __name__ == "__main__":
    main()
