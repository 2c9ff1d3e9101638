"""Sessions of training, and who took part: read from a pasted list, then entered (G10)."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.access import queries
from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.sorting import name_key
from lienthong.kernel.text import clean_line, fold
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.rollout.errors import (
    DayAhead,
    ListTooLong,
    NobodyChosen,
    PeopleElsewhere,
    TrainingIncomplete,
    TrainingUnknown,
)
from lienthong.rollout.models import Attendance, Training
from lienthong.rollout.services.rights import CONFIRM, MANAGE
from lienthong.rollout.types import PastedLine

_LONGEST = 200
_MOST_LINES = 300
_NAMED = 5
_NOBODY = UUID(int=0)
_BATCH = 100


def record_training(
    *, held_on: date | None, subject: str, trainer: str, key: str, actor: Actor, now: datetime
) -> UUID:
    """Record a session that the actor's agency held; the form sent again is the same session.

    Raises RightMissing, DayAhead, TrainingIncomplete.
    """
    _require(actor)
    about, by = clean_line(subject)[:_LONGEST], clean_line(trainer)[:_LONGEST]
    if not (about and by):
        raise TrainingIncomplete
    if held_on is None or held_on > local_day(now):
        raise DayAhead
    with transaction.atomic():
        row, is_new = Training.objects.get_or_create(
            key=f"{actor.own_agency}:{key}"[:100],
            defaults={
                "held_on": held_on,
                "subject": about,
                "trainer": by,
                "agency_id": actor.own_agency,
                "made_by": actor.name,
                "made_at": now,
            },
        )
        if is_new:
            _record("training-recorded", row, actor, now, 0)
    return row.pk


def read_list(text: str, *, now: datetime) -> list[PastedLine]:
    """Say whom each line of a pasted list names: a mailbox, or a name and a code of an agency.

    Four statements, whatever the number of lines. Raises ListTooLong behind 300 lines.
    """
    written = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(written) > _MOST_LINES:
        raise ListTooLong(most=_MOST_LINES, count=len(written))
    rows = [(n, clean_line(line.replace("\t", "; "))) for n, line in written]
    told = [(n, line) for n, line in rows if line]
    known = _Known.of([line.split(";") for _n, line in told], on=local_day(now))
    return [known.line(n, line) for n, line in told]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines of a list name: people by mailbox, and who works in which agency.

    people: the posts by person; of_code: the posts by the code as it was written.
    """

    mailboxes: Mapping[str, UUID]
    people: Mapping[UUID, PostCard]
    of_code: Mapping[str, Sequence[PostCard]]

    @classmethod
    def of(cls, lines: Sequence[Sequence[str]], *, on: date) -> "_Known":
        found = directory.people_by_emails({_mailbox(parts) for parts in lines} - {""})
        mailboxes = {email: card.id for email, card in found.items()}
        codes = {parts[1].strip() for parts in lines if len(parts) > 1}
        agencies = directory.agencies_by_codes(codes)
        there: dict[UUID, list[PostCard]] = {}
        for post in directory.posts_in({one.id for one in agencies.values()}, [*Role], on=on):
            there.setdefault(post.agency_id, []).append(post)
        posts = directory.posts_of_people(mailboxes.values(), on=on)
        return cls(
            mailboxes,
            {post.person_id: post for post in reversed(posts)},
            {code: there.get(card.id, ()) for code, card in agencies.items()},
        )

    def line(self, number: int, text: str) -> PastedLine:
        parts = text.split(";")
        if email := _mailbox(parts):
            post = self.people.get(self.mailboxes.get(email, _NOBODY))
            return _told(
                number, text, [post] if post else [], _("Hộp thư này không của ai đang giữ vị trí.")
            )
        if len(parts) < 2:
            return _told(number, text, [], _("Ghi hộp thư, hoặc họ tên; mã cơ quan."))
        there = self.of_code.get(parts[1].strip())
        if there is None:
            return _told(number, text, [], _("Không có cơ quan mang mã này."))
        written = clean_line(parts[0]).casefold()
        named = [one for one in there if one.person_name.casefold() == written] or [
            one for one in there if fold(one.person_name) == fold(parts[0])
        ]
        return _told(number, text, named, _("Không ai tên này giữ vị trí ở cơ quan đó."))


