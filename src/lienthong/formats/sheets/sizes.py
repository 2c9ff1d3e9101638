"""How large a table may be, said in words where it is larger."""

from lienthong.formats.sheets.errors import TableTooLarge
from lienthong.formats.sheets.types import Limits
from lienthong.kernel.wording import Count
from lienthong.kernel.wording import noop as _

_MEGABYTE = 1024 * 1024


def file_too_large(limits: Limits) -> TableTooLarge:
    """Return the refusal of a file with too many bytes."""
    return TableTooLarge(what=_("dung lượng tệp"), limit=_megabytes(limits.file))


def too_large_unpacked(limits: Limits) -> TableTooLarge:
    """Return the refusal of a workbook whose parts unpack to too many bytes."""
    what = _("dung lượng sau khi giải nén")
    return TableTooLarge(what=what, limit=_megabytes(limits.unpacked))


def require_parts(count: int, limits: Limits) -> None:
    """Raise TableTooLarge for a workbook of more parts than are looked at."""
    if count > limits.parts:
        raise TableTooLarge(what=_("số phần của tệp"), limit=Count(limits.parts))


def require_sheets(count: int, limits: Limits) -> None:
    """Raise TableTooLarge for more sheets than are read."""
    if count > limits.sheets:
        raise TableTooLarge(what=_("số trang tính"), limit=Count(limits.sheets))


def require_cells(*, rows: int, columns: int, limits: Limits) -> None:
    """Raise TableTooLarge for more rows or columns than are read of a sheet."""
    if columns > limits.columns:
        raise TableTooLarge(what=_("số cột"), limit=Count(limits.columns))
    if rows > limits.rows:
        raise TableTooLarge(what=_("số dòng"), limit=Count(limits.rows))


def _megabytes(limit: int) -> str:
    return f"{max(limit // _MEGABYTE, 1)} MB"
