"""Every write of the directory: one act a function, safe to repeat."""

from lienthong.directory.services.agencies import (
    bring_inside,
    change_email,
    found_agency,
    give_code,
    keep_books,
    put_outside,
    rename_agency,
)
from lienthong.directory.services.apply_import import apply_import
from lienthong.directory.services.calendar import decide_day, load_holidays
from lienthong.directory.services.check_import import check_import
from lienthong.directory.services.correct_agency import correct_agency
from lienthong.directory.services.decide_reorganisation import (
    agree,
    cancel,
    decline,
    may_answer,
    propose,
)
from lienthong.directory.services.fields import official_or_none
from lienthong.directory.services.groups import define_group
from lienthong.directory.services.import_rights import demand_import
from lienthong.directory.services.participation import join, leave, stay
from lienthong.directory.services.people import add_person, add_unit, appoint, end_post
from lienthong.directory.services.reorganise import (
    take_effect_of_due,
    try_out,
)
from lienthong.directory.services.rights import demand, demand_over, manages_everything
from lienthong.directory.services.succession import succeed
from lienthong.directory.services.turns import take_turn
from lienthong.directory.services.unlisted import open_unlisted
from lienthong.directory.services.waves import Wave, WaveSet, set_wave
from lienthong.directory.services.write_tables import (
    told,
    write_directory,
    write_findings,
    write_template,
)

__all__ = [
    "Wave",
    "WaveSet",
    "add_person",
    "add_unit",
    "agree",
    "apply_import",
    "appoint",
    "bring_inside",
    "cancel",
    "change_email",
    "check_import",
    "correct_agency",
    "decide_day",
    "decline",
    "define_group",
    "demand",
    "demand_import",
    "demand_over",
    "end_post",
    "found_agency",
    "give_code",
    "join",
    "keep_books",
    "leave",
    "load_holidays",
    "manages_everything",
    "may_answer",
    "official_or_none",
    "open_unlisted",
    "propose",
    "put_outside",
    "rename_agency",
    "set_wave",
    "stay",
    "succeed",
    "take_effect_of_due",
    "take_turn",
    "told",
    "try_out",
    "write_directory",
    "write_findings",
    "write_template",
]
