"""Every read of figures: counted now, closed, and the documents behind a number."""

from lienthong.statistics.queries.closings import (
    answerable_by,
    closing_called,
    closing_of,
    closing_of_figures,
    closing_with,
    closings,
    figures_of,
    figures_of_agency,
    latest_closing,
    months_of,
    published_closing,
    published_closings,
)
from lienthong.statistics.queries.counting import count_figures
from lienthong.statistics.queries.opening import Opened, OpenedLine, opened
from lienthong.statistics.queries.periods import (
    closing_to_come,
    first_month,
    period_asked,
    period_called,
    period_now,
    read_month,
)

__all__ = [
    "Opened",
    "OpenedLine",
    "answerable_by",
    "closing_called",
    "closing_of",
    "closing_of_figures",
    "closing_to_come",
    "closing_with",
    "closings",
    "count_figures",
    "figures_of",
    "figures_of_agency",
    "first_month",
    "latest_closing",
    "months_of",
    "opened",
    "period_asked",
    "period_called",
    "period_now",
    "published_closing",
    "published_closings",
    "read_month",
]
