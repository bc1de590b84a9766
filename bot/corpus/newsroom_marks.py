"""Agencies' and newsrooms' own lines: slugs, credits, picture numbers, shortcodes, notices."""

from __future__ import annotations

import re

_LONGEST_SLUG = 14  # words
_LONGEST_CREDIT = 60

_SLUG = re.compile(
    r"""
    [A-Z]{2,4}(?:-[A-Z][A-Za-z]{0,14}){0,3}--[A-Z].{0,120}          # BC-EU--Harbour Quay
    | (?:AP|BC|AFP|UPI|PTI|ANSA|EFE|DPA)(?:-[A-Z][\w.]{0,20}){2,6}(?:,.{0,60})?
    | [A-Z]{3,20}(?:-[A-Z]{2,20}){0,3}/[A-Z0-9 ]{0,20}\([A-Z0-9 ,]{2,40}\)
    | .{0,100}\b(?:\d(?:st|nd|rd|th)\ (?:Ld|Lead)|Ld-Writethru|Writethru)\b.{0,40}
    | (?:URGENT|BULLETIN|FLASH|EMBARGOED?|ADVISORY)\W{0,5}
    | (?:Eds?|EDS|Editors|EDITORS)\.?(?:[’']?\ note)?:\ .{0,200}
      \b(?:updat|add|correct|recast|fix|new|writethru|with)\w*\b.{0,200}
    | -?30-? | \#{3,5} | \(?(?:ENDS|END|MORE)\)?
    """,
    re.VERBOSE,
)
_ROLE = (
    r"(?:additional |further |contributing )?(?:reporting|writing|editing|compiled|translated|edited|written|reported|"
    r"photograph(?:s|y)|photos?|pictures?|graphics?|fact[- ]check(?:ed|ing)|produced|production)"
    r"(?: and (?:reporting|writing|editing|translated|edited))?"
)
_CREDIT = re.compile(rf"[(\[]?{_ROLE} (?:in [\w .]{{2,30}} )?by [A-Z][^.!?]{{2,300}}[.)\]]{{0,2}}\Z", re.IGNORECASE)
_CREDITS = re.compile(rf"{_ROLE} (?:in [\w .]{{2,30}} )?by ", re.IGNORECASE)
_STANDARDS = re.compile(r"our standards: the thomson reuters trust principles\.?", re.IGNORECASE)
_PICTURE = re.compile(
    r"""
    (?:image|photo|picture|slide|bild|foto|figure|imagen|imagem)\s?\d{1,3}\s?(?:of|/|von|di|de|sur|van|av|z)\s?\d{1,3}
    | \d{1,3}\s(?:of|von|di|de|sur|van)\s\d{1,3}        # without a label a slash would be a rating: "4/5"
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "[Laughter]" of a transcript is none: a shortcode has attributes, a compound name, a slash, or a name that is known.
_SHORTCODES = re.compile(
    r"""
    (?:
        \[\[?/?[a-z]{1,20}(?:[_-][a-z0-9]{1,20}){1,4}(?:[ =:][^\[\]]{0,300})?\]\]?    # [ad_1], [vc_row full=1]
        | \[[a-z]{2,20}(?:\s[\w-]{1,20}=[^\[\]]{1,300})\]                            # [gallery ids="1,2"]
        | \[/[a-z]{2,20}\] | \[\[[a-z]{2,20}\]\]                                      # [/caption], [[ad]]
        | \[(?:ad|ads|caption|embed|gallery|newsletter|playlist|poll|quiz|related|slideshow)\]
        | \{\{[^{}]{1,200}\}\} | %%[^%]{1,60}%% | \s
    )+
    """,
    re.VERBOSE,
)
_COMMERCE = re.compile(
    r"""
    \b(?:may|might|can|could|will)\ (?:earn|receive|get|make)\ (?:an?\ |a\ small\ )?(?:affiliate\ )?commissions?\b
    | \baffiliate\ (?:links?|partners?|programmes?|programs?)\b
    | \bas\ an\ amazon\ associate\b | \bif\ you\ (?:buy|purchase|click)\b.{0,80}\b(?:links?|commission)\b
    | \b(?:independently|carefully)\ (?:selected|chosen|reviewed)\b.{0,60}\b(?:editors?|team|we|commission)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|our|us|this (?:article|page|post|story|site))\b|\bas an amazon associate\b", re.IGNORECASE)


def is_wire_slug(line: str) -> bool:
    """Match an agency's slug: "BC-EU--Harbour Quay, 2nd Ld-Writethru"."""
    return len(line.split()) <= _LONGEST_SLUG and _SLUG.fullmatch(line) is not None


def is_credit(line: str) -> bool:
    """Match a line of credits: "(Reporting by Ada Roe; Editing by Lou Parr)".

    One credit alone needs its brackets: "Reporting by the ministry's own staff ..." may begin a sentence.
    """
    if len(line) > 600 or len(line.split()) > _LONGEST_CREDIT:
        return False
    if _STANDARDS.fullmatch(line):
        return True
    is_bracketed = line.startswith(("(", "[")) and line.rstrip(".").endswith((")", "]"))
    return _CREDIT.match(line) is not None and (is_bracketed or len(_CREDITS.findall(line)) > 1)


def is_gallery_label(line: str) -> bool:
    """Match a picture's number: "Image 1 of 8"."""
    return len(line) < 30 and _PICTURE.fullmatch(line) is not None


def is_shortcode(line: str) -> bool:
    """Match a content management system's mark: `[gallery ids="1,2"]`."""
    return line.startswith(("[", "{{", "%%")) and len(line) < 600 and _SHORTCODES.fullmatch(line) is not None


def is_affiliate_notice(line: str) -> bool:
    """Match a notice about commissions for links."""
    return len(line) < 600 and _COMMERCE.search(line) is not None and _WE.search(line) is not None
