"""Numbers of outgoing documents: taken before sealing, explained in the book whatever follows."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.registers import errors, queries
from lienthong.registers.models import Entry
from lienthong.registers.services.books._lines import write_line
from lienthong.registers.types import Direction, EntryCard, EntryFacts, EntryState, Series

ReferenceOf = Callable[[int], str]


def take_number(
    *,
    agency_id: UUID,
    facts: EntryFacts,
    reference_of: ReferenceOf,
    key: str,
    actor: Actor,
    now: datetime,
    series: Series = Series.COMMON,
) -> EntryCard:
    """Take the next outgoing number of the year; asking again with the same key gives the same.

    facts: the line without its reference code, which `reference_of` makes from the number.
    The line stands as 'numbered' until it is entered as issued or voided with a reason.
    Source: Decree 30/2020/NĐ-CP, Article 15: by date, without gaps, unique in the year.
    """
    access.require(actor, "issuing.number", agency_id=agency_id)
    with transaction.atomic():
        entry = write_line(
            agency_id=agency_id,
            direction=Direction.OUTGOING,
            year=facts.document_on.year,
            series=series,
            key=key,
            facts=facts,
            state=EntryState.NUMBERED,
            actor=actor,
            now=now,
            reference_of=reference_of,
        )
        return queries.card_of(entry)


def enter_issued(
    *, entry_id: UUID, version_id: UUID | None, actor: Actor, now: datetime
) -> EntryCard:
    """Turn a numbered line into that of an issued document; runs in the act that issues it.

    version_id: None for what was issued on paper alone. Raises EntryNotFound, or AlreadyVoided when
    somebody voided the number meanwhile.
    """
    with transaction.atomic():
        entry = (
            Entry.objects.select_for_update()
            .filter(
                pk=entry_id,
                register__agency_id=actor.own_agency,
                register__direction=Direction.OUTGOING,
            )
            .first()
        )
        if entry is None:
            raise errors.EntryNotFound()
        if entry.state == EntryState.VOIDED:
            raise errors.AlreadyVoided(number=entry.number, reason=entry.void_reason)
        entry.state, entry.version_id = EntryState.ENTERED, version_id
        entry.settled_at = now
        entry.save(update_fields=["state", "version", "settled_at"])
        return queries.card_of(entry)


def list_given(
    *,
    agency_id: UUID,
    facts: EntryFacts,
    key: str,
    version_id: UUID,
    actor: Actor,
    now: datetime,
) -> EntryCard:
    """Write an outgoing document that carries a number of another book into the list of such.

    It keeps the number that it carries; its place in the list is its own running number.
    """
    access.require(actor, "issuing.number", agency_id=agency_id)
    with transaction.atomic():
        entry = write_line(
            agency_id=agency_id,
            direction=Direction.OUTGOING,
            year=facts.document_on.year,
            is_given=True,
            key=key,
            facts=facts,
            state=EntryState.ENTERED,
            version_id=version_id,
            actor=actor,
            now=now,
        )
        return queries.card_of(entry)
