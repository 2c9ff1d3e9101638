"""The recipients block between browser and facts: keys of chips, typed names, warnings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard, GroupCard, Readiness, RecipientReadiness
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.kernel.text import clean_line, fold
from lienthong.webkit.forms import ids_of
from lienthong.webkit.types import Recipient

_AGENCY, _GROUP = "agency", "group"
# Lines of names that are looked up one by one, where no script offers them.
_MOST_TYPED = 40
_MOST_GROUPS = 4
_ALL_GROUPS = 500
ROLES = (RecipientRole.ACTION, RecipientRole.REPORT, RecipientRole.INFORMATION)


@dataclass(frozen=True, slots=True)
class Posted:
    """What the block sent: its lines, and names that nothing in the directory has."""

    lines: tuple[RecipientLine, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """For which document the chips are made: readiness depends on all three."""

    sender_id: UUID
    kind: str
    on: date


def role_choices() -> list[tuple[str, str]]:
    return [(str(role), _(role.label)) for role in ROLES]


def posted(data: QueryDict, *, on: date) -> Posted:
    """Read the chips of a form, and the names typed where there is no script."""
    pairs = zip(data.getlist("recipient"), data.getlist("role"), strict=False)
    chosen = [(key, RecipientRole(role)) for key, role in pairs if role in set(ROLES)]
    typed, unknown = _typed(data.get("more_recipients", ""), on=on)
    return Posted((*lines_of(chosen), *typed), unknown)


def lines_of(chosen: Sequence[tuple[str, RecipientRole]]) -> list[RecipientLine]:
    parted = [(*key.partition(":")[::2], role) for key, role in chosen]
    agencies = directory.agencies(ids_of([each for what, each, _role in parted if what == _AGENCY]))
    groups = _groups() if any(what == _GROUP for what, _each, _role in parted) else {}
    found = []
    for what, text, role in parted:
        for place in ids_of([text]):
            if what == _GROUP and place in groups:
                found.append(RecipientLine(groups[place].name, role, group_id=place))
            elif what == _AGENCY:
                name = agencies[place].name if place in agencies else _("(không có trong danh bạ)")
                found.append(RecipientLine(name, role, agency_id=place))
    return found


def _groups() -> Mapping[UUID, GroupCard]:
    return {group.id: group for group in directory.groups(limit=_ALL_GROUPS)}


def _typed(text: str, *, on: date) -> tuple[list[RecipientLine], tuple[str, ...]]:
    lines: list[RecipientLine] = []
    unknown: list[str] = []
    names = [clean_line(name).strip(" -;.") for name in text.splitlines()]
    for name in [each for each in names if each][:_MOST_TYPED]:
        line = line_named(name, on=on)
        if line is None:
            unknown.append(name)
        else:
            lines.append(line)
    return lines, tuple(unknown)


def line_named(
    name: str, *, on: date, role: RecipientRole = RecipientRole.ACTION
) -> RecipientLine | None:
    """Return the line of a group or an agency that has exactly this name, code or abbreviation."""
    group = directory.group_by_name(name)
    if group is not None:
        return RecipientLine(group.name, role, group_id=group.id)
    for card in directory.search_agencies(name, on=on, limit=1):
        known = {_written_out(card.name), fold(card.abbreviation), fold(card.code)}
        if _written_out(name) in known:
            return RecipientLine(card.name, role, agency_id=card.id)
    return None


def _written_out(name: str) -> str:
    """A name for comparing: folded, with the one short form that every letter uses written out."""
    return fold(name).replace("ubnd", "uy ban nhan dan")


def chips(lines: Iterable[RecipientLine], asked: Asked) -> list[Recipient]:
    """Return the lines as chips, each with its route and what it warns of."""
    shown = [line for line in lines if line.role != RecipientRole.FILE]
    members = {
        line.group_id: directory.expand_group(line.group_id, on=asked.on)
        for line in shown
        if line.group_id is not None
    }
    cards = [card for group in members.values() for card in group]
    ids = {line.agency_id for line in shown if line.agency_id} | {card.id for card in cards}
    states = _readiness(ids, asked)
    return [
        _group_chip(line, members[line.group_id], states)
        if line.group_id is not None
        else _agency_chip(line, states)
        for line in shown
    ]


def found(words: str, asked: Asked) -> list[dict[str, str]]:
    """Return what the block offers for some letters: groups first, then agencies."""
    on = asked.on
    groups = directory.groups(words, limit=_MOST_GROUPS) if words.strip() else []
    lines = [RecipientLine(each.name, RecipientRole.ACTION, group_id=each.id) for each in groups]
    agencies = directory.search_agencies(words, on=on, limit=12)
    lines += [RecipientLine(each.name, RecipientRole.ACTION, each.id) for each in agencies]
    details = {f"{_AGENCY}:{each.id}": _detail(each) for each in agencies}
    return [
        {
            "key": chip.key,
            "name": chip.name,
            "detail": details.get(chip.key, _("nhóm nơi nhận")),
            "route": chip.route,
            "warning": chip.warning,
        }
        for chip in chips(lines, asked)
    ]


def _detail(card: AgencyCard) -> str:
    return " · ".join(part for part in (card.abbreviation, card.code) if part)


def _readiness(ids: set[UUID], asked: Asked) -> Mapping[UUID, RecipientReadiness]:
    return directory.readiness(ids, kind_code=asked.kind, sender_id=asked.sender_id, on=asked.on)


def _agency_chip(line: RecipientLine, states: Mapping[UUID, RecipientReadiness]) -> Recipient:
    state = states.get(line.agency_id) if line.agency_id else None
    ready = state is not None and state.readiness == Readiness.READY
    return Recipient(
        key=f"{_AGENCY}:{line.agency_id}",
        name=line.text,
        role=str(line.role),
        route=_("trục") if ready else _("giấy"),
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
