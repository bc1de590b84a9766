"""What a source did, as a chain tells it: said, told, wrote, reported, thought, shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.model import Role, SourceKind

if TYPE_CHECKING:
    from bot.attribution.cues import Cue

_DEEDS = frozenset({"agree", "volunteer"})  # "agreed to sell ships" is done, not said


def role_of(cue: Cue, kind: SourceKind, *, evidence: bool) -> Role:
    """Return what a source of `kind` did by `cue`; `evidence` where things may do it, too."""
    if cue.thought or (cue.lemma in _DEEDS and any(child.dep_ == "xcomp" for child in cue.verb.children)):
        return Role.THOUGHT
    if kind is SourceKind.DOCUMENT or (evidence and kind is SourceKind.UNKNOWN):
        return Role.SHOWS
    return lexicon.ROLES.get(cue.lemma, Role.SAID)
