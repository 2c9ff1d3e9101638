"""The first administrator of an agency that has people: an operator proposes, the agency agrees."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import queries
from lienthong.access.errors import (
    OwnGrant,
    ProposalDecided,
    ProposalOneself,
    ReasonMissing,
    UnknownProposal,
)
from lienthong.access.models import Proposal
from lienthong.access.services import _tell
from lienthong.access.services._again import require_same
from lienthong.access.services.posts import (
    NewPost,
    give_post,
    grant_post,
    is_being_set_up,
    require_none_yet,
)
from lienthong.access.services.rights import require
from lienthong.access.types import ProposalCard, ProposalState
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

KIND = "administrator"  # of a proposal, in notices and lists
_ASKED_OF = (Role.LEADER,)
_SAID = (
    *("agency_id", "person_id", "unit_id", "title"),
    *("valid_from", "valid_to", "source", "asked_by_id"),
)


def propose_administrator(
    new: NewPost, *, key: str, actor: Actor, now: datetime
) -> ProposalCard | None:
    """Give an agency its first administrator, or ask the agency where it has people already.

    key: chosen by the form; the same again asks once. None: the agency is being set up, and the
    post was given. The leaders are asked; where none has an account, the heads of the nearest
    agency above. Raises RightMissing, OwnGrant, AdministratorThere, AskedOtherwise, and what
    `grant_post` raises.
    """
    require(actor, "access.first-administrator")
    row = _row(new, key=key, actor=actor, now=now)
    if (proposed := _proposed(row)) is not None:
        return proposed
    today = local_day(now)
    if is_being_set_up(new.agency_id, today=today):
        grant_post(new, actor=actor, now=now, key=key)
        return None
    if new.person_id == actor.person_id:
        raise OwnGrant
    if new.role != Role.ADMINISTRATOR:
        require(actor, "access.grant-posts")
    require_none_yet(new.agency_id, today=today)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            card = queries.proposal(row.pk)
            _leave_asked(card, actor=actor, now=now)
    except IntegrityError:
        if (proposed := _proposed(row)) is None:
            raise
        return proposed
    return card


def _proposed(row: Proposal) -> ProposalCard | None:
    """What was proposed under the key of a row, if anything was. Raises AskedOtherwise."""
    earlier = Proposal.objects.filter(key=row.key).first()
    if earlier is None:
        return None
    require_same(earlier, row, _SAID)
    return queries.proposal(earlier.pk)


def decide_proposal(
    *, proposal_id: UUID, agrees: bool, note: str, actor: Actor, now: datetime
) -> ProposalCard:
    """Agree, and the post is given by who agrees; or refuse with the reason.

    Never by the one who asked, nor by the one whom it is about. Answering the same again changes
    nothing. Raises UnknownProposal, ProposalOneself, ProposalDecided, ReasonMissing,
    AdministratorThere, and what `directory.appoint` raises.
    """
    note = clean_line(note)[:500]
    if not agrees and not note:
        raise ReasonMissing
    with transaction.atomic():
        directory_services.take_turn()  # before the row, as reorganisations do that end proposals
        row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
        card = visible_proposal(proposal_id, actor=actor, now=now)
        if row is None or not _is_asked(card, actor, now=now):
            raise UnknownProposal
        if actor.person_id in (card.asked_by, card.person_id):
            raise ProposalOneself
        wanted = ProposalState.AGREED if agrees else ProposalState.REFUSED
        if row.state == wanted and row.decided_by_id == actor.person_id:
            return card
        if row.state != ProposalState.ASKED:
            raise ProposalDecided(state=ProposalState(row.state).label)
        row.state, row.decided_at, row.note = wanted, now, note
        row.decided_by_id = actor.person_id
        row.save()
        decided = queries.proposal(proposal_id)
        _leave_decided(decided, actor=actor, now=now)
        if agrees:
            _give(decided, actor=actor, now=now)
    return decided


def visible_proposal(proposal_id: UUID, *, actor: Actor, now: datetime) -> ProposalCard:
    """Return a proposal to operators and to those who are asked. Raises UnknownProposal."""
    card = queries.proposal(proposal_id)
    if "access.first-administrator" in actor.rights or _is_asked(card, actor, now=now):
        return card
    raise UnknownProposal


def may_decide(card: ProposalCard, *, actor: Actor, now: datetime) -> bool:
    """Say whether this actor may answer a proposal."""
    return (
        card.state == ProposalState.ASKED
        and actor.person_id not in (card.asked_by, card.person_id)
        and _is_asked(card, actor, now=now)
    )


def _is_asked(card: ProposalCard, actor: Actor, *, now: datetime) -> bool:
    return queries.answers_for(actor, card.agency_id, _ASKED_OF, on=local_day(now))


def _row(new: NewPost, *, key: str, actor: Actor, now: datetime) -> Proposal:
    return Proposal(
        key=key,
        agency_id=new.agency_id,
        person_id=directory.person(new.person_id).id,
        unit_id=new.unit_id,
        title=clean_line(new.title)[:100],
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        source=clean_line(new.source)[:200],
        asked_by_id=directory.post(actor.own_post).person_id,
        asked_by_post_id=actor.own_post,
        asked_at=now,
    )


def _give(card: ProposalCard, *, actor: Actor, now: datetime) -> None:
    require_none_yet(card.agency_id, today=local_day(now))
    new = NewPost(
        person_id=card.person_id,
        agency_id=card.agency_id,
        role=Role.ADMINISTRATOR,
        title=card.title,
        valid_from=max(card.valid_from, local_day(now)),
        valid_to=card.valid_to,
        unit_id=card.unit_id,
        source=card.source,
    )
    give_post(new, actor=actor, now=now)


def _leave_asked(card: ProposalCard, *, actor: Actor, now: datetime) -> None:
    record_proposal("access.administrator-proposed", card, actor=actor, now=now)
    asked = queries.deciders(card.agency_id, _ASKED_OF, on=local_day(now))
    facts = {"by": card.asked_by_name, "name": card.person_name, "agency": card.agency_name}
    code = _tell.ADMINISTRATOR_PROPOSED
    for agency_id in {card.agency_id, asked.agency_id}:
        _tell.tell_heads(agency_id, code, facts, kind=KIND, subject_id=card.id, now=now)
    worklist.put(
        NewWork(
            agency_id=asked.agency_id,
            audience=Audience(role=role),
            verb=Verb.AGREE_ADMINISTRATOR,
            subject_kind=KIND,
            subject_id=card.id,
            arrived_at=now,
            notation=card.person_name,
            summary=card.agency_name,
            from_whom=card.asked_by_name,
        )
        for role in asked.roles
    )


def _leave_decided(card: ProposalCard, *, actor: Actor, now: datetime) -> None:
    worklist.settle(subject_kind=KIND, subject_ids=[card.id], actor=actor, now=now)
    if card.state == ProposalState.AGREED:
        record_proposal("access.administrator-agreed", card, actor=actor, now=now)
        code, more = _tell.ADMINISTRATOR_GRANTED, {"day": f"{card.valid_from:%d/%m/%Y}"}
    else:
        record_proposal("access.administrator-refused", card, actor=actor, now=now, note=card.note)
        code, more = _tell.ADMINISTRATOR_REFUSED, {"reason": card.note}
    facts = {"by": card.decided_by_name, "name": card.person_name, "agency": card.agency_name}
    facts |= more
    _tell.tell_person(card.asked_by, code, facts, kind=KIND, subject_id=card.id, now=now)
    if card.state == ProposalState.REFUSED:
        _tell.tell_heads(card.agency_id, code, facts, kind=KIND, subject_id=card.id, now=now)


def record_proposal(
    name: str, card: ProposalCard, *, actor: Actor, now: datetime, **private: str
) -> None:
    """Record what became of a proposal, in the transaction in which it did. For this package."""
    subjects = {"agency": card.agency_id, "proposal": card.id}
    told = {"person": str(card.person_id), "person_name": card.person_name, **private}
    _tell.record(name, subjects=subjects, actor=actor, now=now, **told)
