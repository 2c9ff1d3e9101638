"""The one row that stands for senders who are in no directory: citizens, enterprises, others."""

from datetime import date

from lienthong.directory.models import Agency
from lienthong.directory.types import UNLISTED, AgencyClass, AgencyLevel
from lienthong.kernel.text import fold
from lienthong.kernel.wording import noop as _

_NAME = _("Ngoài danh bạ")
# It ended before anything here began: no list of living agencies ever has it.
_NEVER = date(1900, 1, 1)


def open_unlisted() -> None:
    """Make sure that the row is there; who really wrote stands in words with each document.

    Nobody holds a post in it, nothing is sent to it, and no list shows it. One statement, two the
    first time.
    """
    Agency.objects.get_or_create(
        pk=UNLISTED,
        defaults={
            "name": _NAME,
            "name_folded": fold(_NAME),
            "abbreviation": "—",
            "agency_class": AgencyClass.STATE,
            "level": AgencyLevel.DEPARTMENT,
            "books_here": False,
            "is_outside": True,
            "valid_from": _NEVER,
            "valid_to": _NEVER,
        },
    )
