"""Every write of the directory: one act a function, safe to repeat."""

from lienthong.directory.services.agencies import (
    found_agency,
    give_code,
    move_agency,
    rename_agency,
)
from lienthong.directory.services.calendar import load_holidays, set_day
from lienthong.directory.services.groups import define_group
from lienthong.directory.services.participation import join, leave
from lienthong.directory.services.people import add_person, add_unit, appoint, end_post
from lienthong.directory.services.succession import succeed

__all__ = [
    "add_person",
    "add_unit",
    "appoint",
    "define_group",
    "end_post",
    "found_agency",
    "give_code",
    "join",
    "leave",
    "load_holidays",
    "move_agency",
    "rename_agency",
    "set_day",
    "succeed",
]
