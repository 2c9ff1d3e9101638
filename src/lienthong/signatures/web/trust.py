"""The operator's page of trusted issuers: how long each holds, and fresh revocation lists."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.kernel.wording import Measure, noop
from lienthong.signatures import queries, services
from lienthong.signatures.errors import ListTooLarge, ListUnreadable
from lienthong.signatures.rules import LARGEST_LISTS
from lienthong.signatures.types import AnchorPurpose, IssuerStanding
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.messages import say_done

RIGHT = "signatures.bring-revocation-lists"
_PURPOSES = {
    AnchorPurpose.SIGNING: noop("ký số, đóng dấu"),
    AnchorPurpose.TIME_STAMP: noop("cấp dấu thời gian"),
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """An issuer as the page shows it; tone and word say how its lists stand."""

    card: IssuerStanding
    purpose: str
    is_trusted: bool
    tone: str
    word: str


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def issuers(request: StaffRequest) -> HttpResponse:
    """Whom we believe, and a form that takes a file of revocation lists."""
    access.require(request.actor, RIGHT)
    now = clock.now()
    if request.method == "POST":
        return _bring(request)
    context = {"issuers": [_shown(one, now) for one in queries.issuers_standing()], "at": now}
    return render(request, "signatures/trust.html", context)


def _bring(request: StaffRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise ListUnreadable
    if (file.size or 0) > LARGEST_LISTS:
        raise ListTooLarge(largest=Measure(LARGEST_LISTS / 1024 / 1024))
    taken = services.take_revocation_lists(data=file.read(), actor=request.actor, now=clock.now())
    new = sum(one.is_new for one in taken)
    if new:
        words = ngettext(
            "Đã nhận %(n)s danh sách thu hồi.", "Đã nhận %(n)s danh sách thu hồi.", new
        )
        say_done(request, words % {"n": new})
    else:
        say_done(request, _("Danh sách này đã có, không có gì thay đổi."))
    return redirect("signatures:trust")


def _shown(one: IssuerStanding, now: datetime) -> _Shown:
    today = clock.local_day(now)
    last = one.trusted_until_on
    is_trusted = one.trusted_from_on <= today and (last is None or today <= last)
    if not one.wants_lists:
        tone, word = "wait", _("chưa có danh sách")
    elif one.lists_until is None or one.lists_until < now:
        tone, word = "late", _("quá hạn")
    else:
        tone, word = "ok", _("còn hạn")
    return _Shown(one, _(_PURPOSES[one.purpose]), is_trusted, tone, word)
