"""A wave: many agencies take part from one day on, by one decision (A4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from lienthong.directory import queries, rules
from lienthong.directory.errors import (
    AgencyClosed,
    NothingChosen,
    ParticipationDiffers,
    UnknownAgency,
)
from lienthong.directory.models import Participation
from lienthong.directory.ports import JoinGuard
from lienthong.directory.services.fields import a_line, note_change
from lienthong.directory.services.rights import demand_over
from lienthong.directory.services.turns import take_turn
from lienthong.directory.types import PartnerScope
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import clean_line
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act, ActItem

_BATCH = 80
_LONGEST_REASON = 300


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


@dataclass(frozen=True, slots=True)
class WaveSet:
    """What became of a wave. new: how many terms; not_ready: names of those that lack something."""

    new: int
    not_ready: tuple[str, ...] = ()


def set_wave(
    *, wave: Wave, agency_ids: Collection[UUID], actor: Actor, now: datetime, despite: str = ""
) -> WaveSet:
    """Let agencies take part from a day on; say how many terms are new and who was not ready.

    Later terms replace earlier ones from their start; the same wave again changes nothing. One
    record in the ledger. The same number of statements for 1 and for 80 agencies.
    despite: why agencies that lack something join all the same; recorded with how many they are.
    Raises NotAllowed, NotBelowYou, NothingChosen, AgencyClosed, DatesOutOfOrder, UnknownAgency,
    ParticipationDiffers when one of them has other terms from that very day, and what the guard
    that the settings name (`LIENTHONG_JOIN_GUARD`) raises.
    """
    wanted = set(agency_ids)
    if not wanted:
        raise NothingChosen
    rules.check_order(wave.starts_on, wave.ends_on)
    demand_over(actor, wanted)
    terms, why = _terms(wave), clean_line(despite)[:_LONGEST_REASON]
    with transaction.atomic():
        take_turn()
        _require_living(wanted, wave.starts_on)
        there = Participation.objects.filter(agency__in=wanted, starts_on=wave.starts_on)
        for row in there:
            if any(getattr(row, name) != value for name, value in terms.items()):
                raise ParticipationDiffers(starts_on=f"{wave.starts_on:%d/%m/%Y}")
        new = sorted(wanted - {row.agency_id for row in there})
        not_ready = _not_ready(new, why, now=now)
        Participation.objects.bulk_create(
            [Participation(agency_id=pk, starts_on=wave.starts_on, **terms) for pk in new],
            batch_size=_BATCH,
        )
        note_change(new)
        if new:
            act = _act(wave, new, not_ready=len(not_ready), despite=why)
            ledger.record(act, actor=actor, at=now)
    return WaveSet(len(new), tuple(not_ready))


def _not_ready(new: Collection[UUID], despite: str, *, now: datetime) -> list[str]:
    """Ask the guard about those that never took part; later terms of others are no joining."""
    known = Participation.objects.filter(agency__in=new).values_list("agency_id", flat=True)
    if not (joining := set(new) - set(known)):
        return []
    guard = cast("JoinGuard", import_string(settings.LIENTHONG_JOIN_GUARD))
    return guard(joining, despite=despite, now=now)


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


def _act(wave: Wave, agency_ids: Collection[UUID], *, not_ready: int, despite: str) -> Act:
    return Act(
        name="directory.wave-set",
        subjects={"wave": str(uuid7())},
        dimensions={
            "starts_on": wave.starts_on.isoformat(),
            "partners": str(wave.partners),
            "obligatory_on": wave.obligatory_on.isoformat() if wave.obligatory_on else None,
            "not_ready": not_ready,
        },
        private={
            "name": wave.name,
            "source": wave.source,
            "kinds": ",".join(wave.kinds),
            "despite": despite,
        },
        items=[ActItem(key=str(pk)) for pk in agency_ids],
    )
