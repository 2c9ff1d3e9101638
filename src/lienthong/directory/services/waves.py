"""A wave: many agencies take part from one day on, by one decision (A4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries, rules
from lienthong.directory.errors import (
    AgencyClosed,
    NothingChosen,
    ParticipationDiffers,
    UnknownAgency,
)
from lienthong.directory.models import Participation
from lienthong.directory.services.fields import a_line, note_change
from lienthong.directory.services.rights import demand_over
from lienthong.directory.services.turns import take_turn
from lienthong.directory.types import PartnerScope
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act, ActItem

_BATCH = 80


@dataclass(frozen=True, slots=True)
class Wave:
    """The terms of a wave. kinds: codes in scope, none means every kind; source: the decision."""

    name: str
    starts_on: date
    partners: PartnerScope = PartnerScope.EVERYONE
    kinds: tuple[str, ...] = ()
    obligatory_on: date | None = None
    ends_on: date | None = None
    source: str = ""


def set_wave(*, wave: Wave, agency_ids: Collection[UUID], actor: Actor, now: datetime) -> int:
    """Let agencies take part from a day on; return how many terms are new.

    Later terms replace earlier ones from their start; the same wave again changes nothing. One
    record in the ledger. The same number of statements for 1 and for 80 agencies.
    Raises NotAllowed, NotBelowYou, NothingChosen, AgencyClosed, DatesOutOfOrder, UnknownAgency, and
    ParticipationDiffers when one of them has other terms from that very day.
    """
    wanted = set(agency_ids)
    if not wanted:
        raise NothingChosen
    rules.check_order(wave.starts_on, wave.ends_on)
    demand_over(actor, wanted)
    terms = _terms(wave)
    with transaction.atomic():
        take_turn()
        _require_living(wanted, wave.starts_on)
        there = Participation.objects.filter(agency__in=wanted, starts_on=wave.starts_on)
        for row in there:
            if any(getattr(row, name) != value for name, value in terms.items()):
                raise ParticipationDiffers(starts_on=f"{wave.starts_on:%d/%m/%Y}")
        new = sorted(wanted - {row.agency_id for row in there})
        Participation.objects.bulk_create(
            [Participation(agency_id=pk, starts_on=wave.starts_on, **terms) for pk in new],
            batch_size=_BATCH,
        )
        note_change(new)
        if new:
            ledger.record(_act(wave, new), actor=actor, at=now)
    return len(new)


def _terms(wave: Wave) -> dict[str, object]:
    return {
        "wave": a_line(Participation, "wave", wave.name),
        "ends_on": wave.ends_on,
        "partners": wave.partners,
        "kinds": sorted(wave.kinds),
        "obligatory_on": wave.obligatory_on,
        "source": a_line(Participation, "source", wave.source),
    }


def _require_living(agency_ids: set[UUID], on: date) -> None:
    known = queries.agencies(agency_ids)
    for missing in agency_ids - known.keys():
        raise UnknownAgency(agency=missing)
    for card in known.values():
        if card.valid_to and card.valid_to < on:
            raise AgencyClosed(agency=card.name, closed_on=f"{card.valid_to:%d/%m/%Y}")


def _act(wave: Wave, agency_ids: Collection[UUID]) -> Act:
    return Act(
        name="directory.wave-set",
        subjects={"wave": str(uuid7())},
        dimensions={
            "starts_on": wave.starts_on.isoformat(),
            "partners": str(wave.partners),
            "obligatory_on": wave.obligatory_on.isoformat() if wave.obligatory_on else None,
        },
        private={"name": wave.name, "source": wave.source, "kinds": ",".join(wave.kinds)},
        items=[ActItem(key=str(pk)) for pk in agency_ids],
    )
