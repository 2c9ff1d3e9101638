"""Marking what became of the paper beside a delivery: it went, it came, or neither after all (A5).

The electronic document waits for none of it: Decision 28/2018/QĐ-TTg, Article 6.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.exchange import errors, queries
from lienthong.exchange.models import Delivery, Paper
from lienthong.exchange.services import _papers, _records
from lienthong.exchange.types import DeliveryCard, PaperSent, PaperState, PaperStep, PaperWay
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger

# Rows of one statement; SQLite takes 999 variables.
_BATCH = 150
_LONGEST_NUMBER = 30


def mark_paper_sent(
    *, delivery_ids: Collection[UUID], sent: PaperSent, actor: Actor, now: datetime
) -> list[DeliveryCard]:
    """Mark that the paper beside these deliveries went; the same again changes nothing.

    By the sender, or its heir. Their recipients are to watch for it. One record for the whole act.
    Raises NotAllowed, DeliveryNotFound, NoPaper, PaperDay, PostNumberMissing; PaperMarked when
    something else is marked already.
    """
    access.require(actor, "exchange.follow-paper", agency_id=actor.agency_id)
    sent = _cleaned(sent)
    with transaction.atomic():
        papers = _held(delivery_ids, "sender_id", actor)
        new = [one for one in papers.values() if not _says(one, sent)]
        _require_free([one for one in new if one.sent_on is not None], PaperStep.SENT)
        came = [one.arrived_on for one in new if one.arrived_on is not None]
        _require_day(new, sent.sent_on, last=min([local_day(now), *came]))
        for one in new:
            one.sent_on, one.way, one.post_number = sent.sent_on, sent.way, sent.post_number
            one.sent_by = actor.name
        _keep(new, "sent_on", "way", "post_number", "sent_by")
        cards = queries.delivery_cards(list(papers))
        changed = _among(cards, new)
        if changed:
            by = directory.agency(actor.own_agency)
            ledger.record(_records.paper_sent(changed, sent, by=by), actor=actor, at=now)
            _papers.settle_sending({one.dispatch_id for one in changed}, actor=actor, now=now)
            coming = [one for one in changed if one.paper and one.paper.state == PaperState.SENT]
            _papers.work_again(coming, now=now)
    return cards


def mark_paper_arrived(
    *, delivery_ids: Collection[UUID], arrived_on: date, actor: Actor, now: datetime
) -> list[DeliveryCard]:
    """Mark that the paper beside these deliveries came; the same again changes nothing.

    By the recipient, or its heir; also where the sender has marked nothing. One record.
    Raises NotAllowed, DeliveryNotFound, NoPaper, PaperDay; PaperMarked for another day.
    """
    access.require(actor, "exchange.follow-paper", agency_id=actor.agency_id)
    with transaction.atomic():
        papers = _held(delivery_ids, "recipient_id", actor)
        new = [one for one in papers.values() if one.arrived_on != arrived_on]
        _require_free([one for one in new if one.arrived_on is not None], PaperStep.ARRIVED)
        _require_day(new, arrived_on, last=local_day(now))
        for one in new:
            one.arrived_on, one.arrived_by = arrived_on, actor.name
        _keep(new, "arrived_on", "arrived_by")
        cards = queries.delivery_cards(list(papers))
        changed = _among(cards, new)
        if changed:
            by = directory.agency(actor.own_agency)
            ledger.record(_records.paper_arrived(changed, arrived_on, by=by), actor=actor, at=now)
            _papers.settle_coming([one.id for one in changed], actor=actor, now=now)
            _papers.settle_sending({one.dispatch_id for one in changed}, actor=actor, now=now)
    return cards


def take_back_paper(
    *, delivery_id: UUID, step: PaperStep, actor: Actor, now: datetime
) -> DeliveryCard:
    """Take back what the actor's own side marked in error; nothing marked, nothing changes.

    The ledger keeps the mark and its withdrawal. Raises NotAllowed, DeliveryNotFound, NoPaper;
    PaperArrived when the recipient has the paper of which the sender says that it did not go.
    """
    access.require(actor, "exchange.follow-paper", agency_id=actor.agency_id)
    is_sent = step == PaperStep.SENT
    with transaction.atomic():
        (paper,) = _held([delivery_id], "sender_id" if is_sent else "recipient_id", actor).values()
        if (paper.sent_on if is_sent else paper.arrived_on) is None:
            return queries.delivery_card(delivery_id)
        if is_sent and paper.arrived_on is not None:
            raise errors.PaperArrived(day=f"{paper.arrived_on:%d/%m/%Y}", who=paper.arrived_by)
        if is_sent:
            paper.sent_on, paper.way, paper.post_number, paper.sent_by = None, "", "", ""
            _keep([paper], "sent_on", "way", "post_number", "sent_by")
        else:
            paper.arrived_on, paper.arrived_by = None, ""
            _keep([paper], "arrived_on", "arrived_by")
        card = queries.delivery_card(delivery_id)
        by = directory.agency(actor.own_agency)
        ledger.record(_records.paper_taken_back(card, step, by=by), actor=actor, at=now)
        if is_sent:
            _papers.settle_coming([card.id], actor=actor, now=now)
        _papers.work_again([card], now=now)
    return card


def _cleaned(sent: PaperSent) -> PaperSent:
    """Return what is kept; a number only of what goes by post. Raises PostNumberMissing."""
    number = clean_line(sent.post_number)[:_LONGEST_NUMBER]
    if sent.way != PaperWay.POST:
        return replace(sent, post_number="")
    if not number:
        raise errors.PostNumberMissing()
    return replace(sent, post_number=number)


def _held(delivery_ids: Collection[UUID], side: str, actor: Actor) -> Mapping[UUID, Paper]:
    """Return the papers of one's own side, locked in the order of their ids."""
    wanted = sorted(set(delivery_ids))
    own = directory.with_inherited(actor.own_agency)
    rows = Paper.objects.select_for_update(of=("self",)).select_related("delivery__version")
    rows = rows.filter(**{f"{side}__in": own}).order_by("pk")
    found = {
        row.delivery_id: row
        for start in range(0, len(wanted), _BATCH)
        for row in rows.filter(pk__in=wanted[start : start + _BATCH])
    }
    if not wanted or len(found) < len(wanted):
        raise _missing(set(wanted) - found.keys(), side, own)
    return found


