"""What the lab knows: parties, scenarios, what was seen of them, and what a report says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Direction(StrEnum):
    """What is tested: a server that systems call, or a program that calls one."""

    SERVER = "server"
    CLIENT = "client"


class Severity(StrEnum):
    """Whether a system may join without it."""

    MUST = "must"
    SHOULD = "should"


class Outcome(StrEnum):
    """What became of a scenario."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_TRIED = "not-tried"


class Fault(StrEnum):
    """Something that a bad server does. The lab's own axis does it when told to."""

    ANY_SIGNATURE = "any-signature"
    FIELDS_UNSIGNED = "fields-unsigned"
    ANY_DIGEST = "any-digest"
    WHOLE_DIGEST_ONLY = "whole-digest-only"
    FORGETS = "forgets"
    TAKES_DOCTYPE = "takes-doctype"
    TAKES_ANY_PACKAGE = "takes-any-package"
    TAKES_SECRETS = "takes-secrets"
    TAKES_STRANGERS = "takes-strangers"
    TAKES_FALSE_SENDER = "takes-false-sender"
    JUDGES_CLOCK = "judges-clock"
    HEEDS_LEFT_OVERS = "heeds-left-overs"
    NULLS = "nulls"
    PLAIN_ERRORS = "plain-errors"
    ONE_RECIPIENT = "one-recipient"
    REWRITES = "rewrites"
    DROPS_STATUSES = "drops-statuses"
    DEAF_TO_DONE = "deaf-to-done"
    DONE_IS_FINAL = "done-is-final"
    LISTS_ALL = "lists-all"
    OPEN_TO_ALL = "open-to-all"
    MISCOUNTS = "miscounts"
    SMALL_ONLY = "small-only"
    FEW_FILES = "few-files"
    NEW_ONLY = "new-only"
    ALL_OR_NONE = "all-or-none"
    ORDERS_STATUSES = "orders-statuses"
    FETCHING_IS_DONE = "fetching-is-done"
    DONE_ONCE = "done-once"
    ONE_NAME = "one-name"
    EMPTY_LISTS = "empty-lists"
    BODIES_OF_ERRORS = "bodies-of-errors"
    STRICT_PATHS = "strict-paths"


class Mischief(StrEnum):
    """What the lab's axis does once to a client: not wrong, but what a network and a day bring."""

    LOSES_ANSWER = "loses-answer"
    SLOW = "slow"
    BROKEN_PAGE = "broken-page"
    HALF_JSON = "half-json"
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of the book.

    source: clause of a law or standard, or section of our reference. do: what a person at the
    tested program has to do; empty where nobody has to do anything.
    """

    id: str
    direction: Direction
    severity: Severity
    title: Text
    source: str
    steps: Text
    expected: Text
    next_step: Text
    do: Text


@dataclass(frozen=True, slots=True)
class Party:
    """An agency that the lab plays, or that the tested program stands for."""

    code: str
    systemid: str
    secret: str = field(repr=False)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a server answered. status: of HTTP; kind: its content type."""

    status: int
    content: bytes
    kind: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as it came. field: the value of a header field; content: of its body."""

    method: str
    operation: str
    field: Callable[[str], str | None]
    content: bytes


@dataclass(frozen=True, slots=True)
class Given:
    """What is answered. is_lost: the connection closes instead; seconds: until it is answered."""

    status: int
    content: bytes
    kind: str = "application/json;charset=UTF-8"
    is_lost: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Time, handed in: what the clock says, how to wait, and for how long.

    patience: seconds until something that has to come counts as missing. settle: seconds after
    which something that must not come counts as not come.
    """

    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    elapsed: Callable[[], float]
    patience: float
    settle: float


@dataclass(frozen=True, slots=True)
class Terms:
    """How large the large things are. large_bytes: of a package; list_limit: lines of a list.

    is_long: also what takes more than some minutes.
    """

    large_bytes: int = 50_000_000
    list_limit: int = 1_000
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """One call between the two sides, without anything secret in it."""

    by: str
    operation: str
    sent: dict[str, str]
    body: str
    status: int
    came: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at; key: of its sentence in the book; came: what was there."""

    key: str
    holds: bool
    came: str = ""


@dataclass(slots=True)
class Result:
    """What became of one scenario. why: key of the reason for which it was not tried."""

    scenario: Scenario
    outcome: Outcome
    checks: list[Checked]
    calls: list[Noted]
    why: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """The system that is tested, as its owner names it."""

    name: str
    version: str
    owner: str = ""
    address: str = ""


Report = dict[str, Any]
