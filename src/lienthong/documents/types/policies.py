"""Rules as rows, and what they are asked about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule is asked about; empty means that it is not known or does not matter.

    agency_ids: the issuer and those above it, the nearest first: rules of all of them hold for it.
    """

    kind: str = ""
    subject_area: str = ""
    period: str = ""
    recipient_role: str = ""
    issuer_class: str = ""
    issuer_level: str = ""
    agency_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """A row of the rule table; empty fields of the scope mean any.

    valid_from, valid_to: both days belong to it.
    """

    id: UUID
    matter: str
    clause: str
    title: str
    value: dict[str, object]
    valid_from: date
    valid_to: date | None
    kind: str = ""
    subject_area: str = ""
    period: str = ""
    recipient_role: str = ""
    issuer_class: str = ""
    issuer_level: str = ""
    agency_id: UUID | None = None
