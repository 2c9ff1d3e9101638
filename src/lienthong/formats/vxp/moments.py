"""Moments as the interface writes them: local time of Vietnam, without a zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")


def written(moment: datetime) -> str:
    """Return an aware moment as `dd/MM/yyyy HH:mm:ss` in Vietnam."""
    return f"{moment.astimezone(_ZONE):%d/%m/%Y %H:%M:%S}"


def read(text: str) -> datetime | None:
    """Return the moment that a caller gave, aware; None for nothing and for what is no moment.

    A list that is asked for with an odd date is the whole list: dates stay with a client object
    for years, and a refusal would stop all that comes after.
    """
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=_ZONE)
        except ValueError:
            continue
    return None


def stamp(moment: datetime) -> str:
    """Return the time stamp of a client object; after the plus sign stand milliseconds.

    It is made once and stays with the object for years, so its age says nothing.
    """
    local = moment.astimezone(_ZONE)
    return f"{local:%d%m%YT%H%M%S}+{local.microsecond // 1000:04d}"
