"""Numbers as people of a language write them: Vietnamese 1.274 and 22,7; English 1,274 and 22.7.

Only what is counted or measured. A number that names something (an entry, a year) is written as it
is said: "văn bản đến số 1274".
"""

from django.utils.formats import get_format

from lienthong.kernel.wording import plain_decimal

_UNITS = ("KB", "MB", "GB", "TB")


def count(number: int) -> str:
    """Write how many there are, in groups of three signs."""
    return f"{number:,}".replace(",", get_format("THOUSAND_SEPARATOR"))


def decimal(number: float) -> str:
    """Write a measure, four signs at most: "22,7", "64", "1234"."""
    return plain_decimal(number).replace(".", get_format("DECIMAL_SEPARATOR"))


def file_size(size: int) -> str:
    """Write a number of bytes as "284 KB", "1,4 MB" or "22,7 GB".

    A KB has 1024 bytes and an MB 1024 KB, as on the clerk's own machine and in our refusals; no
    number has four signs before the comma.
    """
    if size < 1000:
        return f"{size} B"
    value, unit = size / 1024, 0
    if value < 999.5:
        return f"{value:.0f} {_UNITS[unit]}"
    while (value >= 999.95 or not unit) and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.1f} {_UNITS[unit]}".replace(".", get_format("DECIMAL_SEPARATOR"))
