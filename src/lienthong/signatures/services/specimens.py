"""Images of seals and signatures: introduced to all agencies, and ended (C4)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import EVERY_AGENCY, NewNotice
from lienthong.signatures.errors import (
    ReasonMissing,
    SpecimenDayFar,
    SpecimenDaysWrong,
    SpecimenUnknown,
)
from lienthong.signatures.models import Specimen
from lienthong.signatures.services._there import holder_there, record_holding
from lienthong.signatures.services.certificates import add_specimen
from lienthong.signatures.types import Holder, HolderKind, Introduction, Mark

OWN, OVER = "signatures.introduce-specimen", "signatures.register-certificate"
SUBJECT = "specimen"  # of notices
SEAL = declare(
    "signatures.seal-introduced",
    _("%(agency)s giới thiệu mẫu dấu mới, dùng từ ngày %(since)s."),
)
SIGNATURE = declare(
    "signatures.signature-introduced",
    _("%(agency)s giới thiệu mẫu chữ ký của %(holder)s, dùng từ ngày %(since)s."),
)
SEAL_ENDED = declare(
    "signatures.seal-ended",
    _("%(agency)s thôi dùng một mẫu dấu từ ngày %(until)s."),
)
SIGNATURE_ENDED = declare(
    "signatures.signature-ended",
    _("%(agency)s thôi dùng mẫu chữ ký của %(holder)s từ ngày %(until)s."),
)
_LONGEST = 100  # letters of a number and notation
_LONGEST_REASON = 200
_FURTHEST = timedelta(days=366)


def introduce_mark(
    *,
    holder: Holder,
    mark: Mark,
    valid_from_on: date,
    actor: Actor,
    now: datetime,
    notice_code: str = "",
    notice_on: date | None = None,
) -> UUID:
    """Introduce the image of a signature or seal from a day on; the one before ends there.

    The clerks of all agencies are told, by one row. notice_code, notice_on: of the document that
    introduces it on paper. The same again is the same, also at one moment: who comes second waits
    for the first. Raises RightMissing, OtherAgency, HolderNotThere, MarkUnreadable,
    SpecimenDaysWrong, SpecimenDayFar.
    """
    _require(actor, holder.agency_id)
    _require_near(valid_from_on, now=now)
    notice_code = clean_line(notice_code)[:_LONGEST]
    with transaction.atomic():
        directory_services.take_turn()
        named = holder_there(holder, now=now)
        latest = _latest(holder)
        said = (mark.image, valid_from_on, notice_code, notice_on)
        if latest is not None and _says(latest) == said:
            return latest.pk
        _require_later(latest, valid_from_on)
        made = add_specimen(
            holder_kind=holder.kind,
            holder_id=holder.id,
            mark=mark,
            valid_from_on=valid_from_on,
            introduction=Introduction(
                agency_id=holder.agency_id,
                holder_name=named.name,
                holder_title=named.title,
                notice_code=notice_code,
                notice_on=notice_on,
            ),
        )
        since = valid_from_on.isoformat()
        record_holding(
            "mark-introduced", holder, made, actor=actor, now=now, holder=named.name, since=since
        )
        code = SEAL if holder.person_id is None else SIGNATURE
        _tell_all(code, made, holder, now=now, holder=named.name, since=_day(valid_from_on))
    return made


def end_specimen(
    *, specimen_id: UUID, on: date | None, reason: str, actor: Actor, now: datetime
) -> None:
    """Let an image be used no more from a day on; ended twice keeps the earlier day.

    on: None for a day that nobody can read, which is refused. Clerks of all agencies are told.
    Raises RightMissing, OtherAgency, SpecimenUnknown, SpecimenDaysWrong, SpecimenDayFar,
    ReasonMissing.
    """
    with transaction.atomic():
        row = Specimen.objects.select_for_update().filter(pk=specimen_id).first()
        if row is None or row.agency_id is None:
            raise SpecimenUnknown
        _require(actor, row.agency_id)
        if not (why := clean_line(reason)[:_LONGEST_REASON]):
            raise ReasonMissing
        if on is None or on < row.valid_from_on:
            raise SpecimenDaysWrong(since=_day(row.valid_from_on))
        _require_near(on, now=now)
        if row.valid_until_on is not None and row.valid_until_on <= on:
            return
        row.valid_until_on = on
        row.save(update_fields=["valid_until_on"])
        is_seal = row.holder_kind == HolderKind.AGENCY
        holder = Holder(row.agency_id, None if is_seal else row.holder_id)
        facts = {"holder": row.holder_name, "until": on.isoformat(), "why": why}
        record_holding("mark-ended", holder, row.pk, actor=actor, now=now, **facts)
        code = SEAL_ENDED if is_seal else SIGNATURE_ENDED
        _tell_all(code, row.pk, holder, now=now, holder=row.holder_name, until=_day(on))


def _require(actor: Actor, agency_id: UUID) -> None:
    """The agency's clerk, who keeps the seal; or its administrator and those above."""
    if OWN in actor.rights:
        access.require(actor, OWN, agency_id=agency_id)
    else:
        access.require_over(actor, OVER, agency_id=agency_id)


def _latest(holder: Holder) -> Specimen | None:
    used = Specimen.objects.filter(holder_kind=holder.kind, holder_id=holder.id)
    return used.filter(valid_until_on__isnull=True).order_by("-valid_from_on", "-pk").first()


def _says(row: Specimen) -> tuple[bytes, date, str, date | None]:
    return bytes(row.image), row.valid_from_on, row.notice_code, row.notice_on


def _require_near(day: date, *, now: datetime) -> None:
    """A slip of the pen in a year would keep every later introduction out."""
    last = local_day(now) + _FURTHEST
    if day > last:
        raise SpecimenDayFar(last=_day(last))


def _require_later(latest: Specimen | None, since: date) -> None:
    """The one before ends where this one begins: it cannot end before it began."""
    if latest is not None and since < latest.valid_from_on:
        raise SpecimenDaysWrong(since=_day(latest.valid_from_on))


def _tell_all(code: str, about: UUID, whose: Holder, /, *, now: datetime, **facts: str) -> None:
    agency = directory.agency(whose.agency_id)
    told = NewNotice(
        agency_id=EVERY_AGENCY,
        role=Role.CLERK,
        code=code,
        facts={"agency": agency.name, **facts},
        subject_kind=SUBJECT,
        subject_id=about,
    )
    notices.tell([told], now=now)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
