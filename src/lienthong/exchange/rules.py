"""The published rule: what a log of status reports means, whatever its order.

The rule is a function of the set of reports. Reports may come late, twice and out of order; the
same set always gives the same standing. docs/explain/exchange.md states it in words.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from lienthong.exchange.types import (
    ANSWERS,
    PROGRESS,
    ChangeKind,
    DeliveryState,
    Report,
    Standing,
    StatusCode,
    UrgedAbout,
)
from lienthong.kernel.clock import local_day

_STATE_OF = {
    StatusCode.ARRIVED: DeliveryState.ARRIVED,
    StatusCode.ACCEPTED: DeliveryState.ACCEPTED,
    StatusCode.ASSIGNED: DeliveryState.ASSIGNED,
    StatusCode.IN_WORK: DeliveryState.IN_WORK,
    StatusCode.FINISHED: DeliveryState.FINISHED,
}
_TAKEN_IN = PROGRESS[1:]
_RECALLS = frozenset({ChangeKind.RECALL})
_CHANGES = frozenset({ChangeKind.UPDATE, ChangeKind.REPLACEMENT})
# Nothing is open any more; of what was never taken, the question stands at the one before it.
_OVER = frozenset(
    {
        DeliveryState.RECALLED,
        DeliveryState.SUPERSEDED,
        DeliveryState.OFFERED,
        DeliveryState.NOT_TAKEN,
    }
)


def effective_at(report: Report) -> datetime:
    """Return when a report counts: as stamped, but never later than it was received.

    A stamp in the future would let a wrong clock win against everything that follows.
    """
    return min(report.stamped_at, report.received_at)


def standing(reports: Iterable[Report]) -> Standing:
    """Return where a delivery stands, given everything that was reported about it.

    1. A recall that was agreed to ends the delivery: recalled.
    2. Otherwise an update or a replacement that was agreed to ends it: superseded.
    3. Otherwise one that came instead of another waits for the answer (offered), and comes to
       nothing when it is declined or its sender asks something else before the answer (not taken).
    4. Otherwise the latest refusal counts, unless the recipient reported taking the document in
       at the same time or later: refused.
    5. Otherwise the furthest step of the work that was ever reported counts, since its first
       report: a step that comes late or again takes nothing back.
    6. With no report at all it is sent.
    """
    log = list(reports)
    requests = requests_of(log)
    decided = _decisions(requests, _in_order(r for r in log if r.code in ANSWERS))
    own = [r for r in requests if not r.is_offer]
    state, since = (
        _ended(own, decided, _RECALLS, DeliveryState.RECALLED)
        or _ended(own, decided, _CHANGES, DeliveryState.SUPERSEDED)
        or _offered(requests, decided)
        or _refused(log)
        or _furthest(log)
    )
    pending, declined = _open_request(own, decided)
    if state in _OVER:
        pending = declined = None
    return Standing(state, since, pending_request=pending, declined_request=declined)


def requests_of(log: Iterable[Report]) -> list[Report]:
    """Return what was asked, in order of its effective time and then of its id."""
    return _in_order(r for r in log if r.change is not None)


def request_answered_by(answer: Report, requests: Sequence[Report]) -> Report | None:
    """Return the request that an answer belongs to; `requests` in order of their effective time.

    The one that it names; else the latest that is not later than the answer; else, when the
    answerer's clock is behind, the first. None when nothing was asked.
    """
    if answer.answers is not None:
        return next((r for r in requests if r.id == answer.answers), None)
    earlier = [r for r in requests if effective_at(r) <= effective_at(answer)]
    if earlier:
        return earlier[-1]
    return requests[0] if requests else None


def _in_order(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda r: (effective_at(r), r.id))


def _decisions(requests: Sequence[Report], answers: Sequence[Report]) -> dict[UUID, Report]:
    """Return the deciding answer of each request: the latest; at the same moment, agreement."""
    decided: dict[UUID, Report] = {}
    for answer in sorted(answers, key=lambda a: (effective_at(a), a.code == StatusCode.AGREED)):
        request = request_answered_by(answer, requests)
        if request is not None:
            decided[request.id] = answer
    return decided


def _ended(
    requests: Sequence[Report],
    decided: dict[UUID, Report],
    kinds: frozenset[ChangeKind],
    state: DeliveryState,
) -> tuple[DeliveryState, datetime | None] | None:
    """Return the end that the first agreement to a request of these kinds made, if there is one."""
    agreed = [
        effective_at(decided[r.id])
        for r in requests
        if r.change in kinds and r.id in decided and decided[r.id].code == StatusCode.AGREED
    ]
    return (state, min(agreed)) if agreed else None


def _offered(
    requests: Sequence[Report], decided: dict[UUID, Report]
) -> tuple[DeliveryState, datetime | None] | None:
    """Return how the offer stands by which the delivery came; None once it was agreed to."""
    offers = [r for r in requests if r.is_offer]
    if not offers:
        return None
    answers = [decided[r.id] for r in offers if r.id in decided]
    if any(answer.code == StatusCode.AGREED for answer in answers):
        return None
    if answers:
        return DeliveryState.NOT_TAKEN, min(effective_at(answer) for answer in answers)
    later = [effective_at(r) for r in requests if not r.is_offer]
    if later:
        return DeliveryState.NOT_TAKEN, min(later)
    return DeliveryState.OFFERED, effective_at(offers[0])


def _refused(log: Sequence[Report]) -> tuple[DeliveryState, datetime | None] | None:
    refusals = [effective_at(r) for r in log if r.code == StatusCode.REFUSED]
    taken_in = [effective_at(r) for r in log if r.code in _TAKEN_IN]
    standing_refusals = [at for at in refusals if not taken_in or at > max(taken_in)]
    return (DeliveryState.REFUSED, min(standing_refusals)) if standing_refusals else None


def _furthest(log: Sequence[Report]) -> tuple[DeliveryState, datetime | None]:
    for code in reversed(PROGRESS):
        moments = [effective_at(r) for r in log if r.code == code]
        if moments:
            return _STATE_OF[code], min(moments)
    return DeliveryState.SENT, None


def _open_request(
    requests: Sequence[Report], decided: dict[UUID, Report]
) -> tuple[UUID | None, UUID | None]:
    """Return (pending, declined): only the latest request can be either, as it replaces others."""
    if not requests:
        return None, None
    latest = requests[-1]
    if latest.id not in decided:
        return latest.id, None
    return None, latest.id if decided[latest.id].code == StatusCode.DECLINED else None


_IN_HAND = frozenset({DeliveryState.ACCEPTED, DeliveryState.ASSIGNED, DeliveryState.IN_WORK})


def late_about(
    *, state: DeliveryState, accept_by: datetime, due_on: date | None, at: datetime
) -> UrgedAbout | None:
    """Return what the recipient of a delivery is late with at a moment, or None: nobody is urged.

    due_on: until which day the document asks for its work; None when it names none.
    Source: Decree 30/2020/NĐ-CP, Article 24 (who is named watches and urges).
    """
    if state.is_open_for_acceptance:
        return UrgedAbout.ACCEPTANCE if accept_by < at else None
    is_late = due_on is not None and due_on < local_day(at)
    return UrgedAbout.WORK if is_late and state in _IN_HAND else None
