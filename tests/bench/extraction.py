"""Text and metadata of web pages against public evaluation sets, beside trafilatura's default.

`python -m tests.bench.extraction --trafilatura DIR --scrapinghub DIR --readability DIR --fundus DIR` takes any of
these folders:

- `tests` of https://github.com/adbar/trafilatura (substrings that a text must and must not hold),
- the whole of https://github.com/scrapinghub/article-extraction-benchmark (shingles of four words),
- `test/test-pages` of https://github.com/mozilla/readability (words of the expected text),
- the whole of https://github.com/flairNLP/fundus (words of the expected text; title, outlet and date).

None of the pages are kept here. `--half a` and `--half b` take the sites apart by a hash of their name: look at misses
in one half, and check on the other.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import statistics
import sys
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path
from urllib.parse import urlsplit

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4  # words
_CONTAINED = 3  # letters of a name within another: "NDR" in "ndr.de"
_SHOWN = 40  # misses of one kind


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """One page of an evaluation set, and what is right about it.

    `withs` and `withouts` are trafilatura's substrings. `published` is a day in ISO 8601.
    """

    collection: str
    name: str
    site: str
    path: Path
    text: str = ""
    withs: tuple[str, ...] = ()
    withouts: tuple[str, ...] = ()
    title: str | None = None
    outlets: tuple[str, ...] = ()
    published: str | None = None

    def half(self) -> str:
        return "ab"[hashlib.sha256(self.site.encode()).digest()[0] % 2]

    def data(self) -> bytes:
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What our reader and trafilatura's default made of one page.

    `text` leaves out boilerplate, and the title that our reader sets over a body that lacks it. A title that
    trafilatura finds in the body stays in both texts.
    """

    text: str = ""
    full_text: str = ""
    default_text: str = ""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    reason: str | None = None
    read_in_part: bool = False


@dataclass(slots=True)
class ExtractionTally:
    """Counts of true positives, false positives and false negatives, or their shares a page."""

    pages: list[tuple[float, float, float]] = field(default_factory=list)

    def summed(self) -> float:
        """Return F1 over the sums: trafilatura's measure."""
        tp, fp, fn = (sum(column) for column in zip(*self.pages, strict=True))
        return 2 * tp / (2 * tp + fp + fn) if tp else 0.0

    def averaged(self) -> float:
        """Return F1 of mean precision and mean recall: scrapinghub's measure."""
        precision = statistics.mean(_share(tp, fp) for tp, fp, _ in self.pages if tp + fp > 0)
        recall = statistics.mean(_share(tp, fn) for tp, _, fn in self.pages if tp + fn > 0)
        return 2 * precision * recall / (precision + recall)

    def per_page(self) -> float:
        """Return the mean of the pages' F1."""
        return statistics.mean(2 * tp / (2 * tp + fp + fn) if tp else 0.0 for tp, fp, fn in self.pages)


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    for name, load in COLLECTIONS.items():
        folder: Path | None = getattr(options, name)
        if folder is None:
            continue
        pages = [page for page in load(folder) if options.half in (None, page.half())]
        if not pages:
            sys.exit(f"No page of {name} is in {folder}. --help says which folder is meant.")
        with Pool(options.processes) as pool:
            results = pool.map(_read, pages, chunksize=4)
        _report(name, pages, results)
        if options.misses:
            _print_misses(name, pages, results)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extraction", description=__doc__)
    for name in COLLECTIONS:
        parser.add_argument(f"--{name}", type=Path, metavar="DIR")
    parser.add_argument("--half", choices=("a", "b"))
    parser.add_argument("--misses", action="store_true", help="list what is wrong, the worst first")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args(arguments)


# ---- the sets


def _trafilatura(folder: Path) -> Iterator[ExpectedPage]:
    for url, item in json.loads((folder / "evaldata.json").read_text("utf-8")).items():
        places = [folder / below / item["file"] for below in ("cache", "eval")]
        path = next((place for place in places if place.is_file()), None)
        if path is not None:
            yield ExpectedPage(
                "trafilatura", url, _site(url), path, withs=tuple(item["with"]), withouts=tuple(item["without"])
            )


def _scrapinghub(folder: Path) -> Iterator[ExpectedPage]:
    for name, item in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        path = folder / "html" / f"{name}.html.gz"
        if path.is_file():
            yield ExpectedPage("scrapinghub", item["url"], _site(item["url"]), path, text=item["articleBody"])


