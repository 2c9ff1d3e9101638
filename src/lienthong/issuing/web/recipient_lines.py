"""The recipients block between browser and facts: keys of chips, typed names, warnings."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, GroupCard, Readiness, RecipientReadiness, UnitCard
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.formats.letters.foot import recipient_line
from lienthong.formats.letters.types import RecipientRole as WrittenRole
from lienthong.kernel.text import clean_line, fold
from lienthong.routes import queries as routes
from lienthong.webkit.forms import ids_of
from lienthong.webkit.types import Recipient

_AGENCY, _GROUP, _UNIT = "agency", "group", "unit"
# Names that are looked up at once; no province has as many recipients of one document.
_MOST_NAMES = 2_000
_CODES_SAID = 5
# Folded; a code begins with digits as "1. " does, but has no space behind them.
_HEADING = re.compile(r"(?:noi nhan|kinh gui)\b\s*:?\s*")
_MARKS = re.compile(r"(?:[-–—+*•·]\s*|\d{1,3}[.)]\s+)+")
_MOST_GROUPS = 4
_MOST_UNITS = 4
_ALL_GROUPS = 500
ROLES = (RecipientRole.ACTION, RecipientRole.REPORT, RecipientRole.INFORMATION)
_NOBODY = {WrittenRole.FILE, WrittenRole.AS_ABOVE}
# A line that says nothing is for action.
_ROLE_OF = {
    WrittenRole.REPORT: RecipientRole.REPORT,
    WrittenRole.INFORMATION: RecipientRole.INFORMATION,
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A written name that names nobody, or several: the codes of its bearers."""

    name: str
    codes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        if not self.codes:
            return _("Không có “%(name)s” trong danh bạ.") % {"name": self.name}
        facts = {"name": self.name, "codes": ", ".join(self.codes[:_CODES_SAID])}
        return _("Nhiều cơ quan cùng là “%(name)s”: %(codes)s.") % facts

    @property
    def next_step(self) -> str:
        if not self.codes:
            return _("Sửa tên như trong danh bạ, hoặc bỏ dòng này.")
        return _("Ghi tên đầy đủ hoặc mã định danh, hoặc chọn trong danh sách.")


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a text names: its lines, and names that do not lead to one recipient."""

    lines: tuple[RecipientLine, ...]
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """For which document the chips are made: readiness depends on all three."""

    sender_id: UUID
    kind: str
    on: date


def role_choices() -> list[tuple[str, str]]:
    return [(str(role), _(role.label)) for role in ROLES]


def posted(data: QueryDict, *, sender_id: UUID, on: date) -> Named:
    """Read the chips of a form, and the names typed where there is no script."""
    pairs = zip(data.getlist("recipient"), data.getlist("role"), strict=False)
    chosen = [(key, RecipientRole(role)) for key, role in pairs if role in set(ROLES)]
    typed = named(data.get("more_recipients", ""), sender_id=sender_id, on=on)
    lines = lines_of(chosen, sender_id=sender_id, on=on)
    return Named((*lines, *typed.lines), typed.unknown)


def lines_of(
    chosen: Sequence[tuple[str, RecipientRole]], *, sender_id: UUID, on: date
) -> list[RecipientLine]:
    """Return the lines of chips; units are those of the sender alone."""
    parted = [(*key.partition(":")[::2], role) for key, role in chosen]
    agencies = directory.agencies(ids_of([each for what, each, _role in parted if what == _AGENCY]))
    groups = _groups() if any(what == _GROUP for what, _each, _role in parted) else {}
    units = _units(sender_id, on) if any(what == _UNIT for what, *_rest in parted) else {}
    found = []
    for what, text, role in parted:
        for place in ids_of([text]):
            if what == _GROUP and place in groups:
                found.append(RecipientLine(groups[place].name, role, group_id=place))
            elif what == _UNIT and place in units:
                found.append(RecipientLine(units[place].name, role, unit_id=place))
            elif what == _AGENCY:
                name = agencies[place].name if place in agencies else _("(không có trong danh bạ)")
                found.append(RecipientLine(name, role, agency_id=place))
    return found


def _units(agency_id: UUID, on: date) -> Mapping[UUID, UnitCard]:
    return {unit.id: unit for unit in directory.units_of(agency_id, on=on)}


def _groups() -> Mapping[UUID, GroupCard]:
    return {group.id: group for group in directory.groups(limit=_ALL_GROUPS)}


def named(text: str, *, sender_id: UUID, on: date) -> Named:
    """Read recipients that were typed or pasted, a line each, as they stand on a document.

    "Kính gửi:", marks of a list, "(b/c)" and a semicolon at the end are no part of a name; "Như
    trên" and what is for the file name nobody. Five statements, however many lines.
    """
    written = [_written(line) for line in text.splitlines()]
    roles = {name: role for name, role in written if name}
    names = list(roles)[:_MOST_NAMES]
    groups = directory.groups_named(names)
    agencies = directory.agencies_named(names, on=on, writer=sender_id)
    units = {fold(one.name): one for one in _units(sender_id, on).values()} if names else {}
    lines: list[RecipientLine] = []
    unknown: list[Unknown] = [Unknown(name) for name in list(roles)[_MOST_NAMES:]]
    for name in names:
        bearers = agencies.get(name, [])
        if name in groups:
            group = groups[name]
            lines.append(RecipientLine(group.name, roles[name], group_id=group.id))
        elif len(bearers) == 1:
            lines.append(RecipientLine(bearers[0].name, roles[name], agency_id=bearers[0].id))
        elif not bearers and fold(name) in units:
            unit = units[fold(name)]
            lines.append(RecipientLine(unit.name, roles[name], unit_id=unit.id))
        else:
            unknown.append(Unknown(name, tuple(card.code for card in bearers)))
    return Named(tuple(lines), tuple(unknown))


def _written(line: str) -> tuple[str, RecipientRole]:
    """Part a line into the name and the role that it ends with; "" for one that names nobody."""
    text = clean_line(line)
    heading = _HEADING.match(fold(text))
    read = recipient_line(_MARKS.sub("", text[heading.end() if heading else 0 :], count=1))
    name = "" if read.role in _NOBODY else read.text
    return name, _ROLE_OF.get(read.role, RecipientRole.ACTION)


def chips(lines: Iterable[RecipientLine], asked: Asked) -> list[Recipient]:
    """Return the lines as chips, each with its route and what it warns of."""
    shown = [line for line in lines if line.role != RecipientRole.FILE]
    members = _members(shown, asked)
    cards = [card for group in members.values() for card in group]
    ids = {line.agency_id for line in shown if line.agency_id} | {card.id for card in cards}
    states = _readiness(ids, asked)
    outside = [one.agency.id for one in states.values() if one.agency.is_outside]
    by_mail = routes.agencies_by_mail(outside) if outside else set()
    return [
        _group_chip(line, members[line.group_id], states)
        if line.group_id is not None
        else _unit_chip(line)
        if line.unit_id is not None
        else _agency_chip(line, states, by_mail)
        for line in shown
    ]


def _unit_chip(line: RecipientLine) -> Recipient:
    return Recipient(
        key=f"{_UNIT}:{line.unit_id}", name=line.text, role=str(line.role), route=_("nội bộ")
    )


def found(words: str, asked: Asked) -> list[dict[str, str]]:
    """Return what the block offers for some letters: groups, own units, then agencies."""
    on = asked.on
    groups = directory.groups(words, limit=_MOST_GROUPS) if words.strip() else []
    lines = [RecipientLine(each.name, RecipientRole.ACTION, group_id=each.id) for each in groups]
    lines += _units_found(words, asked)
    agencies = directory.search_agencies(words, on=on, limit=12)
    lines += [RecipientLine(each.name, RecipientRole.ACTION, each.id) for each in agencies]
    details = {f"{_AGENCY}:{each.id}": _detail(each) for each in agencies}
    kinds = {_GROUP: _("nhóm nơi nhận"), _UNIT: _("đơn vị trong cơ quan")}
    return [
        {**_as_item(chip), "detail": details.get(chip.key) or kinds[chip.key.partition(":")[0]]}
        for chip in chips(lines, asked)
    ]


def _units_found(words: str, asked: Asked) -> list[RecipientLine]:
    """Own units whose name or abbreviation has the letters, a few."""
    letters = fold(words)
    units = _units(asked.sender_id, asked.on).values() if letters else []
    named = [each for each in units if letters in fold(f"{each.name} {each.abbreviation}")]
    return [
        RecipientLine(each.name, RecipientRole.ACTION, unit_id=each.id)
        for each in named[:_MOST_UNITS]
    ]


def pasted(text: str, asked: Asked) -> dict[str, object]:
    """Return the chips of a list of names, and a sentence for each that does not lead to one."""
    read = named(text, sender_id=asked.sender_id, on=asked.on)
    items = [{**_as_item(chip), "role": chip.role} for chip in chips(read.lines, asked)]
    return {"items": items, "unknown": [f"{each.said} {each.next_step}" for each in read.unknown]}


def only_ready(data: QueryDict, asked: Asked) -> dict[str, object]:
    """Return the chips that can be sent to of those chosen, and a sentence about the others.

    A group with some that cannot is parted into its other members.
    """
    pairs = zip(data.getlist("recipient"), data.getlist("role"), strict=False)
    told = [(key, RecipientRole(role)) for key, role in pairs if role in set(ROLES)]
    chosen = lines_of(told, sender_id=asked.sender_id, on=asked.on)
    members = _members(chosen, asked)
    ids = {line.agency_id for line in chosen if line.agency_id}
    states = _readiness(ids | {card.id for group in members.values() for card in group}, asked)
    left_out: dict[UUID | None, str] = {}
    kept: list[RecipientLine] = []
    for line in chosen:
        parts = _parted(line, members, asked)
        late = {each.agency_id: each.text for each in parts if not _is_ready(each, states)}
        left_out |= late
        kept += [each for each in parts if each.agency_id not in late] if late else [line]
    once = {(line.agency_id, line.group_id, line.unit_id): line for line in reversed(kept)}.values()
    items = [{**_as_item(chip), "role": chip.role} for chip in chips([*once][::-1], asked)]
    return {"items": items, "unknown": [_left_out(list(left_out.values()))] if left_out else []}


def _parted(
    line: RecipientLine, members: Mapping[UUID, Sequence[AgencyCard]], asked: Asked
) -> list[RecipientLine]:
    """A group as a line for each member but who sends, as when the group itself is sent to."""
    if line.group_id is None:
        return [line]
    others = [card for card in members[line.group_id] if card.id != asked.sender_id]
    return [RecipientLine(card.name, line.role, agency_id=card.id) for card in others]


def _is_ready(line: RecipientLine, states: Mapping[UUID, RecipientReadiness]) -> bool:
    if line.unit_id is not None:
        return True
    state = states.get(line.agency_id) if line.agency_id else None
    return state is not None and state.readiness == Readiness.READY


def _left_out(names: Sequence[str]) -> str:
    words = ngettext(
        "Đã bỏ %(count)s nơi nhận: %(names)s. Gửi bản giấy tới nơi đó nếu cần.",
        "Đã bỏ %(count)s nơi nhận: %(names)s. Gửi bản giấy tới các nơi đó nếu cần.",
        len(names),
    )
    return words % {"count": len(names), "names": ", ".join(names)}


def _members(lines: Iterable[RecipientLine], asked: Asked) -> dict[UUID, Sequence[AgencyCard]]:
    return {
        line.group_id: directory.expand_group(line.group_id, on=asked.on)
        for line in lines
        if line.group_id is not None
    }


def _as_item(chip: Recipient) -> dict[str, str]:
    return {
        "key": chip.key,
        "name": chip.name,
        "route": chip.route,
        "warning": chip.warning,
    }


def _detail(card: AgencyCard) -> str:
    return " · ".join(part for part in (card.abbreviation, card.code) if part)


def _readiness(ids: set[UUID], asked: Asked) -> Mapping[UUID, RecipientReadiness]:
    return directory.readiness(ids, kind_code=asked.kind, sender_id=asked.sender_id, on=asked.on)


def _agency_chip(
    line: RecipientLine, states: Mapping[UUID, RecipientReadiness], by_mail: Collection[UUID]
) -> Recipient:
    road = _("thư") if line.agency_id in by_mail else _("trục")
    state = states.get(line.agency_id) if line.agency_id else None
    ready = _is_ready(line, states)
    return Recipient(
        key=f"{_AGENCY}:{line.agency_id}",
        name=line.text,
        role=str(line.role),
        route=road if ready else _("giấy"),
        warning="" if ready else _warning(state),
    )


def _warning(state: RecipientReadiness | None) -> str:
    if state is None:
        return _("không có trong danh bạ.")
    if state.readiness == Readiness.CLOSED:
        after = state.successor.name if state.successor else _("chưa có")
        return _("đã ngừng hoạt động; cơ quan kế thừa: %(after)s.") % {"after": after}
    if state.readiness == Readiness.NOT_YET and state.starts_on:
        return _("chưa vào trục (từ %(day)s).") % {"day": f"{state.starts_on:%d/%m/%Y}"}
    if state.readiness == Readiness.KIND_OUT_OF_SCOPE:
        return _("chưa nhận điện tử loại văn bản này.")
    if state.readiness == Readiness.PARTNER_OUT_OF_SCOPE:
        return _("chỉ gửi, nhận điện tử với UBND tỉnh.")
    return _("chưa vào trục.")


def _group_chip(
    line: RecipientLine, members: Sequence[AgencyCard], states: Mapping[UUID, RecipientReadiness]
) -> Recipient:
    late = [
        card.name
        for card in members
        if card.id in states and states[card.id].readiness != Readiness.READY
    ]
    return Recipient(
        key=f"{_GROUP}:{line.group_id}",
        name=f"{line.text} ({len(members)})",
        role=str(line.role),
        route=_("trục"),
        warning=_group_warning(late),
    )


def _group_warning(late: Sequence[str]) -> str:
    if not late:
        return ""
    words = ngettext(
        "%(count)s cơ quan chưa nhận điện tử được: %(names)s.",
        "%(count)s cơ quan chưa nhận điện tử được: %(names)s.",
        len(late),
    )
    return words % {"count": len(late), "names": ", ".join(late[:3])}
