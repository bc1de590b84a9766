"""The corpus's words."""

from collections.abc import Collection, Mapping

from bot.search.expansion.vocabulary import Vocabulary

WORDS = Vocabulary(
    {"Ryazan": 3, "training": 5, "Training": 1, "Bureau": 2, "documents": 4, "think": 2, "tanks": 2, "US": 6},
    passages=10,
)


def test_other_forms_of_a_known_word_are_known() -> None:
    assert WORDS.knows("trained")
    assert WORDS.knows("DOCUMENT")
    assert not WORDS.knows("Vladivostok")


def test_a_word_written_with_a_capital_nearly_always_is_a_name() -> None:
    assert WORDS.is_name("ryazan")
    assert not WORDS.is_name("training")
    assert not WORDS.is_name("unheard")


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert WORDS.weight("unheard") > WORDS.weight("bureau") > WORDS.weight("training")


def test_a_word_is_written_as_the_corpus_writes_it_most() -> None:
    assert WORDS.written("RYAZAN") == "Ryazan"
    assert WORDS.written("Training") == "training"
    assert WORDS.written("unheard") == "unheard"


def test_the_capital_form_is_the_commonest_and_not_a_shouted_one() -> None:
    words = Vocabulary({"Lindt": 3, "LINDT": 6, "NASA": 7, "Nasa": 3, "toll": 2}, passages=20)
    assert words.capital_form("lindt") == "Lindt"
    assert words.capital_form("nasa") == "NASA"
    assert words.capital_form("toll") is None


def test_words_that_stand_together_are_counted() -> None:
    words = Vocabulary({"Mara Lindt": 3, "Lindt": 2}, passages=20)
    assert (words.together("Mara", "Lindt"), words.form_count("Lindt")) == (3, 5)
    assert words.together("Mara", "Brandt") == 0


class _CountingTerms:
    """Words of an index that counts how often it is asked for frequencies."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def forms(self, folded: str) -> Mapping[str, int]:
        return {}

    def frequency(self, stemmed: str) -> int:
        return self.frequencies([stemmed])[stemmed]

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        self.asked.append(list(stems))
        return {stemmed: {"ferri": 3}.get(stemmed, 0) for stemmed in stems}

    def beginning(self, letter: str) -> list[str]:
        return []

    def together(self, form: str, other: str) -> int:
        return 0


def test_the_words_of_a_question_are_looked_up_at_once_and_once() -> None:
    terms = _CountingTerms()
    vocabulary = Vocabulary(terms, passages=9)
    vocabulary.look_up(["ferry", "ferries", "tunnel"])
    assert (vocabulary.frequency("ferry"), vocabulary.knows("tunnel")) == (3, False)
    vocabulary.look_up(["tunnel", "ferry"])
    assert terms.asked == [["ferri", "tunnel"]]
