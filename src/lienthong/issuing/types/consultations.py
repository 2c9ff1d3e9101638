"""Comments of other agencies on a draft: the letters that asked for them, and what came back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lienthong.issuing.types.comments import Treatment
from lienthong.issuing.types.drafts import DraftState


@dataclass(frozen=True, slots=True)
class NotedComment:
    """What a drafter notes of an agency; seen_at: when it was noted last, as the form had it."""

    agrees: bool
    text: str
    treatment: Treatment | None
    explanation: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgencyAnswer:
    """A document by which an agency answered; is_visible: it opens to the one who looks."""

    version_id: UUID
    reference: str
    issued_on: date
    is_visible: bool


@dataclass(frozen=True, slots=True)
class AgencyCommentCard:
    """What an agency says, as the drafter noted it, and what became of it.

    agrees: nothing is to be changed, and no text. treatment: None while it is not decided.
    """

    agrees: bool
    text: str
    treatment: Treatment | None
    explanation: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class ConsultedAgency:
    """One recipient of the letter; is_late: the day is over, and nothing came or was noted."""

    agency_id: UUID
    name: str
    answers: tuple[AgencyAnswer, ...]
    comment: AgencyCommentCard | None
    is_late: bool

    @property
    def has_answered(self) -> bool:
        return bool(self.answers) or self.comment is not None


@dataclass(frozen=True, slots=True)
class Consultation:
    """A letter that asks other agencies for comments on a draft, with those that it went to.

    due_on: the last day to answer. version_id: None until it is issued; then nobody was asked yet.
    """

    letter_id: UUID
    state: DraftState
    reference: str
    subject: str
    due_on: date | None
    version_id: UUID | None
    agencies: tuple[ConsultedAgency, ...]

    @property
    def answered_count(self) -> int:
        return sum(one.has_answered for one in self.agencies)

    @property
    def late_count(self) -> int:
        return sum(one.is_late for one in self.agencies)
