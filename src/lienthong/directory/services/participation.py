"""Agencies join the electronic exchange, each with its terms, and leave it (A4)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from lienthong.directory import rules
from lienthong.directory.errors import ParticipationDiffers
from lienthong.directory.models import Participation
from lienthong.directory.services.fields import a_line, an_agency, note_change
from lienthong.directory.types import PartnerScope


def join(
    *,
    agency_id: UUID,
    starts_on: date,
    ends_on: date | None = None,
    partners: PartnerScope = PartnerScope.EVERYONE,
    kinds: Collection[str] = (),
    obligatory_on: date | None = None,
    wave: str = "",
    source: str = "",
) -> None:
    """Let an agency take part from a day on; later terms replace earlier ones from their start.

    kinds: codes of kinds in scope; none means every kind.
    Raises AgencyClosed, DatesOutOfOrder, UnknownAgency, and ParticipationDiffers when other terms
    are written for the same start.
    """
    rules.check_order(starts_on, ends_on)
    terms = {
        "ends_on": ends_on,
        "partners": partners,
        "kinds": sorted(kinds),
        "obligatory_on": obligatory_on,
        "wave": a_line(Participation, "wave", wave),
        "source": a_line(Participation, "source", source),
    }
    with transaction.atomic():
        row, is_new = Participation.objects.get_or_create(
            agency=an_agency(agency_id, on=starts_on), starts_on=starts_on, defaults=terms
        )
        if any(getattr(row, name) != value for name, value in terms.items()):
            raise ParticipationDiffers(starts_on=f"{starts_on:%d/%m/%Y}")
        if is_new:
            note_change([agency_id])


def leave(*, agency_id: UUID, on: date) -> None:
    """Let the terms that hold on a day end with that day; without any nothing changes.

    Raises UnknownAgency.
    """
    with transaction.atomic():
        begun = Participation.objects.filter(agency=an_agency(agency_id), starts_on__lte=on)
        held = begun.order_by("-starts_on").first()
        if held is not None and (held.ends_on is None or held.ends_on > on):
            held.ends_on = on
            held.save(update_fields=["ends_on"])
            note_change([agency_id])


def stay(*, agency_id: UUID, on: date) -> None:
    """Let the terms that were to end with a day go on, as if nobody had left; else nothing changes.

    Raises UnknownAgency.
    """
    with transaction.atomic():
        terms = Participation.objects.filter(agency=an_agency(agency_id), ends_on=on)
        if terms.update(ends_on=None):
            note_change([agency_id])
