"""Names in a recipients block that stand for many agencies (A13)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from lienthong.directory.errors import UnknownGroup
from lienthong.directory.models import Agency, RecipientGroup
from lienthong.directory.queries.agencies import cards, living, successors
from lienthong.directory.types import AgencyCard, GroupCard
from lienthong.kernel.sorting import name_key
from lienthong.kernel.text import clean_line, fold
from lienthong.tables.names import by_name

_CARD = ("pk", "name", "parent_id")


def groups(search: str = "", *, limit: int = 50) -> list[GroupCard]:
    """Return the groups whose name holds every typed word, by name. One statement."""
    rows = RecipientGroup.objects.order_by(by_name("name"), "pk")
    for word in fold(clean_line(search)).split()[:12]:
        rows = rows.filter(name_folded__contains=word)
    return [GroupCard(*row) for row in rows.values_list(*_CARD)[:limit]]


def groups_named(names: Iterable[str]) -> dict[str, GroupCard]:
    """Return the groups of names, as written, with or without tones. One statement."""
    folded = {name: fold(clean_line(name)) for name in names}
    rows = RecipientGroup.objects.filter(name_folded__in=set(folded.values()))
    found = {key: GroupCard(*row) for key, *row in rows.values_list("name_folded", *_CARD)}
    return {name: found[key] for name, key in folded.items() if key in found}


def expand_group(group: UUID | str, *, on: date) -> list[AgencyCard]:
    """Return the agencies for which a group, given by id or name, stands on a day, by name.

    Those of its levels and classes directly under its parent, and its named members; in the place
    of a member that no longer exists stand those that took over. The group's parent is not in it.
    Raises UnknownGroup. Five statements at most.
    """
    by = Q(pk=group) if isinstance(group, UUID) else Q(name_folded=fold(clean_line(group)))
    row = RecipientGroup.objects.filter(by).first()
    if row is None:
        raise UnknownGroup(group=group)
    found = {card.id: card for card in cards(Agency.objects.filter(living(on), _described(row)))}
    members = {card.id: card for card in cards(Agency.objects.filter(groups=row))}
    closed = [card.id for card in members.values() if card.valid_to and card.valid_to < on]
    for card in members.values():
        if card.id not in closed and (card.valid_from is None or card.valid_from <= on):
            found[card.id] = card
    for after in (successors(closed, on=on) if closed else {}).values():
        found.update({card.id: card for card in after})
    return sorted(found.values(), key=lambda card: (name_key(card.name), card.id))


def _described(row: RecipientGroup) -> Q:
    """Which agencies the levels and classes of a group take in; none when it has neither."""
    if not row.levels and not row.classes:
        return Q(pk__in=[])
    by = Q(level__in=row.levels) if row.levels else Q()
    if row.classes:
        by &= Q(agency_class__in=row.classes)
    if row.parent_id:
        by &= Q(parent_id=row.parent_id)
    return by
