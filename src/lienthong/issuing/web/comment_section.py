"""The comments on a draft as a part of its page: who was asked, what was said, and its answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.issuing import queries
from lienthong.issuing.types import (
    CommentCard,
    CommentedFile,
    CommentRequestCard,
    DraftComments,
)
from lienthong.issuing.web.comment_forms import TreatmentForm
from lienthong.kernel.clock import local_day


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment; form: for those who may say what becomes of it. treatment: in words, or ""."""

    card: CommentCard
    treatment: str
    form: TreatmentForm | None


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A state of the file with its comments."""

    file: CommentedFile
    comments: list[ShownComment]


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request; why: for what reason no comments are awaited any more, "" while they are."""

    card: CommentRequestCard
    why: str


@dataclass(frozen=True, slots=True)
class CommentSection:
    """summary: one line for who is about to sign; may_end: open requests can be ended here."""

    requests: list[ShownRequest]
    files: list[ShownFile]
    summary: str
    is_pressing: bool
    may_end: bool


def of_draft(draft_id: UUID, *, treats: bool, now: datetime) -> CommentSection:
    """Return what the page of a draft shows; treats: this post may say what becomes of comments."""
    found = queries.comments_on(draft_id, on=local_day(now))
    return CommentSection(
        requests=[
            ShownRequest(one, "" if one.is_open else _(one.state.label)) for one in found.requests
        ],
        files=[
            ShownFile(file, [_shown(one, treats=treats) for one in file.comments])
            for file in found.files
        ],
        summary=_summary(found) if found.requests else "",
        is_pressing=bool(found.late_count or found.untreated_count),
        may_end=treats,
    )


def _shown(card: CommentCard, *, treats: bool) -> ShownComment:
    treatment = _(card.treatment.label) if card.treatment else ""
    return ShownComment(card, treatment, _form(card) if treats and not card.agrees else None)


def _form(card: CommentCard) -> TreatmentForm:
    return TreatmentForm(
        initial={
            "treatment": card.treatment,
            "explanation": card.explanation,
            "seen_at": card.treated_at.isoformat() if card.treated_at else "",
        },
        auto_id=f"treat_{card.id}_%s",
    )


def _summary(found: DraftComments) -> str:
    """Say in one line how far it is: "2/3 nơi đã trả lời, 1 quá hạn; 1 ý kiến chưa giải trình"."""
    parts = [
        _("%(said)s/%(asked)s nơi được hỏi đã trả lời")
        % {"said": found.said_count, "asked": found.asked_count}
    ]
    if found.late_count:
        late = found.late_count
        parts.append(ngettext("%(n)s nơi quá hạn", "%(n)s nơi quá hạn", late) % {"n": late})
    if found.untreated_count:
        left = found.untreated_count
        words = ngettext("%(n)s ý kiến chưa được trả lời", "%(n)s ý kiến chưa được trả lời", left)
        parts.append(words % {"n": left})
    return f"{'; '.join(parts)}."