def _told(number: int, text: str, posts: Sequence[PostCard], problem: str) -> PastedLine:
    """Two people of one name in an agency are told apart by their mailboxes."""
    people = {one.person_id: one for one in posts}
    if len(people) > 1:
        return PastedLine(number, text, problem=_("Có nhiều người cùng tên ở đó: ghi hộp thư."))
    for person, post in people.items():
        return PastedLine(number, text, person, post.person_name, post.agency_name)
    return PastedLine(number, text, problem=problem)


def _mailbox(parts: Sequence[str]) -> str:
    return next((part.strip().lower() for part in parts if "@" in part), "")


def enter_people(
    *, training_id: UUID, person_ids: Collection[UUID], actor: Actor, now: datetime
) -> int:
    """Enter who took part in a session; return how many are new.

    An administrator enters people of his agency and of those below. Raises RightMissing,
    TrainingUnknown, NobodyChosen, PeopleElsewhere.
    """
    row = _training(training_id, actor)
    if not person_ids:
        raise NobodyChosen
    places = _places(set(person_ids), actor, now=now)
    with transaction.atomic():
        there = Attendance.objects.filter(training=row, withdrawn_at__isnull=True)
        new = sorted(places.keys() - set(there.values_list("person_id", flat=True)))
        Attendance.objects.bulk_create(
            [
                Attendance(
                    training=row,
                    person_id=person,
                    agency_id=places[person],
                    entered_by=actor.name,
                    entered_at=now,
                )
                for person in new
            ],
            batch_size=_BATCH,
        )
        if new:
            _record("trained", row, actor, now, len(new))
    return len(new)


def take_out(*, attendance_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Take somebody out who was entered by mistake; return the session.

    Raises RightMissing, TrainingUnknown.
    """
    _require(actor)
    found = Attendance.objects.filter(pk=attendance_id).first()
    if found is None:
        raise TrainingUnknown
    row = _training(found.training_id, actor)
    with transaction.atomic():
        held = Attendance.objects.filter(pk=found.pk, withdrawn_at__isnull=True)
        if held.update(withdrawn_at=now, withdrawn_by=actor.name):
            _record("trained", row, actor, now, -1)
    return row.pk


def _require(actor: Actor) -> None:
    if not queries.has_right(actor, MANAGE):
        access.require(actor, CONFIRM)


def _training(training_id: UUID, actor: Actor) -> Training:
    """Operators reach every session, others those that their agency held."""
    _require(actor)
    row = Training.objects.filter(pk=training_id).first()
    if row is None or not (queries.has_right(actor, MANAGE) or row.agency_id == actor.own_agency):
        raise TrainingUnknown
    return row


def _places(person_ids: AbstractSet[UUID], actor: Actor, *, now: datetime) -> dict[UUID, UUID]:
    """Return where each of them works today, as far as the actor reaches."""
    posts = directory.posts_of_people(person_ids, on=local_day(now))
    agencies = {post.agency_id for post in posts}
    if not queries.has_right(actor, MANAGE):
        agencies &= {actor.own_agency} | directory.below(actor.own_agency, among=agencies)
    places = {one.person_id: one.agency_id for one in reversed(posts) if one.agency_id in agencies}
    if elsewhere := person_ids - places.keys():
        named = {one.person_id: one.person_name for one in posts if one.person_id in elsewhere}
        names = sorted(named.values(), key=name_key)[:_NAMED]
        raise PeopleElsewhere(names=", ".join(names) or "…")
    return places


def _record(what: str, row: Training, actor: Actor, now: datetime, people: int) -> None:
    act = Act(
        name=f"rollout.{what}",
        subjects={"training": str(row.pk), "agency": str(row.agency_id)},
        dimensions={"people": people},
        private={"subject": row.subject},
    )
    ledger.record(act, actor=actor, at=now)
