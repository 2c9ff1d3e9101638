"""Moments as the interface writes them: local time of Vietnam, without a zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")

_FIRST_YEAR = 1900


def written(moment: datetime) -> str:
    """Return an aware moment as `dd/MM/yyyy HH:mm:ss` in Vietnam."""
    return f"{moment.astimezone(_ZONE):%d/%m/%Y %H:%M:%S}"


def read(text: str) -> datetime | None:
    """Return the moment that a caller gave, aware; None for nothing and for what is no moment.

    What lies before 1900 is none: the first days of the calendar are too early for UTC.
    A list that is asked for with an odd date is the whole list: dates stay with a client object
    for years, and a refusal would stop all that comes after.
    """
    for form in _FORMS:
        try:
            found = datetime.strptime(text.strip(), form).replace(tzinfo=_ZONE)
        except ValueError:
            continue
        return found if found.year >= _FIRST_YEAR else None
    return None


def stamp(moment: datetime) -> str:
    """Return the time stamp of a client object; after the plus sign stand milliseconds.

    It is made once and stays with the object for years, so its age says nothing.
    """
    local = moment.astimezone(_ZONE)
    return f"{local:%d%m%YT%H%M%S}+{local.microsecond // 1000:04d}"
