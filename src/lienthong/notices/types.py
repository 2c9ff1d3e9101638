"""Notices as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

# In place of an agency: a notice to a role in all of them is one row, however many there are.
EVERY_AGENCY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A short message to one post, or to all posts of a role in an agency or in every one.

    agency_id: EVERY_AGENCY only with a role.
    code: one of those declared with `sentences.declare`; facts fill its sentence and are shown to
    the reader. subject_kind, subject_id: what it is about and where its page is.
    """

    agency_id: UUID
    code: str
    subject_kind: str
    subject_id: UUID
    facts: Mapping[str, str | int] = field(default_factory=dict)
    role: str = ""
    post_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as it is shown; `sentence` is translated when shown, then filled with `facts`."""

    id: UUID
    code: str
    sentence: str
    facts: Mapping[str, str | int]
    subject_kind: str
    subject_id: UUID
    told_at: datetime

    def text(self, sentence: str | None = None) -> str:
        """Return the sentence, or its translation, with the facts in it."""
        return (sentence or self.sentence) % self.facts
