"""Every read of the directory: plain values, a fixed number of statements each."""

from lienthong.directory.queries.agencies import (
    agencies,
    agencies_by_codes,
    agency,
    agency_by_code,
    children,
    codes_of,
    committee,
    search_agencies,
    successors,
)
from lienthong.directory.queries.calendar import working_day_checker
from lienthong.directory.queries.groups import expand_group, group_by_name, groups
from lienthong.directory.queries.people import (
    officers,
    person,
    person_by_email,
    post,
    posts,
    posts_of_agency,
    posts_of_person,
    units_of,
)
from lienthong.directory.queries.readiness import readiness

__all__ = [
    "agencies",
    "agencies_by_codes",
    "agency",
    "agency_by_code",
    "children",
    "codes_of",
    "committee",
    "expand_group",
    "group_by_name",
    "groups",
    "officers",
    "person",
    "person_by_email",
    "post",
    "posts",
    "posts_of_agency",
    "posts_of_person",
    "readiness",
    "search_agencies",
    "successors",
    "units_of",
    "working_day_checker",
]
