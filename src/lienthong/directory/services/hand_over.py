"""What the directory itself hands over when an agency ends: units, posts, participation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lienthong.directory.errors import PlanUnreadable
from lienthong.directory.events import HandOver, Moved
from lienthong.directory.models import Agency, Participation, Post, Unit
from lienthong.directory.rules.reorganisation import Step
from lienthong.directory.services.fields import note_change
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import fold

_BATCH = 80
_Target = tuple[UUID, UUID]  # the new row, and its agency


def hand_over(
    before: Agency, step: Step, *, heir: Agency, owners: Mapping[str, Agency], on: date
) -> tuple[HandOver, list[Moved]]:
    """Give units and held posts of an agency that ends their places in those that took over.

    owners: agencies by the codes of the step. History stays: old rows are closed, new ones made.
    Raises PlanUnreadable for a unit or a post that the agency does not have.
    """
    units, moved_units = _units(before, step, heir=heir, owners=owners, on=on)
    posts, moved_posts = _posts(before, step, heir=heir, owners=owners, units=units, on=on)
    joined = _participation(before, [heir, *owners.values()], on=on)
    handed = HandOver(before.pk, before.name, heir.pk, heir.name, units, posts)
    return handed, [*moved_units, *moved_posts, *joined]


def _living(on: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=on)


def _units(
    before: Agency, step: Step, *, heir: Agency, owners: Mapping[str, Agency], on: date
) -> tuple[dict[UUID, _Target], list[Moved]]:
    rows = list(Unit.objects.filter(_living(on), agency=before).order_by("name", "pk"))
    asked = {fold(name): owners[code] for name, code in step.units.items()}
    for unknown in asked.keys() - {fold(row.name) for row in rows}:
        raise PlanUnreadable(what=f"units: {unknown}")
    wanted = [(row, asked.get(fold(row.name), heir)) for row in rows]
    there = {
        (unit.agency_id, fold(unit.name)): unit
        for unit in Unit.objects.filter(agency__in={owner for _row, owner in wanted})
    }
    made: dict[UUID, _Target] = {}
    new: list[Unit] = []
    for row, owner in wanted:
        place = (owner.pk, fold(row.name))
        if place not in there:
            there[place] = Unit(
                id=uuid7(), agency=owner, name=row.name, abbreviation=row.abbreviation,
                valid_from=max(on, row.valid_from or on), valid_to=row.valid_to,
            )  # fmt: skip
            new.append(there[place])
        made[row.pk] = (there[place].pk, owner.pk)
    Unit.objects.bulk_create(new, batch_size=_BATCH)
    Unit.objects.filter(pk__in=[to for to, _agency in made.values()], valid_to__lt=on).update(
        valid_to=None
    )
    _close(Unit.objects.filter(agency=before, pk__in=made), on)
    return made, [Moved("unit", str(r.pk), r.name, before.pk, made[r.pk][1]) for r in rows]


def _posts(
    before: Agency,
    step: Step,
    *,
    heir: Agency,
    owners: Mapping[str, Agency],
    units: Mapping[UUID, _Target],
    on: date,
) -> tuple[dict[UUID, _Target], list[Moved]]:
    held = Post.objects.filter(_living(on), agency=before).select_related("person")
    rows = list(held.order_by("valid_from", "pk"))
    for unknown in step.posts.keys() - {str(row.pk) for row in rows}:
        raise PlanUnreadable(what=f"posts: {unknown[:40]}")
    after = {heir.pk, *(owner.pk for owner in owners.values())}
    there = {
        _place(post): post.pk
        for post in Post.objects.filter(
            _living(on), agency__in=after, person__in={row.person_id for row in rows}
        )
    }
    made: dict[UUID, _Target] = {}
    moved: list[Moved] = []
    new: list[Post] = []
    for row in rows:
        label = f"{row.person.name}, {row.title}"
        if step.posts.get(str(row.pk)) == "":
            moved.append(Moved("post", str(row.pk), label, before.pk, None))
            continue
        comes = _new_post(row, step, heir=heir, owners=owners, units=units, on=on)
        if _place(comes) not in there:
            there[_place(comes)] = comes.pk
            new.append(comes)
        made[row.pk] = (there[_place(comes)], comes.agency_id)
        moved.append(Moved("post", str(row.pk), label, before.pk, comes.agency_id))
    Post.objects.bulk_create(new, batch_size=_BATCH)
    _close(Post.objects.filter(pk__in=[row.pk for row in rows]), on)
    return made, moved


def _place(post: Post) -> tuple[UUID, UUID, UUID | None, str]:
    return post.person_id, post.agency_id, post.unit_id, post.role


def _new_post(
    row: Post,
    step: Step,
    *,
    heir: Agency,
    owners: Mapping[str, Agency],
    units: Mapping[UUID, _Target],
    on: date,
) -> Post:
    """The same post in the successor: where its person is named to go, else with its unit."""
    unit_id, owner_id = units.get(row.unit_id, (None, heir.pk)) if row.unit_id else (None, heir.pk)
    named = step.posts.get(str(row.pk))
    if named and owners[named].pk != owner_id:
        unit_id, owner_id = None, owners[named].pk
    return Post(
        id=uuid7(),
        person_id=row.person_id,
        agency_id=owner_id,
        unit_id=unit_id,
        role=row.role,
        title=row.title,
        authority=row.authority,
        valid_from=max(on, row.valid_from),
        valid_to=row.valid_to,
    )


def _close(rows: "QuerySet[Unit] | QuerySet[Post]", on: date) -> None:
    """Let rows end with the old order; what was to begin later never begins there."""
    last = on - timedelta(days=1)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=last)
    rows.filter(begun).update(valid_to=last)


def _participation(before: Agency, after: Sequence[Agency], *, on: date) -> list[Moved]:
    """Let a successor that has no terms of its own take part by those of the one that ended."""
    joined = set(Participation.objects.filter(agency__in=after).values_list("agency_id", flat=True))
    wanted = {row.pk: row for row in after if row.pk not in joined}
    rows = list(Participation.objects.filter(agency=before).order_by("starts_on"))
    copies = [copy for pk in wanted for copy in _terms_from(rows, pk, on)]
    Participation.objects.bulk_create(copies, batch_size=_BATCH)
    with_terms = {copy.agency_id for copy in copies}
    note_change(with_terms)
    return [
        Moved("participation", str(before.pk), wanted[pk].name, before.pk, pk)
        for pk in wanted
        if pk in with_terms
    ]


def _terms_from(rows: Iterable[Participation], agency_id: UUID, on: date) -> list[Participation]:
    """The terms that hold on a day, from that day on, and those that begin later."""
    begun = [row for row in rows if row.starts_on <= on]
    later = [row for row in rows if row.starts_on > on]
    held = [row for row in begun[-1:] if row.ends_on is None or row.ends_on >= on]
    return [
        Participation(
            agency_id=agency_id,
            wave=row.wave,
            starts_on=max(on, row.starts_on),
            ends_on=row.ends_on,
            partners=row.partners,
            kinds=row.kinds,
            obligatory_on=row.obligatory_on,
            source=row.source,
        )
        for row in [*held, *later]
    ]
