"""What the directory holds of all that a file is about, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

# Facts by the names of the columns; days as ISO text, "" for nothing.
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KnownAgency:
    id: UUID
    facts: Facts
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownUnit:
    id: UUID
    agency_id: UUID
    facts: Facts


@dataclass(frozen=True, slots=True)
class KnownPerson:
    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class KnownPost:
    id: UUID
    person_id: UUID
    agency_id: UUID
    unit_id: UUID | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Known:
    """The agencies and units of the whole directory, and the people and posts of these lines.

    domains: those of official mailboxes; none where any but free mail is.
    """

    agencies: Iterable[KnownAgency] = ()
    units: Iterable[KnownUnit] = ()
    people: Iterable[KnownPerson] = ()
    posts: Iterable[KnownPost] = field(default_factory=tuple)
    domains: frozenset[str] = frozenset()
