"""Boilerplate detection: link lists, donation and sign-up appeals, widgets.

The rules are phrase patterns on single lines and their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.corpus.newsroom_marks import is_affiliate_notice, is_credit, is_gallery_label, is_shortcode, is_wire_slug
from bot.corpus.parsed_article import RawBlock
from bot.corpus.sentences import sentences
from bot.model.documents import BlockKind
from bot.model.spans import Span


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# A line by itself above links to other articles.
_LINKS = _any_of(
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
_INLINE_LINK = _any_of(
    r"(?:read|see|watch) (?:also|more|next|related)\s*[:|»]\s*\S",
    r"(?:also read|related)\s*[:|»]\s*\S",
    r"also on (?:\S{2,40}\.[a-z]{2,12}|[A-Z]{2,5}\b)(?![^\s:])\W*\S",
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
# Texts of buttons, forms and footers in a copied page.
_WIDGET = _any_of(
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
_NETWORKS = _any_of(
    r"(?:[-*•·]\s*)?(?:facebook|x|twitter|instagram|telegram|whatsapp|linkedin|youtube|tiktok|reddit|threads)",
    r"(?:[-*•·]\s*)?(?:bluesky|mastodon|rss|pinterest|e?-?mail)",
)
# Appeals to the reader: donations, subscriptions, apps.
_APPEAL = _any_of(
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
_ADDRESS = _any_of(r"\b(?:we|our|us|you|your)\b")
_NEWSROOM_MARKS = (is_wire_slug, is_credit, is_gallery_label, is_shortcode, is_affiliate_notice)
_MARKS = " \t*_#-•·"
_END_OF_SENTENCE = (".", "!", "?", "”", '"')
_LONGEST_BOILERPLATE = 120  # words
_LONGEST_WIDGET = 40  # words
_LONGEST_HEADLINE = 25  # words


def find_boilerplate(text: str, raw_blocks: Sequence[RawBlock]) -> frozenset[int]:
    """Return the indices of blocks without reporting."""
    marked: set[int] = set()
    for index, raw_block in enumerate(raw_blocks):
        if index in marked:
            continue
        line = raw_block.span.of(text)
        if raw_block.kind is BlockKind.BOILERPLATE:  # its reader knows it for a link to another article
            marked.add(index)
        elif _introduces_links(line):
            marked |= {index, *_links_below(text, raw_blocks, index)}
        elif _is_boilerplate_line(line):
            marked |= {index, *_networks_below(text, raw_blocks, index)}
    return frozenset(marked | _closing_appeals(text, raw_blocks, marked))


def _introduces_links(line: str) -> bool:
    return len(line) < 60 and _LINKS.fullmatch(line.strip(_MARKS)) is not None


@lru_cache(maxsize=512)  # find_boilerplate runs before and after the detection of headings
def _is_boilerplate_line(line: str) -> bool:
    words = len(line.split()) if len(line) < _LONGEST_BOILERPLATE * 10 else _LONGEST_BOILERPLATE + 1
    if words > _LONGEST_BOILERPLATE:
        return False
    bare = line.strip(_MARKS)
    if words <= _LONGEST_WIDGET and (_WIDGET.fullmatch(bare) or _INLINE_LINK.match(bare.lstrip("[(► "))):
        return True
    if any(is_mark(bare) for is_mark in _NEWSROOM_MARKS):
        return True
    return _is_appeal(_without_quotations(line))


def _without_quotations(line: str) -> str:
    """Return the line without what stands between quotation marks.

    Behind the last closing mark nothing is searched: each opening mark there would look for its end in vain.
    """
    end = max(line.rfind("”"), line.rfind('"')) + 1
    return _QUOTATION.sub("", line[:end]) + line[end:]


def _is_appeal(line: str) -> bool:
    """Return True for a paragraph with mostly appeals to its reader.

    One appeal below news is not enough. The caller has removed quotations: a quoted "Donate now!" is reporting.
    """
    appeals = len(_APPEAL.findall(line))
    if appeals == 0 or (appeals == 1 and len(line.split()) > _LONGEST_WIDGET):
        return False
    parts = [span.of(line) for span in sentences(line, Span(0, len(line)))]
    addressed = sum(len(part.split()) for part in parts if _ADDRESS.search(part) or _APPEAL.match(part))
    return addressed * (2 if appeals == 1 else 3) > len(line.split())


def _links_below(text: str, raw_blocks: Sequence[RawBlock], header: int) -> list[int]:
    """Return the indices of bullets or headlines under "Read also"."""
    indices: list[int] = []
    for index in range(header + 1, len(raw_blocks)):
        raw_block = raw_blocks[index]
        line = raw_block.span.of(text)
        is_bullet = raw_block.kind is BlockKind.LIST_ITEM
        is_headline = raw_block.kind is BlockKind.PARAGRAPH and not line.endswith(_END_OF_SENTENCE)
        if raw_block.level or (indices and raw_block.kind is not raw_blocks[indices[0]].kind):
            break
        if not is_bullet and not (is_headline and len(line.split()) <= _LONGEST_HEADLINE):
            break
        # Links without bullets end at the first wider gap: the article may continue below it with a heading.
        gap, first_gap = (_lines_between(text, raw_blocks, number) for number in (index, header + 1))
        if indices and not is_bullet and gap > first_gap:
            break
        indices.append(index)
    return indices


def _lines_between(text: str, raw_blocks: Sequence[RawBlock], index: int) -> int:
    return text.count("\n", raw_blocks[index - 1].span.end, raw_blocks[index].span.start)


def _networks_below(text: str, raw_blocks: Sequence[RawBlock], index: int) -> list[int]:
    """Return the indices of lines with only a network's name.

    They stand below a widget such as "Follow us".
    """
    indices = []
    for following in range(index + 1, len(raw_blocks)):
        if not _NETWORKS.fullmatch(raw_blocks[following].span.of(text).strip()):
            break
        indices.append(following)
    return indices


def _closing_appeals(text: str, raw_blocks: Sequence[RawBlock], marked: set[int]) -> set[int]:
    """Return the indices of unmarked appeals among boilerplate at the end."""
    indices: set[int] = set()
    for index in reversed(range(len(raw_blocks))):
        if index in marked:
            continue
        line = _without_quotations(raw_blocks[index].span.of(text))
        is_adjacent = index - 1 in marked or index + 1 in marked or index + 1 in indices
        if not (is_adjacent and len(_ADDRESS.findall(line)) > 1 and len(line.split()) <= _LONGEST_BOILERPLATE):
            break
        indices.add(index)
    return indices
