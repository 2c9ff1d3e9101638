"""What every act does with what it is told: clean names, known agencies."""

from datetime import date
from uuid import UUID

from django.db import models

from lienthong.directory.errors import AgencyClosed, NameMissing, NameTooLong, UnknownAgency
from lienthong.directory.models import Agency
from lienthong.kernel.text import clean_line


def a_line(model: type[models.Model], field: str, text: str) -> str:
    """Return one clean line that fits its column. Raises NameTooLong."""
    line = clean_line(text)
    longest = getattr(model._meta.get_field(field), "max_length", 0)
    if len(line) > longest:
        raise NameTooLong(text=line[:40], longest=longest)
    return line


def a_name(model: type[models.Model], field: str, text: str) -> str:
    """Return one clean line that is not empty. Raises NameMissing, NameTooLong."""
    line = a_line(model, field, text)
    if not line:
        raise NameMissing
    return line


def an_agency(agency_id: UUID, *, on: date | None = None) -> Agency:
    """Return the row of an agency, held until the end of the transaction.

    Held without its key: rows of other tables that point to it may be written meanwhile.

    Raises UnknownAgency, and AgencyClosed when it does not exist any more on a day.
    """
    row = Agency.objects.select_for_update(of=("self",), no_key=True).filter(pk=agency_id).first()
    if row is None:
        raise UnknownAgency(agency=agency_id)
    if on and row.valid_to and row.valid_to < on:
        raise AgencyClosed(agency=row.name, closed_on=f"{row.valid_to:%d/%m/%Y}")
    return row
