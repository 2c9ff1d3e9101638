"""The administrator's page: what the agency and its leaders sign with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.kernel import clock
from lienthong.kernel.wording import Count, Measure
from lienthong.signatures import queries, rules, services
from lienthong.signatures.errors import (
    CertificateUnreadable,
    HolderNotThere,
    MarkTooLarge,
    MarkUnreadable,
)
from lienthong.signatures.types import (
    LARGEST_MARK,
    LARGEST_MARK_FILE,
    CertificateSummary,
    Holder,
    Mark,
    MediaType,
)
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.messages import say_done

RIGHT = "signatures.register-certificate"
LARGEST_FILE = LARGEST_MARK_FILE


@dataclass(frozen=True, slots=True)
class _Line:
    """A certificate as the page shows it."""

    card: CertificateSummary
    subject: str
    issuer: str
    tone: str
    word: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class _Holding:
    """Somebody who signs, or the agency's seal. key: as forms name it; since: of the image."""

    key: str
    name: str
    title: str
    lines: tuple[_Line, ...]
    since: date | None


@require_safe
def holdings(request: StaffRequest) -> HttpResponse:
    """The agency's seal first, then who leads it; three statements, however many there are."""
    access.require(request.actor, RIGHT)
    now, agency_id = clock.now(), request.actor.own_agency
    today = clock.local_day(now)
    agency = directory.agency(agency_id)
    leaders = directory.posts_of_agency(agency_id, on=today, role=Role.LEADER)
    people = {post.person_id: post for post in leaders}
    cards = queries.certificates_of([agency_id, *people])
    since = queries.specimens_since([agency_id, *people], on=today)
    shown = [
        _Holding("", agency.name, "", _lines(cards, agency_id, now), since.get(agency_id)),
        *(_of_person(post, cards, since, now) for post in people.values()),
    ]
    return render(request, "signatures/holdings.html", {"holdings": shown, "today": today})


@require_POST
def enter(request: StaffRequest) -> HttpResponse:
    """Take a certificate in."""
    holder, file = _holder(request), request.FILES.get("file")
    if file is None:
        raise CertificateUnreadable
    services.enter_certificate(
        holder=holder, certificate=file.read(), actor=request.actor, now=clock.now()
    )
    say_done(request, _("Đã khai báo chứng thư."))
    return redirect("signatures:holdings")


@takes_files
@require_POST
def introduce(request: StaffRequest) -> HttpResponse:
    """Take the image of a signature or seal in; it is used from today."""
    holder, file, now = _holder(request), request.FILES.get("file"), clock.now()
    if file is None:
        raise MarkUnreadable(largest=Count(LARGEST_MARK))
    if (file.size or 0) > LARGEST_FILE:
        raise MarkTooLarge(largest=Measure(LARGEST_FILE / 1024 / 1024))
    services.introduce_mark(
        holder=holder,
        mark=Mark(file.read(), MediaType.of_name(file.name or "")),
        valid_from_on=clock.local_day(now),
        actor=request.actor,
        now=now,
    )
    say_done(request, _("Đã giới thiệu mẫu mới, dùng từ hôm nay."))
    return redirect("signatures:holdings")


@require_POST
def end(request: StaffRequest, certificate_id: UUID) -> HttpResponse:
    """From now on the certificate counts no more."""
    services.end_certificate(
        certificate_id=certificate_id,
        agency_id=request.actor.own_agency,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Chứng thư không còn được dùng, từ lúc này."))
    return redirect("signatures:holdings")


def _holder(request: StaffRequest) -> Holder:
    access.require(request.actor, RIGHT)
    key = request.POST.get("holder", "")
    try:
        return Holder(request.actor.own_agency, UUID(key) if key else None)
    except ValueError:
        raise HolderNotThere from None


def _of_person(
    post: PostCard,
    cards: Sequence[CertificateSummary],
    since: Mapping[UUID, date],
    now: datetime,
) -> _Holding:
    lines = _lines(cards, post.person_id, now)
    shown_since = since.get(post.person_id)
    return _Holding(str(post.person_id), post.person_name, post.title, lines, shown_since)


def _lines(cards: Sequence[CertificateSummary], holder: UUID, now: datetime) -> tuple[_Line, ...]:
    return tuple(_line(card, now) for card in cards if card.holder_id == holder)


def _line(card: CertificateSummary, now: datetime) -> _Line:
    if card.revoked_at is not None:
        tone, word = "late", _("không còn dùng")
    elif card.valid_until <= now:
        tone, word = "late", _("hết hạn")
    elif card.valid_from > now:
        tone, word = "wait", _("chưa có hiệu lực")
    else:
        tone, word = "ok", _("đang dùng")
    return _Line(
        card,
        rules.common_name(card.subject),
        rules.common_name(card.issuer),
        tone,
        word,
        may_end=tone != "late",
    )
