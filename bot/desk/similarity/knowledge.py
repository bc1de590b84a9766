"""What the comparison of claims knows of words, loaded once."""

from __future__ import annotations

from functools import cache

from bot.desk.similarity.reading import LexicalKnowledge
from bot.library.english_words import is_everyday
from bot.library.time_words import time_words
from bot.library.wordnet import load_word_relations


@cache
def load_knowledge() -> LexicalKnowledge:
    """Return frequencies, relations and words of time; the first call takes 0.3 s."""
    return LexicalKnowledge(is_everyday, load_word_relations(), time_words)
