"""Records of a person's erasure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PersonalTextKind(StrEnum):
    """What a person wrote at the desk, and the attachments of their messages.

    The text of their messages is always erased, and so are the attachments; these are listed, since a claim may rest on
    them.
    """

    CLAIM = "claim"
    WHY = "why"
    LINK = "link"
    EVIDENCE = "evidence"
    REASON = "reason"
    COPY = "copy"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class PersonalText:
    """One text of a person, or taken from one of their messages.

    `number` is that of the flag, the evidence, the copy or the event; of an attachment 100 times its flag's plus its
    position. `text` is what stands there now.
    """

    guild: int
    claim: int
    kind: PersonalTextKind
    number: int
    text: str

    @property
    def id(self) -> str:
        """The name of the text for commands: "41/12/why-1"."""
        return f"{self.guild}/{self.claim}/{self.kind}-{self.number}"

    @property
    def is_always_erased(self) -> bool:
        """Whether the text goes with the person, without a choice."""
        return self.kind is PersonalTextKind.ATTACHMENT

    @property
    def name(self) -> str:
        """The text in words: "the reason to check #12"."""
        names = {
            PersonalTextKind.CLAIM: f"the words of #{self.claim}",
            PersonalTextKind.WHY: f"the reason to check #{self.claim}",
            PersonalTextKind.LINK: f"the link to their message in #{self.claim}",
            PersonalTextKind.EVIDENCE: f"evidence {self.number} of #{self.claim}",
            PersonalTextKind.COPY: f"copy {self.number} of a linked page of #{self.claim}",
            PersonalTextKind.REASON: f"a reason in the history of #{self.claim}",
            PersonalTextKind.ATTACHMENT: f"an attachment of their message in #{self.claim}",
        }
        return names[self.kind]


@dataclass(frozen=True, slots=True)
class Erasure:
    """Result of an erasure: desks, erased texts, cards to be drawn anew in Discord.

    `is_overwritten` is False if another process kept deleted words from being overwritten in the file.
    """

    desks: int
    texts: int
    redrawn: int
    is_overwritten: bool = False
