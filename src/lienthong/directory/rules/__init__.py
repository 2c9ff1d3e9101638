"""Decisions of the directory that need no database."""

from lienthong.directory.rules.codes import LONGEST_CODE, clean_code, form_of, whole_code
from lienthong.directory.rules.days import check_order
from lienthong.directory.rules.participation import (
    next_start,
    partners_meet,
    readiness_of,
    terms_on,
)

__all__ = [
    "LONGEST_CODE",
    "check_order",
    "clean_code",
    "form_of",
    "next_start",
    "partners_meet",
    "readiness_of",
    "terms_on",
    "whole_code",
]
