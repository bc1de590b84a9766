"""Language identification by function words and script: English or another."""

from __future__ import annotations

import unicodedata

from bot.normalize import words
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS, word_set

# Function words of the commonest European languages. English words among them are removed below.
_FUNCTION_WORDS = {
    "German": """
        der das und ist nicht ein eine einen dem den des wer wie wo wann warum wieso welche welcher welches hat
        haben habe wurde wurden sind sich auch mit auf für von zu zum zur über nach bei aus im ja nein gibt es
        sie er ich wir ihr gesagt sagt sagte kann wird werden oder aber dass was viele
    """,
    "French": """
        le la les des est et qui que quoi quand où pourquoi comment combien une un du dans sur pour par avec au
        aux ce cette ces il elle ils elles nous vous je sont été était avait dit quel quelle quels quelles ont
        pas ne d'après selon c'est qu'il l'on qu'est a-t-il
    """,
    "Italian": """
        il lo gli della dello delle degli dei che chi cosa quando dove perché come quanto quanti è sono ha hanno
        stato di un una nel nella sul sulla con per da detto non più anche quale quali dalla
    """,
    "Spanish": """
        el los las del qué quién quien quiénes cuándo cuando dónde donde por cómo cuánto cuántos cuántas es son
        fue está han ha que una un con para en y dijo no se su sus al lo más también cuál cual según
    """,
    "Portuguese": """
        o os as um uma do da dos das no na nos nas quem que quando onde porque porquê como quanto quantos é são
        foi disse com para por não se seu sua em ao à também qual segundo está
    """,
    "Dutch": """
        de het een en wie wat wanneer waar waarom hoe hoeveel heeft hebben zijn werd werden niet met voor van op
        aan bij naar uit over dat deze die ook zei gezegd welke wordt
    """,
    "Polish": """
        kto co kiedy gdzie dlaczego jak ile czy jest są był była było nie się w na z ze do od dla o i przez po
        powiedział powiedziała który która które tego to
    """,
    "Romanian": """
        cine ce când unde cum cât câți este sunt a fost de la în cu pe din pentru și nu că care au spus lui ale
        al
    """,
    "Czech": """
        kdo co kdy kde proč jak kolik je jsou byl byla bylo ne se v na z ze do od pro o a že řekl řekla který
        která
    """,
    "Swedish": """
        vem vad när var varför hur många är och att det som en ett på av för med till inte har hade sade sa den
        om i från vilken
    """,
    "Hungarian": """
        ki mi mit mikor hol miért hogyan hány mennyi a az és nem van volt egy hogy mondta meg de is kik milyen
    """,
    "Turkish": """
        kim ne ne zaman nerede neden niçin nasıl kaç bir ve bu şu mi mı mu mü için ile dedi değil var yok hangi
    """,
}
_ENGLISH_TOO = FRAME_WORDS | word_set("""
    the his van von den des die man also so no a an i o do to at in on is as was were am war hat all
    not me mi be le de la el los las san e y
    """)
_FOREIGN_ONLY = {language: frozenset(listed.split()) - _ENGLISH_TOO for language, listed in _FUNCTION_WORDS.items()}
_MIN_FOREIGN = 2  # function words of one language; many names contain one
_MIN_SHARE = 0.3  # of the words


def is_foreign(question: str, vocabulary: Vocabulary) -> bool:
    """Return True for a question in another language than English.

    Foreign names in an English question don't count.
    """
    if _foreign_script(question):
        return True
    tokens = [word.text.lower().replace("’", "'") for word in words(question)]
    english = sum(token in FRAME_WORDS for token in tokens)
    foreign = max(len(function_words & set(tokens)) for function_words in _FOREIGN_ONLY.values())
    if foreign > english and foreign >= _MIN_FOREIGN and foreign >= _MIN_SHARE * len(set(tokens)):
        return True
    # A short question: one foreign function word, no English one, and mostly words outside the articles.
    unknown = [token for token in tokens if not vocabulary.knows(token)]
    return english == 0 and foreign == 1 and 2 * len(unknown) > len(tokens) > 1


def _foreign_script(question: str) -> bool:
    letters = [character for character in question if character.isalpha()]
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters)
    return 2 * latin < len(letters)
