"""A plan of reorganisation as plain values: read, checked for its shape, written again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any, Self

from lienthong.directory.errors import OwnerMissing, PlanUnreadable
from lienthong.directory.rules.codes import form_of, whole_code
from lienthong.directory.types import AgencyClass, AgencyLevel
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _

_MOST_STEPS = 50


class StepKind(StrEnum):
    RENAME = "rename"
    RECODE = "recode"
    MERGE = "merge"
    SPLIT = "split"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    StepKind.RENAME: _("Đổi tên"),
    StepKind.RECODE: _("Đổi mã"),
    StepKind.MERGE: _("Sáp nhập"),
    StepKind.SPLIT: _("Chia tách"),
}


@dataclass(frozen=True, slots=True)
class NewAgency:
    """An agency that is founded on the day. parent: a code; "" puts it where the old one stood."""

    code: str
    name: str
    abbreviation: str
    agency_class: AgencyClass = AgencyClass.STATE
    level: AgencyLevel = AgencyLevel.DEPARTMENT
    parent: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; agencies are named by any of their codes.

    agencies: whom it happens to (one, but for a merger). name, abbreviation, code: new ones.
    into: the successor of a merger. successors, heir: of a split; the heir gets what is sent to
    the old code, the books, and all that units and posts do not name for somebody else.
    units, posts: name of a unit, id of a post, to the successor's code; a post to "" ends.
    """

    kind: StepKind
    agencies: tuple[str, ...]
    name: str = ""
    abbreviation: str = ""
    code: str = ""
    into: str = ""
    successors: tuple[str, ...] = ()
    heir: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)

    @property
    def after(self) -> tuple[str, ...]:
        return (self.into,) if self.kind == StepKind.MERGE else self.successors

    @property
    def heir_code(self) -> str:
        return self.into if self.kind == StepKind.MERGE else self.heir


@dataclass(frozen=True, slots=True)
class ReorganisationPlan:
    """What is decided for one day, in the order in which it is done."""

    happens_on: date
    source: str
    steps: tuple[Step, ...]
    founded: tuple[NewAgency, ...] = ()

    def as_values(self) -> dict[str, Any]:
        """Return the plan as JSON values; `read` makes a plan of them again."""
        return {**asdict(self), "happens_on": self.happens_on.isoformat()}

    def digest(self) -> str:
        return sha256(dumps(self.as_values(), sort_keys=True).encode()).hexdigest()

    @classmethod
    def read(cls, values: object) -> Self:
        """Return the plan that JSON values say.

        Raises PlanUnreadable, CodeShape, and OwnerMissing for a split without an heir.
        """
        told = _table(values, "plan")
        _only(told, {"happens_on", "source", "steps", "founded"})
        steps = _rows(told.get("steps"), "steps")
        if not steps:
            raise PlanUnreadable(what="steps")
        return cls(
            happens_on=_day(told.get("happens_on")),
            source=_line(told, "source"),
            steps=tuple(_step(row) for row in steps),
            founded=tuple(_founded(row) for row in _rows(told.get("founded", []), "founded")),
        )


def _step(row: Mapping[str, Any]) -> Step:
    _only(row, set(Step.__dataclass_fields__))
    kind = _one_of(StepKind, row.get("kind"), "kind")
    step = Step(
        kind=kind,
        agencies=_codes(row.get("agencies"), "agencies"),
        name=_line(row, "name", needed=kind == StepKind.RENAME),
        abbreviation=_line(row, "abbreviation", needed=kind == StepKind.RENAME),
        code=_code(row.get("code", ""), "code", needed=kind == StepKind.RECODE),
        into=_code(row.get("into", ""), "into", needed=kind == StepKind.MERGE),
        successors=_codes(row.get("successors", []), "successors"),
        heir=_code(row.get("heir", ""), "heir"),
        units=_owners(row.get("units", {}), "units"),
        posts=_owners(row.get("posts", {}), "posts"),
    )
    _check(step)
    return step


def _check(step: Step) -> None:
    if not step.agencies or (step.kind != StepKind.MERGE and len(step.agencies) != 1):
        raise PlanUnreadable(what="agencies")
    if len(set(step.agencies)) < len(step.agencies) or step.into in step.agencies:
        raise PlanUnreadable(what="agencies")
    if step.kind == StepKind.SPLIT:
        if len(set(step.successors)) < 2:
            raise PlanUnreadable(what="successors")
        if step.heir not in step.successors:
            raise OwnerMissing(agency=step.agencies[0])
    named = {*step.units.values(), *filter(None, step.posts.values())}
    if step.kind in (StepKind.MERGE, StepKind.SPLIT) and named - set(step.after):
        raise PlanUnreadable(what="units, posts")


def _founded(row: Mapping[str, Any]) -> NewAgency:
    _only(row, set(NewAgency.__dataclass_fields__))
    return NewAgency(
        code=_code(row.get("code", ""), "code", needed=True),
        name=_line(row, "name"),
        abbreviation=_line(row, "abbreviation"),
        agency_class=_one_of(AgencyClass, row.get("agency_class", "state"), "agency_class"),
        level=_one_of(AgencyLevel, row.get("level", "department"), "level"),
        parent=_code(row.get("parent", ""), "parent"),
        place=_line(row, "place", needed=False),
    )


def _table(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PlanUnreadable(what=what)
    return value


def _rows(value: object, what: str) -> list[Mapping[str, Any]]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > _MOST_STEPS:
        raise PlanUnreadable(what=what)
    return [_table(row, what) for row in value]


def _only(row: Mapping[str, Any], names: set[str]) -> None:
    for name in row.keys() - names:
        raise PlanUnreadable(what=str(name)[:40])


def _line(row: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or len(value) > 200 or (needed and not clean_line(value)):
        raise PlanUnreadable(what=name)
    return clean_line(value)


def _code(value: object, what: str, *, needed: bool = False) -> str:
    if not isinstance(value, str) or (needed and not value):
        raise PlanUnreadable(what=what)
    if not value:
        return ""
    whole = whole_code(value)
    form_of(whole)
    return whole


def _codes(value: object, what: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > 500:
        raise PlanUnreadable(what=what)
    return tuple(_code(code, what, needed=True) for code in value)


def _owners(value: object, what: str) -> Mapping[str, str]:
    return {str(key): _code(code, what) for key, code in _table(value, what).items()}


def _one_of(words: type[Any], value: object, what: str) -> Any:
    try:
        return words(value)
    except ValueError as error:
        raise PlanUnreadable(what=what) from error


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise PlanUnreadable(what="happens_on") from error