def _readability(folder: Path) -> Iterator[ExpectedPage]:
    from trafilatura.baseline import html2txt

    for page in sorted(folder.iterdir()):
        expected = page / "expected.html"
        if expected.is_file() and (page / "source.html").is_file():
            text = html2txt(f"<html><body>{expected.read_text('utf-8')}</body></html>", clean=False)
            yield ExpectedPage("readability", page.name, page.name.rstrip("-0123456789"), page / "source.html", text)


def _fundus(folder: Path) -> Iterator[ExpectedPage]:
    data = folder / "tests/resources/parser/test_data"
    for country in sorted(path for path in data.iterdir() if path.is_dir()):
        names = _publishers(folder / "src/fundus/publishers" / country.name / "__init__.py")
        for expected in sorted(country.glob("*.json")):
            versions = list(json.loads(expected.read_text("utf-8")).values())
            pages = sorted(country.glob(f"{expected.stem}_2*.html.gz"))
            for path in pages:
                version = _closest(path, versions) if len(versions) > 1 else versions[0]
                published = str(version.get("publishing_date") or "")
                yield ExpectedPage(
                    "fundus",
                    path.name,
                    f"{country.name}/{expected.stem}",
                    path,
                    text="\n".join(_strings(version.get("body") or {})),
                    title=version.get("title"),
                    outlets=names.get(expected.stem, (expected.stem,)),
                    published=published[:10] or None,
                )


def _closest(path: Path, versions: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    """Return the version of the expected values whose text stands in the page: one a publisher's layout."""
    words = set(_TOKEN.findall(gzip.decompress(path.read_bytes()).decode("utf-8", "replace")))

    def held(version: Mapping[str, object]) -> float:
        expected = set(_TOKEN.findall(" ".join(_strings(version.get("body") or {}))))
        return len(expected & words) / max(len(expected), 1)

    return max(versions, key=held)


def _publishers(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the name and the domain of each publisher of a country by its key."""
    source = path.read_text("utf-8") if path.is_file() else ""
    found = {}
    for match in re.finditer(r"(\w+) = Publisher\(\s*name=([\"'])(.+?)\2,\s*domain=[\"']([^\"']+)", source):
        found[match[1]] = (match[3], _site(match[4]))
    return found


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _strings(inner)


COLLECTIONS: dict[str, Callable[[Path], Iterator[ExpectedPage]]] = {
    "trafilatura": _trafilatura,
    "scrapinghub": _scrapinghub,
    "readability": _readability,
    "fundus": _fundus,
}


def _site(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


# ---- reading


def _read(page: ExpectedPage) -> ReadPage:
    import trafilatura

    from bot.corpus.readers import Unreadable, read
    from bot.model.documents import BlockKind

    warnings.simplefilter("ignore")
    data = page.data()
    default = trafilatura.extract(data, include_comments=False, include_tables=True) or ""
    document = read(data, folder="bench", path="page.html")[0]
    if isinstance(document, Unreadable):
        return ReadPage(default_text=default, reason=document.reason)
    reference = document.reference
    quotable = [block.span.of(document.text) for block in document.blocks if block.kind is not BlockKind.BOILERPLATE]
    if quotable and quotable[0] == reference.title and quotable[0] not in default.split("\n"):
        del quotable[0]
    return ReadPage(
        "\n".join(quotable),
        document.text,
        default,
        reference.title,
        reference.outlet,
        reference.published,
        read_in_part=getattr(reference, "read_in_part", False),
    )


# ---- measures


def _report(name: str, pages: Sequence[ExpectedPage], results: Sequence[ReadPage]) -> None:
    ours, full, default = (
        ExtractionTally([counts(page, text(result)) for page, result in zip(pages, results, strict=True)])
        for text in (lambda r: r.text, lambda r: r.full_text, lambda r: r.default_text)
    )
    for measure in (
        (ExtractionTally.summed, ExtractionTally.averaged)
        if name == "trafilatura"
        else (ExtractionTally.averaged, ExtractionTally.per_page)
    ):
        print(
            f"{name:<12} {len(pages):>4} pages  {measure.__name__:<9} ours {measure(ours):.4f}"
            f"  with boilerplate {measure(full):.4f}  trafilatura {measure(default):.4f}"
        )
    unread = sum(result.reason is not None for result in results)
    partial = sum(result.read_in_part for result in results)
    print(f"{name:<12} {unread} unread, {partial} marked as read in part")
    if name == "fundus":
        for what, right in METADATA.items():
            known = [(page, result) for page, result in zip(pages, results, strict=True) if _wanted(page, what)]
            print(f"{name:<12} {what:<9} right {sum(right(*pair) for pair in known)} of {len(known)}")
    sys.stdout.flush()


def counts(page: ExpectedPage, text: str) -> tuple[float, float, float]:
    """Return true positives, false positives and false negatives of a page's text."""
    if page.collection == "trafilatura":
        flat = _flat(text)
        found = sum(_flat(chunk) in flat for chunk in page.withs)
        return found, sum(_flat(chunk) in flat for chunk in page.withouts), len(page.withs) - found
    size = _SHINGLE if page.collection == "scrapinghub" else 1
    expected, actual = shingles(page.text, size), shingles(text, size)
    shared = (expected & actual).total()
    summed = (expected | actual).total() or 1
    return shared / summed, (actual.total() - shared) / summed, (expected.total() - shared) / summed


def shingles(text: str, size: int) -> Counter[tuple[str, ...]]:
    """Count the runs of `size` words in a text."""
    words = _TOKEN.findall(text)
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)) if words)


