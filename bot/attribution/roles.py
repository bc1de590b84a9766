"""What a source did, as a chain tells it: said, told, wrote, reported, thought, shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.model import Role, SourceKind

if TYPE_CHECKING:
    from bot.attribution.cues import Cue

_DEEDS = frozenset({"agree", "volunteer"})  # "agreed to sell ships" is done, not said

_PUBLISHED = frozenset({"estimate", "calculate"})  # a figure that is given out, not kept in mind


def role_of(cue: Cue, kind: SourceKind, *, evidence: bool) -> Role:
    """Return what a source of `kind` did by `cue`; `evidence` where things may do it, too."""
    if (cue.thought and cue.lemma not in _PUBLISHED) or _is_deed(cue):
        return Role.THOUGHT
    if kind is SourceKind.DOCUMENT or (evidence and kind is SourceKind.UNKNOWN):
        return Role.SHOWS
    return lexicon.ROLES.get(cue.lemma, Role.SAID)


def _is_deed(cue: Cue) -> bool:
    """Hold for "agreed to sell ships", "agreed to a meeting": nothing is told of what was said."""
    if cue.lemma not in _DEEDS:
        return False
    told = any(child.dep_ == "ccomp" for child in cue.verb.children)
    return not told and any(child.dep_ == "xcomp" or child.lower_ == "to" for child in cue.verb.children)
