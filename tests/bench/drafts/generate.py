"""Build drafts of 8 to 12 sentences from statements of different articles, a known part of them altered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from bot.draftcheck.model import ItemKind, ItemLevel
from bot.model.attribution import SourceKind
from bot.model.documents import Document
from bot.model.spans import Span
from tests.bench.drafts.alterations import misspelt, negated, other_number, other_source, other_title, swapped_roles
from tests.bench.drafts.invented import invented_quotations
from tests.bench.drafts.model import Change, GoldSentence, SourcedStatement, TrialDraft
from tests.bench.drafts.sources import half_of, statements
from tests.bench.drafts.subjects import SubjectPair, subject_pairs
from tests.bench.drafts.wording import Wording, as_written, other_form, said_before, with_lower_case_start

if TYPE_CHECKING:
    from spacy.language import Language

FEWEST, MOST = 8, 12  # sentences of a draft
_ALTERED = 0.5  # of all sentences
_SPARE = 1.3  # statements read for each sentence needed
_MOST_OF_ARTICLE = 5
_MOST_READ = 150  # articles, for exchanged subjects
_WORD = re.compile(r"\w+")

# What a check may say of a sentence, by what was done to it.
_QUOTATION_LEVELS = {
    Change.NONE: {ItemLevel.VERBATIM},
    Change.NUMBER: {ItemLevel.ALTERED},
    Change.NEGATION: {ItemLevel.ALTERED},
    Change.ROLES: {ItemLevel.ALTERED},
    Change.SPEAKER: {ItemLevel.OTHER_SPEAKER},
    Change.SPLICED: {ItemLevel.SPLICED},
    Change.INVENTED: {ItemLevel.NOT_FOUND},
    Change.NAME: {ItemLevel.VERBATIM},
    Change.SOURCE: {ItemLevel.OTHER_SPEAKER, ItemLevel.CLOSEST},
    Change.TITLE: {ItemLevel.DIFFERS, ItemLevel.OTHER_SPEAKER},
}
_STATEMENT_LEVELS = {
    Change.NONE: {ItemLevel.AGREES, ItemLevel.VERBATIM},
    Change.NUMBER: {ItemLevel.DIFFERS, ItemLevel.CONTRARY, ItemLevel.ALTERED},
    Change.NEGATION: {ItemLevel.DIFFERS, ItemLevel.CONTRARY, ItemLevel.ALTERED},
    Change.ROLES: {ItemLevel.DIFFERS, ItemLevel.CONTRARY, ItemLevel.ALTERED},
    Change.SPEAKER: {ItemLevel.OTHER_SPEAKER, ItemLevel.DIFFERS, ItemLevel.CONTRARY},
    Change.NAME: {ItemLevel.AGREES, ItemLevel.VERBATIM},
    Change.SOURCE: {ItemLevel.OTHER_SPEAKER, ItemLevel.DIFFERS, ItemLevel.CONTRARY, ItemLevel.CLOSEST},
    Change.TITLE: {ItemLevel.DIFFERS, ItemLevel.OTHER_SPEAKER, ItemLevel.CONTRARY},
    Change.SUBJECT: {ItemLevel.DIFFERS, ItemLevel.CONTRARY, ItemLevel.CLOSEST},
}
# The rarest first: they choose before the others.
_CHANGES = (
    Change.TITLE,
    Change.ROLES,
    Change.SPLICED,
    Change.NEGATION,
    Change.NUMBER,
    Change.NAME,
    Change.SPEAKER,
    Change.SOURCE,
    Change.INVENTED,
)
_WORDS = frozenset({Change.NUMBER, Change.NEGATION, Change.ROLES})
Entry: TypeAlias = "list[GoldSentence]"


@dataclass(frozen=True, slots=True)
class _Altered:
    """What is said after a change, by whom, and the words that the change put in."""

    said: str
    name: str
    new_words: str = ""


class Corpus:
    """The articles of one half, read as far as statements are needed, and the words of all articles."""

    def __init__(self, documents: Sequence[Document], half: str, nlp: Language, random: Random) -> None:
        self.nlp = nlp
        self._all_words = "\n".join(_plain(document.text) for document in documents)
        self.vocabulary = frozenset(self._all_words.split())
        self.articles = {document.name: document.text for document in documents}
        self._documents = [document for document in documents if half in {"all", half_of(document.name)}]
        random.shuffle(self._documents)

    def read_statements(self, count: int) -> list[SourcedStatement]:
        """Return at least `count` statements, if the articles have them; no sentence twice."""
        found: list[SourcedStatement] = []
        seen: set[str] = set()
        for document in self._documents:
            if len(found) >= count:
                break
            for statement in islice(statements(document, self.nlp), _MOST_OF_ARTICLE):
                if _plain(statement.words) not in seen:
                    seen.add(_plain(statement.words))
                    found.append(statement)
        return found

    def subject_pairs(self, count: int) -> list[SubjectPair]:
        """Return up to `count` exchanged subjects and as many names for pronouns, one of each kind an article."""
        found: dict[bool, list[SubjectPair]] = {True: [], False: []}
        for document in self._documents[: -_MOST_READ - 1 : -1]:
            if min(map(len, found.values())) >= count:
                break
            pairs = {pair.is_same: pair for pair in subject_pairs(document, self.nlp)}
            for is_same, pair in pairs.items():
                found[is_same] += [pair] if len(found[is_same]) < count else []
        return [pair for pairs in found.values() for pair in pairs]

    def holds(self, text: str) -> bool:
        """Check whether any article has these words in this order."""
        return _plain(text) in self._all_words


class DraftMaker:
    """Turns statements into sentences of drafts, each statement used once."""

    def __init__(self, corpus: Corpus, pool: Sequence[SourcedStatement], random: Random) -> None:
        self._corpus = corpus
        self._random = random
        self._pool = list(pool)
        self._random.shuffle(self._pool)
        self._used: set[int] = set()
        self._of_article: Counter[str] = Counter()
        self._by_speaker: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, statement in enumerate(self._pool):
            self._by_speaker[statement.document, statement.name].append(number)
        self._invented = invented_quotations(random)

    def entries(self, change: Change, count: int) -> list[Entry]:
        """Return `count` sentences with this change, or as many as the statements allow; half are worded otherwise."""
        made: list[Entry] = []
        for number, statement in enumerate(self._pool):
            if len(made) == count:
                break
            if number in self._used or self._of_article[statement.document] >= _MOST_OF_ARTICLE:
                continue
            entry = self._entry(statement, number, change, is_reworded=len(made) % 2 == 1)
            if entry:
                made.append(entry)
                self._used.add(number)
                self._of_article[statement.document] += 1
        return made

    def _entry(self, statement: SourcedStatement, number: int, change: Change, *, is_reworded: bool) -> Entry | None:
        changed = self._changed(statement, number, change)
        if changed is None:
            return None
        first = self._sentence(statement, changed, change, is_reworded=is_reworded)
        follower = self._follower(statement, number) if change is Change.NONE and is_reworded else None
        return [first, self._with_pronoun(follower)] if follower else [first]

    def _changed(self, statement: SourcedStatement, number: int, change: Change) -> _Altered | None:
        said, name = statement.words, statement.name
        if change is Change.NONE:
            return _Altered(said, name)
        if change is Change.SPEAKER:
            other = self._other_name(statement)
            return _Altered(said, other, other) if other else None
        if change is Change.NAME and not statement.is_unnamed:
            wrong = misspelt(name, self._corpus.vocabulary, self._random)
            return _Altered(said, wrong, wrong) if wrong else None
        if change is Change.SOURCE:
            unnamed = other_source(self._corpus.articles[statement.document], self._random)
            return _Altered(said, unnamed, unnamed) if unnamed else None
        if change is Change.TITLE:
            source, article = statement.source.of(statement.text), self._corpus.articles[statement.document]
            titled = other_title(source, name, article, self._random)
            return _Altered(said, titled, titled) if titled else None
        if change is Change.INVENTED:
            return _Altered(self._invented.pop(), name) if statement.is_quotation else None
        if change is Change.SPLICED:
            return self._spliced(statement, number)
        altered = self._altered(said, change) if change in _WORDS else None
        return _Altered(altered[0], name, altered[1]) if altered and not self._corpus.holds(altered[0]) else None

    def _altered(self, said: str, change: Change) -> tuple[str, str] | None:
        if change is Change.NUMBER:
            return other_number(said, self._random)
        return (negated if change is Change.NEGATION else swapped_roles)(said, self._corpus.nlp)

    def _other_name(self, statement: SourcedStatement) -> str | None:
        """Return another speaker of the same kind, every other time one of the same article."""
        others = sorted(
            {
                other.name
                for other in self._pool
                if other.source_kind is statement.source_kind
                and not set(other.name.split()) & set(statement.name.split())
                and other.name.split()[-1] not in statement.text
            }
        )
        near = sorted({other.name for other in self._pool if other.document == statement.document} & set(others))
        names = near if near and self._random.random() < 0.5 else others
        is_person = statement.source_kind is SourceKind.PERSON
        return self._random.choice(names) if names and is_person else None

    def _spliced(self, statement: SourcedStatement, number: int) -> _Altered | None:
        """Join two quotations of one speaker that are apart in the article."""
        if not statement.is_quotation:
            return None
        for other_number_ in self._by_speaker[statement.document, statement.name]:
            other = self._pool[other_number_]
            is_apart = other.place.start > statement.place.end + len(statement.text)
            if other_number_ not in self._used and other.is_quotation and is_apart:
                self._used.add(other_number_)
                return _Altered(f"{statement.words}. {other.words}", statement.name)
        return None

    def _follower(self, statement: SourcedStatement, number: int) -> SourcedStatement | None:
        """Return an unused statement of the same speaker that the article gives with a pronoun."""
        for other_number_ in self._by_speaker[statement.document, statement.name]:
            other = self._pool[other_number_]
            if other_number_ not in {*self._used, number} and other.pronoun:
                self._used.add(other_number_)
                return other
        return None

    def _with_pronoun(self, statement: SourcedStatement) -> GoldSentence:
        pronoun = statement.pronoun or ""
        said = statement.words if statement.is_quotation else with_lower_case_start(statement.words, self._corpus.nlp)
        worded = said_before(said, pronoun.capitalize(), statement)
        return _gold(worded, statement, Change.NONE, "", is_reworded=True)

    def _sentence(
        self, statement: SourcedStatement, changed: _Altered, change: Change, *, is_reworded: bool
    ) -> GoldSentence:
        said = changed.said
        # Without quotation marks of its own an invented or spliced quotation has no place in the article's sentence,
        # and a source without a name none before "who leads the office".
        if is_reworded or change in {Change.INVENTED, Change.SPLICED, Change.SOURCE}:
            form = other_form(statement, self._random)
            said = said if statement.is_quotation else with_lower_case_start(said, self._corpus.nlp)
            worded = form(said, changed.name, statement)
        else:
            worded = as_written(said, changed.name, statement)
        return _gold(worded, statement, change, changed.new_words, is_reworded=is_reworded)


def _gold(
    worded: Wording, statement: SourcedStatement, change: Change, new_words: str, *, is_reworded: bool
) -> GoldSentence:
    levels = _QUOTATION_LEVELS if statement.is_quotation else _STATEMENT_LEVELS
    return GoldSentence(
        text=worded.text,
        span=Span(0, len(worded.text)),
        kind=ItemKind.QUOTATION if statement.is_quotation else ItemKind.ATTRIBUTION,
        change=change,
        is_reworded=is_reworded,
        document=statement.document,
        levels=frozenset(levels[change]),
        quote=worded.quote,
        name=worded.name,
        new_words=new_words,
    )


def _with_subject(pair: SubjectPair) -> GoldSentence:
    change = Change.NONE if pair.is_same else Change.SUBJECT
    return GoldSentence(
        text=pair.exchanged,
        span=Span(0, len(pair.exchanged)),
        kind=ItemKind.STATEMENT,
        change=change,
        is_reworded=pair.is_same,
        document=pair.document,
        levels=frozenset(_STATEMENT_LEVELS[change]),
    )


def make_drafts(documents: Sequence[Document], nlp: Language, seed: int, count: int, half: str) -> list[TrialDraft]:
    """Return `count` drafts; the same ones for the same articles, seed and half."""
    random = Random(f"{seed} {half}")
    lengths = [random.randint(FEWEST, MOST) for _ in range(count)]
    total = sum(lengths)
    corpus = Corpus(documents, half, nlp, random)
    maker = DraftMaker(corpus, corpus.read_statements(int(_SPARE * total)), random)
    each = round(_ALTERED * total / len(_CHANGES))
    entries = [entry for change in _CHANGES for entry in maker.entries(change, each)]
    entries += [[_with_subject(pair)] for pair in corpus.subject_pairs(each)]
    entries += maker.entries(Change.NONE, total - len(entries))
    random.shuffle(entries)
    return list(_drafts(entries, lengths, random))


def _drafts(entries: list[Entry], lengths: Iterable[int], random: Random) -> Iterator[TrialDraft]:
    for number, length in enumerate(lengths):
        chosen: list[Entry] = []
        articles: set[str | None] = set()
        for entry in list(entries):
            size = sum(map(len, chosen))
            if size >= length:
                break
            if entry[0].document not in articles and size + len(entry) <= length:
                chosen.append(entry)
                articles.add(entry[0].document)
                entries.remove(entry)
        yield _draft(f"draft-{number:03}", chosen, random)


def _draft(name: str, entries: Sequence[Entry], random: Random) -> TrialDraft:
    """Return the draft: one or two entries a paragraph, the sentences of one entry together."""
    text = ""
    sentences: list[GoldSentence] = []
    for number, entry in enumerate(entries):
        for place, sentence in enumerate(entry):
            if text:
                is_new = place == 0 and (number % 2 == 0 or random.random() < 0.5)
                text += "\n\n" if is_new else " "
            sentences.append(sentence.moved(len(text)))
            text += sentence.text
    return TrialDraft(name, text + "\n", tuple(sentences))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