def is_title_right(page: ExpectedPage, result: ReadPage) -> bool:
    return page.title is not None and _flat(page.title) == _flat(result.title or "")


def is_outlet_right(page: ExpectedPage, result: ReadPage) -> bool:
    """Return whether the outlet is the publisher's name or bears that of its domain, spelling aside.

    A name in another script ("朝日新聞" for "Asahi Shimbun") can't be compared and counts as wrong.
    """
    outlet = _letters(result.outlet or "")
    for name in page.outlets:
        expected = _letters(name)
        shorter, longer = sorted((outlet, expected), key=len)
        if outlet == expected or (len(shorter) >= _CONTAINED and shorter in longer):
            return True
        labels = [label for label in name.split(".")[:-1] if "." in name]
        if any(len(letters := _letters(label)) >= _CONTAINED and letters in outlet for label in labels):
            return True
    return False


def is_date_right(page: ExpectedPage, result: ReadPage) -> bool:
    return page.published == (result.published or "")[:10]


METADATA: dict[str, Callable[[ExpectedPage, ReadPage], bool]] = {
    "date": is_date_right,
    "title": is_title_right,
    "outlet": is_outlet_right,
}


def _wanted(page: ExpectedPage, what: str) -> object:
    return {"date": page.published, "title": page.title, "outlet": page.outlets}[what]


def _share(right: float, wrong: float) -> float:
    return right / (right + wrong) if right else 0.0


def _flat(text: str) -> str:
    return " ".join(text.split())


def _letters(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if letter.isalnum())


# ---- misses


def _print_misses(name: str, pages: Sequence[ExpectedPage], results: Sequence[ReadPage]) -> None:
    scored = []
    for page, result in zip(pages, results, strict=True):
        f1s = [ExtractionTally([counts(page, text)]).per_page() for text in (result.text, result.default_text)]
        scored.append((f1s[0] - f1s[1], *f1s, page, result))
    print(f"-- {name}: text, worst against trafilatura first")
    for _, ours, default, page, result in sorted(scored, key=lambda row: row[0])[:_SHOWN]:
        print(
            f"{ours:.3f} {default:.3f} {len(result.text)}/{len(result.default_text)} {page.name} {result.reason or ''}"
        )
        if page.collection == "trafilatura":
            print("      missing", [chunk for chunk in page.withs if _flat(chunk) not in _flat(result.text)])
            print("      extra  ", [chunk for chunk in page.withouts if _flat(chunk) in _flat(result.text)])
    if name == "fundus":
        for what, right in METADATA.items():
            print(f"-- {name}: {what}")
            for page, result in zip(pages, results, strict=True):
                if _wanted(page, what) and not right(page, result):
                    got = {"date": result.published, "title": result.title, "outlet": result.outlet}[what]
                    print(f"{page.name}: {_wanted(page, what)!r} got {got!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
