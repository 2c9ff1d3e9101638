"""What pages hand to the shared parts: plain values, so that a part never asks a database.

All texts are already in the reader's language; all addresses are ready to use.
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a tag speaks: late and fire are the only red ones."""

    PLAIN = "plain"
    ACT = "act"
    OK = "ok"
    WAIT = "wait"
    LATE = "late"
    FIRE = "fire"


class VerdictState(StrEnum):
    """What can be said about the legal value: UNKNOWN is 'cannot tell yet', never 'no'."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


class FindingState(StrEnum):
    """One line of a check: STOP refuses the act, WARN does not, WAIT is still being looked at."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu.

    icon: a name of the sprite (scripts/vendor.py lists them). count: what waits there; None or
    0 shows nothing. is_late: something of it is overdue. on_phone: one of the four of the bottom
    bar. short_name: for the bottom bar; empty: the name.
    """

    name: str
    url: str
    icon: str
    count: int | None = None
    is_late: bool = False
    is_here: bool = False
    on_phone: bool = False
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class PostChoice:
    """Another post that this person may change to; `key` is sent to `Frame.switch_url`."""

    key: str
    title: str
    agency: str


@dataclass(frozen=True, slots=True)
class Frame:
    """All that `webkit/base.html` shows around a page, in the context as `frame`.

    A context processor of a higher package makes it; without it the page has no menu (public).
    owner_key: stable and meaningless to others (an account's id); drafts kept in the browser are
    kept apart by it. An empty address leaves its part out. switch_url and sign_out_url take a
    POST, the first with the field `post`. purpose: what this page is for, in two sentences;
    help_url, help_title: the steps of its task.
    """

    agency: str
    post_title: str
    person: str
    owner_key: str
    menu: tuple[MenuItem, ...]
    other_posts: tuple[PostChoice, ...] = ()
    home_url: str = "/"
    search_url: str = ""
    search_words: str = ""
    search_label: str = ""
    search_hint: str = ""
    send_url: str = ""
    notices_url: str = ""
    notices_count: int = 0
    help_url: str = ""
    help_title: str = ""
    purpose: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    switch_url: str = ""
    seat: str = ""
    leave_url: str = ""

    @property
    def phone_menu(self) -> tuple[MenuItem, ...]:
        """The entries of the bottom bar, at most four."""
        return tuple(item for item in self.menu if item.on_phone)[:4]

    @property
    def further_menu(self) -> tuple[MenuItem, ...]:
        """The entries that a phone shows behind "Thêm"."""
        return tuple(item for item in self.menu if item not in self.phone_menu)


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    url: str
    count: int | None = None
    is_here: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with the address of the list filtered by it."""

    name: str
    url: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A chip "Năm 2026" that opens its choices; `is_set` when it narrows the list."""

    name: str
    value: str
    choices: tuple[Choice, ...]
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a facts list; `url` makes the value a link."""

    name: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The legal value in words: a short title, a sentence, and details that open."""

    state: VerdictState
    title: str
    text: str
    details: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a document's course.

    when: as shown ("08:02 21/11"). record: number of the ledger record, with its address.
    is_done: False for what is still expected; is_stop: a refusal, a recall, a failure.
    """

    what: str
    when: str = ""
    said: str = ""
    record: str = ""
    record_url: str = ""
    is_done: bool = True
    is_stop: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check: a sentence, its cause, and what can be done, perhaps with a link.

    code: only where the reader looks it up, as an operator does.
    """

    state: FindingState
    sentence: str
    cause: str = ""
    next_step: str = ""
    url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list stands: numbered ("1–20 trong 41") or by key (only addresses).

    first, last, total: None when the list is not counted.
    """

    previous_url: str = ""
    next_url: str = ""
    first: int | None = None
    last: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chip of the recipients block.

    role: one of the keys of the block's roles. route: a word such as "trục", "thư", "giấy".
    warning: said on the chip and below it ("chưa vào trục, dự kiến 15/12").
    """

    key: str
    name: str
    role: str
    route: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ArrivalBox:
    """The ĐẾN box as a stamp would show it (Decree 30/2020/NĐ-CP, Annex IV)."""

    number: str
    day: str
    forwarded_to: str = ""
    case_file: str = ""


@dataclass(frozen=True, slots=True)
class PageMark:
    """A place on a page of a PDF, in points from the lower left corner as PDF counts them.

    page: from 1. box: left, bottom, right, top. text: what stands beside it.
    """

    page: int
    box: tuple[float, float, float, float]
    state: VerdictState
    text: str


@dataclass(frozen=True, slots=True)
class PdfView:
    """What the viewer shows: the file's address, other addresses, marks, the ĐẾN box.

    arrival_left, arrival_top: where the ĐẾN box stands on page 1, in millimetres from the upper
    left corner; below the notation on a page laid out as Decree 30/2020/NĐ-CP says.
    """

    url: str
    title: str
    download_url: str = ""
    print_url: str = ""
    marks: tuple[PageMark, ...] = ()
    arrival: ArrivalBox | None = None
    arrival_left: float = 28
    arrival_top: float = 62
