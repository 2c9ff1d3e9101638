"""What can be found, and for whom."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# Who may find something: an agency, or a unit or person of an agency as (agency, unit or person).
Reader = tuple[UUID, ...]


class SearchKind(StrEnum):
    """What a line of the index stands for."""

    VERSION = "version"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class NewText:
    """Words by which readers find one thing. `text` as people write it or folded already."""

    kind: SearchKind
    subject: UUID
    text: str
    readers: tuple[Reader, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One token that must stand in a text, or begin one of its tokens."""

    token: str
    is_prefix: bool = False
