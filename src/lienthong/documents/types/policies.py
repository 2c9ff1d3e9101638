"""Rules as rows, and what they are asked about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lienthong.documents.types.words import Concern, ReportPeriod


@dataclass(frozen=True, slots=True)
class Topic:
    """What a rule about sending asks of a document itself; "" where it was not said (A5)."""

    kind: str
    concern: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class AskedTopics:
    """The concerns and periods that rules tell apart for an issuer on a day.

    Where no rule asks, nobody is asked.
    """

    concerns: tuple[Concern, ...] = ()
    periods: tuple[ReportPeriod, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule is asked about; empty means that it is not known or does not matter.

    agency_ids: the issuer and those above it, the nearest first: rules of all of them hold for it.
    """

    kind: str = ""
    concern: str = ""
    period: str = ""
    recipient_role: str = ""
    issuer_class: str = ""
    issuer_level: str = ""
    recipient_level: str = ""
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
    concern: str = ""
    period: str = ""
    recipient_role: str = ""
    issuer_class: str = ""
    issuer_level: str = ""
    recipient_level: str = ""
    agency_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewPolicy:
    """A rule of a province's, or of one agency's own, about how documents travel (A5).

    agency_id: whose rule it is; it holds for that agency and those below it. Empty fields of the
    scope mean any. paper_by: working days until the paper is sent. Both days belong to it.
    """

    agency_id: UUID
    clause: str
    title: str
    electronic: bool
    paper: bool
    valid_from: date
    valid_to: date | None = None
    kind: str = ""
    concern: str = ""
    period: str = ""
    recipient_role: str = ""
    issuer_level: str = ""
    recipient_level: str = ""
    paper_by: int = 1


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """A case that a new rule is about: which row decides it on that day without and with it."""

    scope: Scope
    before: PolicyCard | None
    after: PolicyCard | None


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """What a new rule would change.

    same_scope: rows about just the same on days of the new one; the later row decides. narrower:
    rows that go on deciding a part of it. gap: days before it that its last row left open.
    """

    cases: tuple[PolicyCase, ...]
    same_scope: tuple[PolicyCard, ...]
    narrower: tuple[PolicyCard, ...]
    gap: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A row of the rule table as people see it; entered_by: "" of what a release brought."""

    rule: PolicyCard
    agency_name: str
    entered_by: str
    ended_by: str


@dataclass(frozen=True, slots=True)
class Routing:
    """How a delivery travels by the rule (A5); paper_by: working days until the paper is sent."""

    electronic: bool = True
    paper: bool = False
    paper_by: int = 1


@dataclass(frozen=True, slots=True)
class Routed:
    """What the rule says of one delivery: how it travels, until when its paper is sent, and why.

    paper_due: None where no paper goes. rule: the row that said so; None where no rule speaks.
    """

    routing: Routing
    paper_due: date | None = None
    rule: PolicyCard | None = None


@dataclass(frozen=True, slots=True)
class SendingPolicies:
    """What the rules of its day say about a sending: until when it is accepted, and how it travels.

    accept_policy_id: the row of the limit. asked: about what the sender is asked. routed: how a
    delivery of a document travels, by the recipient's role and its level; asked as often as one
    likes, it costs no statement.
    """

    accept_by: datetime
    accept_policy_id: UUID | None
    routed: Callable[[Topic, str, str], Routed]
    asked: AskedTopics = AskedTopics()
