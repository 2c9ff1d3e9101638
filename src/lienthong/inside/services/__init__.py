"""Every write about documents at the units of an agency."""

from lienthong.inside.services.end_delivery import finish, withdraw
from lienthong.inside.services.follow_directory import hand_on_unit_deliveries
from lienthong.inside.services.give_to_units import (
    give_to_units,
    require_issued_here,
    require_units,
)

__all__ = [
    "finish",
    "give_to_units",
    "hand_on_unit_deliveries",
    "require_issued_here",
    "require_units",
    "withdraw",
]
