"""Expansion of shorthand: "acc to", "wat", "b4", "any proof ...".

Only the reading changes; the card shows the question as typed, and this is no spelling correction.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.patterns import any_of, phrase_pattern
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.rewriting.context_remarks import drop_remarks

# In any case of letters. Left out: contractions that are other words without the apostrophe (were, its, ill, shell).
_CONTRACTED = """
isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't wouldn't shouldn't couldn't won't can't
mustn't needn't ain't what's who's where's when's how's why's what'd who'd how'd that's there's here's he's she's
he'd they'd they're they've they'll you're you've you'll we've i'm i've it'll that'll
"""
_CONTRACTIONS = {full.replace("'", ""): full for full in _CONTRACTED.split()}
_WORDS = {
    "wat": "what",
    "wht": "what",
    "wot": "what",
    "whn": "when",
    "y": "why",
    "ppl": "people",
    "peeps": "people",
    "b4": "before",
    "bc": "because",
    "b/c": "because",
    "cuz": "because",
    "coz": "because",
    "abt": "about",
    "btwn": "between",
    "b/w": "between",
    "thru": "through",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "u": "you",
    "ur": "your",
    "r": "are",
    "yr": "year",
    "yrs": "years",
    "hr": "hour",
    "hrs": "hours",
    "wk": "week",
    "wks": "weeks",
    "avg": "average",
    "approx": "approximately",
    "govt": "government",
    "govts": "governments",
    "pres": "president",
    "dept": "department",
    "intl": "international",
    "natl": "national",
    "misinfo": "misinformation",
    "disinfo": "disinformation",
    "pics": "pictures",
    "pic": "picture",
    "acc": "according",
    "accdg": "according",
    "dems": "Democrats",
    "repubs": "Republicans",
}
_DROPPED = "wtf|lol|lmao|rofl|omg|pls|plz|please|btw|fyi|tbh|imo|imho|asap|thx|tks|smh|idk"
_GREETING = r"""
(?:hey|hi|hello|yo|ok|okay|um|uh|hmm|quick (?:one|q|question)|question|q)(?: (?:all|team|guys|folks|there|bot|so))?
"""
_MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "sept": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
_START, _END = r"(?<![\w'./@&#-])", r"(?![\w'@&#-]|[./]\w)"


# A pasted quotation stays unchanged; an apostrophe opens none.
_QUOTED = phrase_pattern(
    r"""
    “[^”]+”|„[^“”]+[“”]|«[^»]+»|\"[^\"]+\"
    | (?<![\w'])'[^'\s][^']*\s[^']*'(?!\w)      # two words at least: "the port's" is no quotation
    | ‘[^’]+\s[^’]+’(?!\w)
    """,
    ignore_case=False,
)
_MASK = 0xE000  # private-use characters, removed by `clean` before: one for each quotation
_CONTRACTION = re.compile(rf"{_START}({any_of(_CONTRACTIONS)}){_END}", re.IGNORECASE)
_WORD = re.compile(rf"{_START}({any_of(map(re.escape, _WORDS))})(?:\.(?= ))?{_END}")
_NOUN_FOLLOWS = phrase_pattern(  # "his wont", "moral cant"
    r"\b(?:a|the|of|is|are|was|were|his|her|their|its|as|moral|pious|political)$"
)
# "R" and "U" inside a name ("toys r us", "u of michigan").
_LETTER_BEFORE = re.compile(r"\b(?:toys|class|letter|vitamin|type|plan|grade)$", re.IGNORECASE)
_LETTER_AFTER = re.compile(r"^(?:s|of|boat|turn)\b", re.IGNORECASE)
_QUESTION_VERB_AFTER = phrase_pattern(r"^(?:did|does|do|is|are|was|were|has|have|had|would|will|can|not)\b")
_AND = re.compile(r"(?<=[\w,] )n(?= \w)")
_LITTLE_WORD = re.compile(r"\b(?:in|on|up|out|off|over|down|r|b)$")
_MONTH = phrase_pattern(
    rf"""
    \b({any_of(_MONTHS)})\b\.?(?=\ \d|,? \d{{4}})       # "jan 5", "jan. 2024"
    | (?<=\d )({any_of(_MONTHS)})\b\.?                  # "5 jan"
    """
)
_IS_IT_TRUE = "is it true that "
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (phrase_pattern(layout), full)
    for layout, full in (
        (r"(?<![\w/])w/o(?!\w)\ ?", "without "),
        (r"(?<![\w/])w/ ?(?=\w)", "with "),
        (r"(?<=\d) ?(?:mil|mill|mn)\b(?!\.\w)", " million"),
        (r"(?<=\d) bn\b", " billion"),
        (r"(?<=\d) ?(?:tn|trn)\b", " trillion"),
        (r"(?<![\d:.] )(?<!\bin the )(?<![\w.])pm(?![\w.])", "prime minister"),
        (r"\baccording(?: 2)?(?! to)\b(?=\.? [a-z])", "according to"),
        (r"^(?P<statement>\S.*?),?(?: -)? says who$", r"who says \g<statement>"),
        (r"^says who,? (?:that )?(?=\w)", "who says that "),
        (r"^how come\b", "why"),
        (r"^(?:re:|regarding|info(?:rmation)? (?:on|about)|background on|details on) ?(?=\w)", ""),
        # Questions for confirmation, in one form.
        (
            r"""
            ^(?:(?:is|was) there |have we |do we have |got |can (?:we|you|anyone) (?:find|give) )?
            (?:any |some )?(?:(?:actual|real|hard|solid|credible) )?
            (?:proof|evidence|confirmation|truth)
            \ (?:(?:in|to|of|behind) (?:(?:the|this|that) )?(?:claims?|rumou?rs?|idea|reports?|story) )?
            that\ """,
            _IS_IT_TRUE,
        ),
        (r"^(?:any |do we have )(?:confirmation|proof)(?: yet)? (?=(?:the|a|his|her|their) )", _IS_IT_TRUE),
        (
            r"""
            ^(?:is|was|it'?s) it (?:really |actually |still |in fact )?
            (?:true|right|correct|so|a fact|confirmed|the case|accurate)
            (?: that| to say(?: that)?)? (?=\w)
            """,
            _IS_IT_TRUE,
        ),
        (
            r"""
            ^(?:true or false|fact or fiction|fact[ -]?check|verify|confirm)
            (?:[:,]| -)? ?(?:that )?(?=\w)
            """,
            _IS_IT_TRUE,
        ),
        (
            r"""
            ^(?:can|could) (?:we|you|anyone|i) (?:confirm|verify|say)
            (?: if| whether| that)? (?=\w)
            """,
            _IS_IT_TRUE,
        ),
    )
)
_QUESTION_START = (
    "who|what|when|where|why|how|which|whose|is|are|was|were|did|does|do|has|have|had|will|can|could|should"
)
_TAG = phrase_pattern(
    rf"""
    ^(?:so )?(?P<statement>(?!(?:{_QUESTION_START}|would)\b).+?),?
    \ (?:right|correct|true|yes|no|or not|true or false|isn't it
      |is (?:that|this|it) (?:true|so|right|correct|it)
      |did(?:n't)? (?:he|she|they|it)|does(?:n't)? (?:he|she|it)|has(?:n't)? (?:he|she|it))$
    """
)
_SO = phrase_pattern(  # "so the bridge is closed"
    rf"""
    ^so (?!(?:{_QUESTION_START}|would|far|long|many|much|called)\b)
    (?=\S+ \S+)
    """
)
_MARKS = re.compile(r"[?!]*\?[?!]*")
_EXCLAIMED = re.compile(r"!{2,}")
_DROP = re.compile(rf"{_START}(?:{_DROPPED}){_END}[,!.]*", re.IGNORECASE)
_GREETED = phrase_pattern(
    rf"""
    ^(?:{_GREETING}(?:[,:;!.]+ ?|\ -\ |\ so\ |(?=\ (?:who|what|when|where|why|how|which|did|is)\b)))+
    """
)
_POSSESSIVE = re.compile(r"(?<![\w'’-])([^\W\d_]{3,}s)(?= [\w'])")
_PLURAL_BEFORE = phrase_pattern(r"\b(?:the|these|those|both|all|many|some|several|few|other|two|three|\d+)$")
_OFTEN_PLURAL = 50  # times as many passages with the name as with the plural


def expand_shorthand(question: str, vocabulary: Vocabulary | None = None) -> str:
    """Return `question` with its shorthand in full.

    A vocabulary restores apostrophes of possessives: of names that the articles only know without the s.

    >>> expand_shorthand("wat did putin say abt it")
    'what did putin say about it'
    """
    quotations: list[str] = []

    def mask(match: re.Match[str]) -> str:
        quotations.append(match[0])
        return chr(_MASK + len(quotations) - 1)

    masked = _QUOTED.sub(mask, question)
    masked = masked.replace("’", "'").replace("‘", "'")
    text = _expand(masked, vocabulary) or masked
    for number, quotation in enumerate(quotations):
        text = text.replace(chr(_MASK + number), quotation)
    return text


def _expand(question: str, vocabulary: Vocabulary | None) -> str:
    text = _drop_noise(_EXCLAIMED.sub("!", _MARKS.sub("?", question)))
    shouted = text.isupper()
    text = _CONTRACTION.sub(_keeping_case(_expand_contraction), text)
    text = _WORD.sub(_keeping_case(_expand_word), text.lower() if shouted else text)
    text = _AND.sub(_expand_n, text)
    text = _MONTH.sub(lambda match: _MONTHS[(match[1] or match[2]).lower()], text)
    text = drop_remarks(text)
    end = text[len(text.rstrip("?!. ")) :]
    text = _statement_as_question(_replace_phrases(text.removesuffix(end).strip())) + end.strip()
    if vocabulary is not None:
        text = _POSSESSIVE.sub(lambda match: _restore_possessive(match, vocabulary), text)
    return " ".join(text.split())


def _drop_noise(question: str) -> str:
    dropped = " ".join(_DROP.sub(" ", question).split()).replace(" ?", "?").replace(" ,", ",")
    dropped = _GREETED.sub("", dropped)
    return dropped if dropped.strip(" ?!.,") else question


def _replace_phrases(question: str) -> str:
    for pattern, full in _PHRASES:
        question = pattern.sub(full, question)
    return question


def _statement_as_question(question: str) -> str:
    """Return a tagged statement as a question for its truth.

    "the bridge is closed, right" -> "is it true that the bridge is closed"; the same for "so the bridge is closed"
    """
    if tagged := _TAG.match(question):
        return _IS_IT_TRUE + tagged["statement"]
    return _SO.sub(_IS_IT_TRUE, question)


def _keeping_case(expand: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        full = expand(match)
        return full[:1].upper() + full[1:] if match[0][:1].isupper() else full

    return replace


def _expand_contraction(match: re.Match[str]) -> str:
    typed = match[0].lower()
    before = match.string[: match.start()].rstrip()
    return match[0] if typed in {"wont", "cant"} and _NOUN_FOLLOWS.search(before) else _CONTRACTIONS[typed]


def _expand_word(match: re.Match[str]) -> str:
    typed = match[1]
    before, after = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    letter = len(typed) == 1 and (_LETTER_BEFORE.search(before) or _LETTER_AFTER.match(after))
    if letter or (typed == "y" and not _QUESTION_VERB_AFTER.match(after)):
        return match[0]
    if typed in {"acc", "accdg"} and after.lower().startswith("to "):
        return "according"
    return "according to" if typed in {"acc", "accdg"} and after else _WORDS[typed]


def _expand_n(match: re.Match[str]) -> str:
    """Return "and" for "gas n nuclear", "n" for "in n out"."""
    return "n" if _LITTLE_WORD.search(match.string[: match.start()].rstrip()) else "and"


def _restore_possessive(match: re.Match[str], vocabulary: Vocabulary) -> str:
    word = match[1]
    name = word[:-1]
    if _PLURAL_BEFORE.search(match.string[: match.start()].rstrip()) or not vocabulary.is_name(name):
        return word
    return f"{name}'s" if vocabulary.count(word) * _OFTEN_PLURAL <= vocabulary.count(name) else word
