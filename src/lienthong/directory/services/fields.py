"""What every act does with what it is told: clean names, known agencies; what it leaves."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from lienthong.directory.errors import (
    AgencyClosed,
    FreeMail,
    NameMissing,
    NameTooLong,
    UnknownAgency,
)
from lienthong.directory.models import Agency
from lienthong.directory.rules.mailboxes import is_official
from lienthong.kernel.text import clean_line

_BATCH = 500


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


def a_mailbox(text: str) -> str:
    """Return the official mailbox of an agency as it is kept, "" for none.

    Raises FreeMail for one that cannot be official, NameTooLong.
    """
    line = a_line(Agency, "email", text).lower()
    domains = settings.LIENTHONG_OFFICIAL_DOMAINS
    if line and not is_official(line, domains):
        named = f" ({', '.join(sorted(domains))})" if domains else ""
        raise FreeMail(email=line[:80], domains=named)
    return line


def official_or_none(text: str) -> str:
    """Return a mailbox that a list of others names, "" where it cannot be an official one."""
    try:
        return a_mailbox(text)
    except FreeMail:
        return ""


def note_change(agency_ids: Iterable[UUID]) -> None:
    """Let the list for other systems say that these agencies changed (`changed_since`).

    A statement for every 500, in the transaction of the act.
    """
    left = iter(agency_ids)
    while some := list(islice(left, _BATCH)):
        Agency.objects.filter(pk__in=some).update(changed_at=Now())


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
