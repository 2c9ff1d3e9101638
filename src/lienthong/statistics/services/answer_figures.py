"""An agency answers for its closed figures: it confirms them, or says what is wrong."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.statistics import errors, queries
from lienthong.statistics.models import AgencyFigures, FiguresAnswer
from lienthong.statistics.queries.closings import answer_card, read_figures
from lienthong.statistics.types import (
    Answer,
    AnswerCard,
    Basis,
    Figures,
    Measure,
    Totals,
)

_ACTS = {Answer.CONFIRMED: "figures.confirmed", Answer.OBJECTED: "figures.objected"}
_LONGEST = 1000


def answer_figures(
    *,
    figures_id: UUID,
    answer: Answer,
    sentence: str,
    totals: Totals,
    key: str,
    actor: Actor,
    now: datetime,
) -> AnswerCard:
    """Write what an agency says of its closed figures, or those of one that it inherited from.

    It may answer again, and late: the latest in time counts, all are kept. The same key again gives
    the same answer. totals: what books hold that are kept elsewhere. Raises NotAllowed,
    FiguresNotFound, ReasonMissing, TotalsNotAsked, TotalTooLow, AnswerKeyDiffers.
    """
    access.require(actor, "statistics.confirm", agency_id=actor.agency_id)
    said = clean_line(sentence)[:_LONGEST]
    with transaction.atomic():
        row = _held(figures_id, actor)
        closing = queries.closing_of(row.closing.month)
        if closing.id != row.closing_id:
            raise errors.FiguresNotFound()
        before = FiguresAnswer.objects.filter(figures=row, key=key).first()
        if before is not None:
            _require_same(before, answer, said, totals)
            return answer_card(before, closing)
        _require_whole(row, answer, said, totals)
        new = FiguresAnswer(
            id=uuid7(),
            figures=row,
            answer=answer,
            sentence=said,
            outgoing_total=totals.outgoing,
            incoming_total=totals.incoming,
            answered_by=f"{actor.name}, {actor.title}".removesuffix(", ")[:200],
            answered_at=now,
            key=key,
        )
        new.record_id = ledger.record(_act(row, new), actor=actor, at=now).id
        new.save(force_insert=True)
    return answer_card(new, closing)


def _held(figures_id: UUID, actor: Actor) -> AgencyFigures:
    """Return the figures, held against a second answer at once. Raises FiguresNotFound."""
    rows = AgencyFigures.objects.select_for_update(of=("self",)).select_related("closing")
    row = rows.filter(
        pk=figures_id, agency_id__in=directory.with_inherited(actor.own_agency)
    ).first()
    if row is None:
        raise errors.FiguresNotFound()
    return row


def _require_same(before: FiguresAnswer, answer: Answer, said: str, totals: Totals) -> None:
    told = (before.answer, before.sentence, before.outgoing_total, before.incoming_total)
    if told != (answer, said, totals.outgoing, totals.incoming):
        raise errors.AnswerKeyDiffers()


def _require_whole(row: AgencyFigures, answer: Answer, said: str, totals: Totals) -> None:
    if answer == Answer.OBJECTED and not said:
        raise errors.ReasonMissing()
    figures = read_figures(row.basis, row.counts, row.kinds)
    if figures.basis == Basis.BOOKS and totals != Totals():
        raise errors.TotalsNotAsked()
    _require_enough(totals.outgoing, figures, Measure.OUTGOING_ELECTRONIC)
    _require_enough(totals.incoming, figures, Measure.INCOMING_ELECTRONIC)


def _require_enough(total: int | None, figures: Figures, part: Measure) -> None:
    counted = figures.counts[part]
    if total is not None and total < counted:
        raise errors.TotalTooLow(counted=counted)


def _act(row: AgencyFigures, new: FiguresAnswer) -> Act:
    """What was answered in the clear, the sentence committed to: it may name people."""
    return Act(
        name=_ACTS[Answer(new.answer)],
        subjects={
            "closing": str(row.closing_id),
            "agency": str(row.agency_id),
            "closed": str(row.closing.record_id),
        },
        dimensions={
            "month": f"{row.closing.month:%Y-%m}",
            "outgoing_total": new.outgoing_total,
            "incoming_total": new.incoming_total,
        },
        private={"sentence": new.sentence} if new.sentence else {},
    )