def _missing(
    delivery_ids: Collection[UUID], side: str, own: Collection[UUID]
) -> errors.NoPaper | errors.DeliveryNotFound:
    """Say of one's own deliveries that no paper goes; of others nothing."""
    known = Delivery.objects.filter(pk__in=sorted(delivery_ids)[:_BATCH], **{f"{side}__in": own})
    return errors.NoPaper() if known.exists() else errors.DeliveryNotFound()


def _says(paper: Paper, sent: PaperSent) -> bool:
    return (paper.sent_on, paper.way, paper.post_number) == (
        sent.sent_on,
        sent.way,
        sent.post_number,
    )


def _require_free(marked: Sequence[Paper], step: PaperStep) -> None:
    """Nobody writes over what a colleague has marked: it is taken back first."""
    if marked:
        first, is_sent = marked[0], step == PaperStep.SENT
        day = first.sent_on if is_sent else first.arrived_on
        raise errors.PaperMarked(
            name=first.delivery.recipient_name,
            day=f"{day:%d/%m/%Y}",
            who=first.sent_by if is_sent else first.arrived_by,
        )


def _require_day(papers: Sequence[Paper], day: date, *, last: date) -> None:
    """A paper goes not before the day written on it, and comes not before it went."""
    days = [one.delivery.version.issued_on for one in papers]
    days += [one.sent_on for one in papers if one.sent_on is not None]
    first = max(days, default=day)
    if not first <= day <= last:
        raise errors.PaperDay(
            day=f"{day:%d/%m/%Y}", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"
        )


def _keep(papers: Sequence[Paper], *columns: str) -> None:
    for one in papers:
        one.state = _state(one)
    Paper.objects.bulk_update(papers, ["state", *columns], batch_size=_BATCH)


def _state(paper: Paper) -> PaperState:
    if paper.arrived_on is not None:
        return PaperState.ARRIVED
    return PaperState.SENT if paper.sent_on is not None else PaperState.OWED


def _among(cards: Sequence[DeliveryCard], papers: Sequence[Paper]) -> list[DeliveryCard]:
    ids = {one.delivery_id for one in papers}
    return [card for card in cards if card.id in ids]
