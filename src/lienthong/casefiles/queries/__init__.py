"""Every read of case files: plain values, a fixed number of statements each."""

from lienthong.casefiles.queries.deposits import (
    deposit_card,
    deposit_page,
    deposited,
    to_deposit,
)
from lienthong.casefiles.queries.documents import (
    all_lines,
    among,
    candidates,
    days_of,
    documents_page,
    listed_contents,
    open_work_in,
    places_of,
    recalled_in,
)
from lienthong.casefiles.queries.files import (
    case_file,
    closing_check,
    count_files,
    course,
    find_files,
    list_of_year,
    may_keep,
    open_files_for,
    years_of,
)

__all__ = [
    "all_lines",
    "among",
    "candidates",
    "case_file",
    "closing_check",
    "count_files",
    "course",
    "days_of",
    "deposit_card",
    "deposit_page",
    "deposited",
    "documents_page",
    "find_files",
    "list_of_year",
    "listed_contents",
    "may_keep",
    "open_files_for",
    "open_work_in",
    "places_of",
    "recalled_in",
    "to_deposit",
    "years_of",
]
