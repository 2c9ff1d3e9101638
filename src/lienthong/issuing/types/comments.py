"""Comments on a draft before it is signed: who was asked, what was said, what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.issuing.types.drafts import NewFile
from lienthong.kernel.wording import noop as _


class CommentRequestState(StrEnum):
    """Whether comments are still awaited, and else why not."""

    OPEN = "open"
    TAKEN_BACK = "taken-back"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    HANDED_ON = "handed-on"  # the agency ended; the draft is another agency's now

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    CommentRequestState.OPEN: _("đang lấy ý kiến"),
    CommentRequestState.TAKEN_BACK: _("người soạn thôi lấy ý kiến"),
    CommentRequestState.SIGNED: _("dự thảo đã ký"),
    CommentRequestState.WITHDRAWN: _("dự thảo đã rút"),
    CommentRequestState.HANDED_ON: _("dự thảo chuyển sang cơ quan khác"),
}


class Treatment(StrEnum):
    """What the drafter did with a comment; the second needs its explanation."""

    TAKEN = "taken"
    NOT_TAKEN = "not-taken"

    @property
    def label(self) -> str:
        return _TREATMENT_LABELS[self]


_TREATMENT_LABELS = {
    Treatment.TAKEN: _("Tiếp thu"),
    Treatment.NOT_TAKEN: _("Không tiếp thu"),
}


@dataclass(frozen=True, slots=True)
class NewCommenter:
    """Whom one asks for comments: a post or a unit of the agency, one of the two."""

    post_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SaidComment:
    """What a commenter says; agrees: nothing is to be changed, then there is neither text nor file.

    page: from 1, None for the whole. seen_digest: of the draft's file that lay before the writer.
    """

    agrees: bool = False
    text: str = ""
    page: int | None = None
    file: NewFile | None = None
    seen_digest: str = ""


@dataclass(frozen=True, slots=True)
class CommentFile:
    """The file that came with a comment; size in bytes."""

    name: str
    digest: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class CommentCard:
    """One comment.

    agrees: there is nothing to change, and no text. page: of the file, None for the whole.
    content_digest: the draft's file as the commenter saw it; is_earlier: it has another now.
    is_late: it came after the day. treatment: None while nobody has said what becomes of it.
    """

    id: UUID
    draft_id: UUID
    request_id: UUID
    said_by: str
    said_by_post: UUID
    title: str
    agrees: bool
    text: str
    page: int | None
    file: CommentFile | None
    content_digest: str
    is_earlier: bool
    is_late: bool
    said_at: datetime
    treatment: Treatment | None
    explanation: str
    treated_by: str
    treated_at: datetime | None


@dataclass(frozen=True, slots=True)
class CommenterCard:
    """Who was asked; is_there: the post is held, the unit exists today.

    has_said: something came from there. is_late: nothing came, and the day is over.
    """

    name: str
    detail: str
    post_id: UUID | None
    unit_id: UUID | None
    is_there: bool
    has_said: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class CommentRequestCard:
    """A request for comments with those who were asked."""

    id: UUID
    draft_id: UUID
    question: str
    due_on: date
    asked_by: str
    asked_at: datetime
    state: CommentRequestState
    commenters: tuple[CommenterCard, ...]

    @property
    def is_open(self) -> bool:
        return self.state == CommentRequestState.OPEN


@dataclass(frozen=True, slots=True)
class CommentedFile:
    """One state of a draft's file with the comments on it; number: from 1, the first first."""

    number: int
    digest: str
    since: datetime
    is_current: bool
    comments: tuple[CommentCard, ...]


@dataclass(frozen=True, slots=True)
class DraftComments:
    """All comments on a draft: the requests, and its files from the newest to the first.

    Only files on which somebody commented, and the current one.
    """

    requests: tuple[CommentRequestCard, ...]
    files: tuple[CommentedFile, ...]

    @property
    def asked_count(self) -> int:
        """Who was asked and can still answer or has, each request by itself."""
        return len(self._counted())

    @property
    def said_count(self) -> int:
        return sum(one.has_said for one in self._counted())

    @property
    def late_count(self) -> int:
        return sum(one.is_late for one in self._counted())

    @property
    def untreated_count(self) -> int:
        said = [one for file in self.files for one in file.comments]
        return sum(not one.agrees and one.treatment is None for one in said)

    def _counted(self) -> list[CommenterCard]:
        asked = [one for request in self.requests for one in request.commenters]
        return [one for one in asked if one.has_said or one.is_there]
