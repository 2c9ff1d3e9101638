"""The paper beside deliveries: what the rule makes of a sending, and the work that follows (A5)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, Role
from lienthong.documents import queries as documents
from lienthong.documents.types import RecipientRole, SendingPolicies, Topic, VersionCard
from lienthong.exchange import errors
from lienthong.exchange.models import Paper
from lienthong.exchange.types import (
    NO_PAPER_WANTED,
    DeliveryCard,
    PaperCard,
    PaperState,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import end_of_day
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

_CLERK = Audience(role=Role.CLERK)
# Names in one refusal.
_NAMED = 20


def papers_of(
    recipients: Sequence[tuple[AgencyCard, RecipientRole]], *, topic: Topic, rules: SendingPolicies
) -> list[PaperCard | None]:
    """Return the paper that goes to each of these recipients, or None, in their order.

    Raises PaperOnly when the rule gives some of them nothing electronic.
    """
    routed = [rules.routed(topic, role, agency.level) for agency, role in recipients]
    told = zip(recipients, routed, strict=True)
    on_paper = [agency.name for (agency, _role), one in told if not one.routing.electronic]
    if on_paper:
        raise errors.PaperOnly(names=", ".join(on_paper[:_NAMED]))
    return [
        PaperCard(PaperState.OWED, one.paper_due, one.rule.id)
        if one.paper_due is not None and one.rule is not None
        else None
        for one in routed
    ]


def owe_papers(
    deliveries: Sequence[DeliveryCard], version: VersionCard, sender: AgencyCard, *, now: datetime
) -> None:
    """Put one line before the sender's clerks where paper is owed. One statement then, else none.

    Whose books are kept in its own software follows its paper there.
    """
    owed = [one for one in deliveries if one.paper and one.paper.state == PaperState.OWED]
    if owed and sender.books_here:
        worklist.put([_to_send(owed, version, sender.id, now=now)])


def _to_send(
    owed: Sequence[DeliveryCard], version: VersionCard, agency_id: UUID, *, now: datetime
) -> NewWork:
    return NewWork(
        agency_id=agency_id,
        audience=_CLERK,
        verb=Verb.SEND_PAPER,
        subject_kind="papers",
        subject_id=owed[0].dispatch_id,
        arrived_at=now,
        notation=version.reference_code,
        issuer=version.issuer_name,
        summary=version.subject,
        due_at=end_of_day(min(one.paper.due_on for one in owed if one.paper)),
    )


def await_papers(deliveries: Sequence[DeliveryCard], *, now: datetime) -> None:
    """Let the recipients' clerks watch for what was sent to them. Four statements at most."""
    holders = directory.holders_of({one.recipient_id for one in deliveries})
    agencies = directory.agencies(holders.values())
    here = {
        one.id: agencies[holders[one.recipient_id]]
        for one in deliveries
        if agencies[holders[one.recipient_id]].books_here
        and not agencies[holders[one.recipient_id]].is_outside
    }
    versions = documents.version_cards({one.version_id for one in deliveries if one.id in here})
    worklist.put(
        NewWork(
            agency_id=here[one.id].id,
            audience=_CLERK,
            verb=Verb.RECEIVE_PAPER,
            subject_kind="delivery",
            subject_id=one.id,
            arrived_at=now,
            notation=versions[one.version_id].reference_code,
            issuer=versions[one.version_id].issuer_name,
            summary=versions[one.version_id].subject,
            from_whom=one.sender_name,
        )
        for one in deliveries
        if one.id in here
    )


def work_again(deliveries: Sequence[DeliveryCard], *, now: datetime) -> None:
    """Put the work on papers before who has it now; what nobody wants is nobody's work."""
    wanted = [one for one in deliveries if one.wants_paper]
    by_state: dict[PaperState, list[DeliveryCard]] = {}
    for one in wanted:
        if one.paper is not None:
            by_state.setdefault(one.paper.state, []).append(one)
    if PaperState.SENT in by_state:
        await_papers(by_state[PaperState.SENT], now=now)
    if PaperState.OWED in by_state:
        _owe_again(by_state[PaperState.OWED], now=now)


def _owe_again(deliveries: Sequence[DeliveryCard], *, now: datetime) -> None:
    """Put the line of these dispatches before who acts for their sender again."""
    owed: dict[UUID, list[DeliveryCard]] = {}
    for one in deliveries:
        owed.setdefault(one.dispatch_id, []).append(one)
    holders = directory.holders_of({one.sender_id for one in deliveries})
    agencies = directory.agencies(holders.values())
    versions = documents.version_cards({one.version_id for one in deliveries})
    for some in owed.values():
        owe_papers(
            some, versions[some[0].version_id], agencies[holders[some[0].sender_id]], now=now
        )


def settle_sending(dispatch_ids: Collection[UUID], *, actor: Actor, now: datetime) -> None:
    """Take the line of those dispatches off from which no paper is owed any more."""
    rows = Paper.objects.filter(delivery__dispatch_id__in=dispatch_ids, state=PaperState.OWED)
    owed = rows.exclude(delivery__state__in=NO_PAPER_WANTED)
    through = set(dispatch_ids).difference(owed.values_list("delivery__dispatch_id", flat=True))
    worklist.settle(
        subject_kind="papers",
        subject_ids=through,
        verbs=[Verb.SEND_PAPER],
        actor=actor,
        now=now,
    )


def settle_coming(delivery_ids: Iterable[UUID], *, actor: Actor, now: datetime) -> None:
    """Take off the recipients' lists what came, or is not to come any more."""
    worklist.settle(
        subject_kind="delivery",
        subject_ids=delivery_ids,
        verbs=[Verb.RECEIVE_PAPER],
        actor=actor,
        now=now,
    )
