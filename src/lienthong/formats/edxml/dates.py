"""Days and moments of the wire: many forms are read, one is written.

The wire has no time zone: every local time is one of Vietnam. A text that no form fits is kept
as it came, so that nothing is lost and nothing is guessed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from lienthong.kernel.clock import VIETNAM

_DAY_FORMS = (
    re.compile(r"(?P<y>\d{4})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?!\d)", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})(?!\d)", re.ASCII),
)
_CLOCK = re.compile(
    r"[T ]\s*(?P<h>\d{1,2}):(?P<min>\d{1,2}):(?P<s>\d{1,2})(?:\.\d+)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PackageDate:
    """A day, or the raw text where no day could be read; never both.

    on: the local day. raw: the text as it came, only when `on` is None.
    """

    on: date | None = None
    raw: str = ""

    @property
    def wire(self) -> str:
        """The text that is written: `yyyy/MM/dd`, or the raw text."""
        return f"{self.on:%Y/%m/%d}".rjust(10, "0") if self.on else self.raw


@dataclass(frozen=True, slots=True)
class PackageTime:
    """A moment, or the raw text where no moment could be read; never both.

    at: aware, in UTC, whole seconds. raw: the text as it came, only when `at` is None.
    """

    at: datetime | None = None
    raw: str = ""

    @property
    def wire(self) -> str:
        """The text that is written: `yyyy/MM/dd HH:mm:ss` in Vietnam's time, or the raw text."""
        if self.at is None:
            return self.raw
        return f"{self.at.astimezone(VIETNAM):%Y/%m/%d %H:%M:%S}".rjust(19, "0")


def read_date(text: str) -> PackageDate:
    """Return the day that a text names, or the text itself as raw.

    Read: `yyyy/M/d`, `yyyy-M-d`, `d/M/yyyy`, `d-M-yyyy`; what follows the day is ignored, as the
    client library does. A day that the calendar lacks (2024/13/45) stays raw: the library would
    roll it over, which guesses.
    """
    found = _find_day(text)
    return PackageDate(raw=text) if found is None else PackageDate(on=found[0])


def read_time(text: str) -> PackageTime:
    """Return the moment that a text names, or the text itself as raw.

    Read: the forms of `read_date`, then a blank or `T`, then `H:m:s`, perhaps with a zone.
    """
    found = _find_day(text)
    clock = _CLOCK.match(text, found[1]) if found else None
    if found is None or clock is None:
        return PackageTime(raw=text)
    try:
        at = datetime(
            found[0].year,
            found[0].month,
            found[0].day,
            int(clock["h"]),
            int(clock["min"]),
            int(clock["s"]),
            tzinfo=_zone(clock["zone"]),
        ).astimezone(UTC)
        at.astimezone(VIETNAM)  # the first and last hours of the calendar have no local time
    except (ValueError, OverflowError):
        return PackageTime(raw=text)
    return PackageTime(at=at)


def _find_day(text: str) -> tuple[date, int] | None:
    for form in _DAY_FORMS:
        match = form.match(text)
        if match:
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"])), match.end()
            except ValueError:
                return None
    return None


def _zone(text: str | None) -> tzinfo:
    if text is None:
        return VIETNAM
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
