"""Names that stand for many agencies in a recipients block (A13)."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from lienthong.directory.errors import GroupEmpty, GroupTaken, UnknownAgency
from lienthong.directory.models import Agency, RecipientGroup
from lienthong.directory.services.fields import a_name
from lienthong.directory.types import AgencyClass, AgencyLevel, GroupCard
from lienthong.kernel.text import fold


def define_group(
    *,
    name: str,
    parent_id: UUID | None = None,
    levels: Collection[AgencyLevel] = (),
    classes: Collection[AgencyClass] = (),
    member_ids: Collection[UUID] = (),
) -> GroupCard:
    """Define, or define anew, for which agencies a name stands; names are one without tones.

    levels, classes: all agencies directly under the parent (anywhere, without one) that fit both.
    member_ids: agencies that belong to it by name.
    Raises GroupEmpty, NameMissing, NameTooLong, UnknownAgency, and GroupTaken when the name belongs
    to a group of another parent.
    """
    cleaned = a_name(RecipientGroup, "name", name)
    if not (levels or classes or member_ids):
        raise GroupEmpty(group=cleaned)
    wanted = set(member_ids) | ({parent_id} if parent_id else set())
    with transaction.atomic():
        known = set(Agency.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        for missing in wanted - known:
            raise UnknownAgency(agency=missing)
        row, _is_new = RecipientGroup.objects.get_or_create(
            name_folded=fold(cleaned), defaults={"name": cleaned, "parent_id": parent_id}
        )
        if row.parent_id != parent_id:
            raise GroupTaken(group=row.name)
        row.name, row.levels, row.classes = cleaned, sorted(levels), sorted(classes)
        row.save()
        row.members.set(Agency.objects.filter(pk__in=set(member_ids)))
    return GroupCard(row.pk, row.name, row.parent_id)
