"""What others may know of documents at the units of an agency."""

from lienthong.inside.queries.unit_deliveries import (
    PAGE,
    at_units,
    of_version,
    unit_deliveries,
    unit_delivery,
    units_without,
)

__all__ = ["PAGE", "at_units", "of_version", "unit_deliveries", "unit_delivery", "units_without"]
