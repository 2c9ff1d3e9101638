"""Every read of the books: plain values, a fixed number of statements each."""

from lienthong.registers.queries.assignees import assignable_posts, held_instead
from lienthong.registers.queries.book_pages import book_card, book_page, handed_to
from lienthong.registers.queries.book_prints import (
    book_print_content,
    book_print_of,
    latest_book_print,
)
from lienthong.registers.queries.books import (
    book_rows,
    books_of,
    card_of,
    entries_of_versions,
    entry_card,
    next_incoming_number,
)
from lienthong.registers.queries.extracts import extract_of
from lienthong.registers.queries.filing import unfinished_numbers, versions_numbered
from lienthong.registers.queries.incoming import (
    count_incoming,
    find_incoming,
    incoming_card,
    incoming_of_delivery,
    incoming_of_version,
)
from lienthong.registers.queries.late import (
    LateRow,
    LateWork,
    agencies_with_late_work,
    late_deliveries,
    late_work,
)
from lienthong.registers.queries.lists import (
    awaiting_instruction,
    entered_since,
    filter_choices,
    urgencies_of_entries,
    usual_phrases,
)
from lienthong.registers.queries.received import known_here, line_received_as, received_card
from lienthong.registers.queries.specimens import Beside, introduced_by, specimens_beside
from lienthong.registers.queries.verdicts import examined, legal_verdict
from lienthong.registers.queries.words import few_lines_with

__all__ = [
    "Beside",
    "LateRow",
    "LateWork",
    "agencies_with_late_work",
    "assignable_posts",
    "awaiting_instruction",
    "book_card",
    "book_page",
    "book_print_content",
    "book_print_of",
    "book_rows",
    "books_of",
    "card_of",
    "count_incoming",
    "entered_since",
    "entries_of_versions",
    "entry_card",
    "examined",
    "extract_of",
    "few_lines_with",
    "filter_choices",
    "find_incoming",
    "handed_to",
    "held_instead",
    "incoming_card",
    "incoming_of_delivery",
    "incoming_of_version",
    "introduced_by",
    "known_here",
    "late_deliveries",
    "late_work",
    "latest_book_print",
    "legal_verdict",
    "line_received_as",
    "next_incoming_number",
    "received_card",
    "specimens_beside",
    "unfinished_numbers",
    "urgencies_of_entries",
    "usual_phrases",
    "versions_numbered",
]
