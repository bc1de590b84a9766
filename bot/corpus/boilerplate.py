"""Which pieces of a page are its furniture: link lists, pleas for money or sign-up, sharing and voting lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.corpus.newsroom_marks import is_affiliate_notice, is_credit, is_gallery_label, is_shortcode, is_wire_slug
from bot.corpus.parsed_article import RawBlock
from bot.corpus.sentences import sentences
from bot.model.documents import BlockKind
from bot.model.spans import Span


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# A line of its own above links to other articles.
_LINKS = _any(
    r"(?:read|see|watch|listen|also) (?:also|more|next|on|to|read|here)\W*",
    r"(?:related|recommended|trending)(?: \w+){0,2}\W*",
    r"more (?:from|on|stories|news|coverage|in)(?: [\w’'.]+){0,5}\W*",
    r"further reading\W*",
    r"you (?:may|might) (?:also )?(?:like|be interested in)\W*",
    r"most (?:read|popular|viewed|shared)\W*",
    r"(?:editors?|editor[’']s)[’']? picks?\W*",
    r"don[’']t miss\W*",
    r"(?:latest|top) (?:news|stories|headlines|posts)\W*",
    r"what to read next\W*",
    r"(?:previous|next) (?:post|article)\W*",
)
# A link to another article in one line.
_INLINE_LINK = _any(
    r"(?:read|see|watch) (?:also|more|next|related)\s*[:|»]\s*\S",
    r"(?:also read|related)\s*[:|»]\s*\S",
    r"also on (?:\S{2,40}\.[a-z]{2,12}|[A-Z]{2,5}\b)(?!\S)\W*\S",
    r"click here (?:to|for)\b",
    # The same in other languages: "Leggi anche: ...", "Lesen Sie auch: ...".
    r"(?:leggi|vedi|guarda) anche\b|potrebbe interessarti",
    r"(?:à )?(?:lire|voir|écouter) (?:aussi|également)\b|sur le même (?:sujet|thème)",
    r"(?:lee|lea|ver|vea|mira|leia|veja|leer) (?:también|tambien|también:|também|mais|más)\b",
    r"(?:te|le) puede interesar\b|também pode (?:te )?interessar",
    r"(?:lesen sie|siehe|lies|mehr|hören sie|sehen sie) (?:auch|dazu|hierzu|zum thema)\b\s*[:|»>–-]",
    r"(?:lees|læs|les|läs) (?:ook|også|också|mer|mere)\b\s*[:|»>–-]",
    r"(?:czytaj|zobacz|przeczytaj) (?:także|też|również|więcej)\b|čtěte (?:také|též|více)\b",
    r"читайте (?:также|також|ещё|подробнее)\b|по теме\s*:|ayrıca okuyun?\b|baca juga\b|đọc thêm\b",
    r"(?:関連記事|あわせて読みたい|相关阅读|延伸阅读|延伸閱讀|관련 ?기사|اقرأ أيضا|إقرأ أيضا|यह भी पढ़ें|আরও পড়ুন)",
)
# What buttons, forms and footers leave behind in a copied page.
_WIDGET = _any(
    r"leave a (?:reply|comment)",
    r"post a comment",
    r"(?:\d+ )?comments?(?: \(\d+\))?",
    r"join (?:us|now|the (?:conversation|discussion))",
    r"follow(?: us)?(?: on .{1,40})?",
    r"follow (?:us|him|her|them|@?\S+(?: \S+){0,5}?) on (?:facebook|x|twitter|instagram|telegram|whatsapp|linkedin|"
    r"youtube|tiktok|reddit|threads|bluesky|mastodon|google news|flipboard)\b.{0,80}",
    r"get .{2,60}\b(?:by clicking here|on the go|delivered|straight to your (?:phone|inbox))\b.{0,60}",
    r"search|loading\W*|menu|register|newsletter|print|tweet",
    r"share(?: (?:this|on|via|the)\b.{0,40})?",
    r"(?:email|print) this(?: \w+)?",
    r"(?:sign|log)(?:ing)?[- ]?(?:in|up|out)(?: (?:here|now|with .{1,30}|\d+ seconds?))?\W*",
    r"subscribe(?: (?:now|here|today))?\W*",
    r"advertisements?|sponsored(?: content)?",
    r"skip to (?:main )?content|back to top|(?:load|show) more",
    r"\d+ votes?\b.{0,80}",
    r"(?:accept|reject|manage)(?: all)? cookies",
    r"(?:we use|this (?:web)?site uses) cookies\b.{0,200}",
    r"(?:©|\(c\)|copyright\b).{0,160}|all rights reserved\W*",
    r"(?:privacy|cookie) policy|terms of (?:use|service)",
)
_NETWORKS = _any(
    r"(?:[-*•·]\s*)?(?:facebook|x|twitter|instagram|telegram|whatsapp|linkedin|youtube|tiktok|reddit|threads)",
    r"(?:[-*•·]\s*)?(?:bluesky|mastodon|rss|pinterest|e?-?mail)",
)
# What a page asks of its reader.
_PLEA = _any(
    r"\bjoin our (?:community|newsletter|channel)\b",
    r"\bhelp us (?:to )?(?:produce|keep|continue|cover|report)\b",
    r"\b(?:depends?|rel(?:y|ies)) on (?:the )?(?:support|donations?|generosity) of (?:our )?readers\b",
    r"\b(?:readers|people) like you\b",
    r"\bcost of (?:one|a|your)(?: \w+)? (?:cup of )?coffee\b",
    r"\bbuy us a coffee\b",
    r"\bbecome (?:a|our) (?:patron|member|supporter|subscriber|paying)\b",
    r"\b(?:support|fund) (?:our|independent) (?:work|journalism|reporting|newsroom|team|mission|media)\b",
    r"\bsupport us\b",
    r"\bdonat(?:e|ions?) to (?:us|our)\b|\bdonate (?:now|today|here)\b",
    r"\byour (?:donation|contribution|support) (?:helps|keeps|makes|matters|allows)\b",
    r"\bsubscribe (?:to our|now|today|for (?:full|unlimited))\b",
    r"\bsign up (?:for|to) (?:our|the|this|daily|a free|free)\b.{0,40}(?:newsletter|briefing|alerts?|email)",
    r"\bsign up (?:here|now|today)\b|\byour (?:e-?mail )?inbox\b",
    r"\bdelivered (?:every|each|to you|daily|weekly|weekday|straight|directly|right|free)\b",
    r"\bif you (?:enjoy|enjoyed|liked|value|valued) (?:this|our)\b",
    r"\bfollow us on\b|\bdownload (?:our|the) app\b",
    r"\balready a (?:member|subscriber)\b|\bunlimited access to\b",
    r"\bkeeps? (?:our|this) (?:journalism|site|reporting)\b",
)
_QUOTATION = re.compile(r"[“\"][^”\"]*[”\"]")
_ADDRESS = _any(r"\b(?:we|our|us|you|your)\b")
_NEWSROOM_MARKS = (is_wire_slug, is_credit, is_gallery_label, is_shortcode, is_affiliate_notice)
_MARKS = " \t*_#-•·"
_END_OF_SENTENCE = (".", "!", "?", "”", '"')
_LONGEST_FURNITURE = 120  # words
_LONGEST_ASIDE = 40
_LONGEST_HEADLINE = 25


def boilerplate(text: str, pieces: Sequence[RawBlock]) -> frozenset[int]:
    """Return the indices of the pieces that are furniture and not reporting."""
    marked: set[int] = set()
    for at, piece in enumerate(pieces):
        if at in marked:
            continue
        line = piece.span.of(text)
        if piece.kind is BlockKind.BOILERPLATE:  # its reader knows it for a link to another article
            marked.add(at)
        elif _introduces_links(line):
            marked |= {at, *_links_below(text, pieces, at)}
        elif _is_furniture(line):
            marked |= {at, *_networks_below(text, pieces, at)}
    return frozenset(marked | _tail(text, pieces, marked))


def _introduces_links(line: str) -> bool:
    return len(line) < 60 and _LINKS.fullmatch(line.strip(_MARKS)) is not None


@lru_cache(maxsize=512)  # each line of a document is asked about before and after its headings are found
def _is_furniture(line: str) -> bool:
    words = len(line.split()) if len(line) < _LONGEST_FURNITURE * 10 else _LONGEST_FURNITURE + 1
    if words > _LONGEST_FURNITURE:
        return False
    bare = line.strip(_MARKS)
    if words <= _LONGEST_ASIDE and (_WIDGET.fullmatch(bare) or _INLINE_LINK.match(bare.lstrip("[(► "))):
        return True
    if any(is_mark(bare) for is_mark in _NEWSROOM_MARKS):
        return True
    return _is_plea(_QUOTATION.sub("", line))


def _is_plea(line: str) -> bool:
    """Return whether a paragraph does little but ask something of its reader; one plea below news is not enough.

    What somebody is quoted as saying has been taken out: it is reporting, even "Donate now!".
    """
    pleas = len(_PLEA.findall(line))
    if pleas == 0 or (pleas == 1 and len(line.split()) > _LONGEST_ASIDE):
        return False
    parts = [span.of(line) for span in sentences(line, Span(0, len(line)))]
    addressed = sum(len(part.split()) for part in parts if _ADDRESS.search(part) or _PLEA.match(part))
    return addressed * (2 if pleas == 1 else 3) > len(line.split())


def _links_below(text: str, pieces: Sequence[RawBlock], header: int) -> list[int]:
    """Return the bullets, or the headlines, that stand under "Read also"."""
    found: list[int] = []
    for at in range(header + 1, len(pieces)):
        piece = pieces[at]
        line = piece.span.of(text)
        bullet = piece.kind is BlockKind.LIST_ITEM
        headline = piece.kind is BlockKind.PARAGRAPH and not line.endswith(_END_OF_SENTENCE)
        if piece.level or (found and piece.kind is not pieces[found[0]].kind):
            break
        if not bullet and not (headline and len(line.split()) <= _LONGEST_HEADLINE):
            break
        # Without bullets the links end at the first wider gap: below it the article may go on with a heading.
        if found and not bullet and _lines_between(text, pieces, at) > _lines_between(text, pieces, header + 1):
            break
        found.append(at)
    return found


def _lines_between(text: str, pieces: Sequence[RawBlock], at: int) -> int:
    return text.count("\n", pieces[at - 1].span.end, pieces[at].span.start)


def _networks_below(text: str, pieces: Sequence[RawBlock], at: int) -> list[int]:
    """Return the lines below a widget that only name a network to follow."""
    found = []
    for below in range(at + 1, len(pieces)):
        if not _NETWORKS.fullmatch(pieces[below].span.of(text).strip()):
            break
        found.append(below)
    return found


def _tail(text: str, pieces: Sequence[RawBlock], marked: set[int]) -> set[int]:
    """Return the pieces that address the reader among the furniture at the page's end."""
    found: set[int] = set()
    for at in reversed(range(len(pieces))):
        if at in marked:
            continue
        line = _QUOTATION.sub("", pieces[at].span.of(text))
        beside = at - 1 in marked or at + 1 in marked or at + 1 in found
        if not (beside and len(_ADDRESS.findall(line)) > 1 and len(line.split()) <= _LONGEST_FURNITURE):
            break
        found.add(at)
    return found
