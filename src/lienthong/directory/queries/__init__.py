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
from lienthong.directory.queries.heads import led_agencies
from lienthong.directory.queries.imports import (
    import_card,
    import_for,
    import_lines,
    latest_imports,
    manages_all,
)
from lienthong.directory.queries.listing import (
    ListedAgency,
    agencies_after,
    changes_known_until,
    listed,
)
from lienthong.directory.queries.people import (
    heads_of,
    held_among,
    officers,
    person,
    person_by_email,
    post,
    posts,
    posts_of_agency,
    posts_of_person,
    posts_of_role,
    units_of,
)
from lienthong.directory.queries.postings import (
    holders,
    is_over,
    postings_of_agency,
    postings_of_people,
    postings_of_person,
    without_role,
)
from lienthong.directory.queries.readiness import readiness
from lienthong.directory.queries.reorganisations import (
    heirs,
    holder_of,
    holders_of,
    inherited_from,
    reorganisation,
    reorganisations,
    with_inherited,
)
from lienthong.directory.queries.timetable import history, participation_of, timetable
from lienthong.directory.queries.tree import above, below, tops

__all__ = [
    "ListedAgency",
    "above",
    "agencies",
    "agencies_after",
    "agencies_by_codes",
    "agency",
    "agency_by_code",
    "below",
    "changes_known_until",
    "children",
    "codes_of",
    "committee",
    "expand_group",
    "group_by_name",
    "groups",
    "heads_of",
    "heirs",
    "held_among",
    "history",
    "holder_of",
    "holders",
    "holders_of",
    "import_card",
    "import_for",
    "import_lines",
    "inherited_from",
    "is_over",
    "latest_imports",
    "led_agencies",
    "listed",
    "manages_all",
    "officers",
    "participation_of",
    "person",
    "person_by_email",
    "post",
    "postings_of_agency",
    "postings_of_people",
    "postings_of_person",
    "posts",
    "posts_of_agency",
    "posts_of_person",
    "posts_of_role",
    "readiness",
    "reorganisation",
    "reorganisations",
    "search_agencies",
    "successors",
    "timetable",
    "tops",
    "units_of",
    "with_inherited",
    "without_role",
    "working_day_checker",
]
