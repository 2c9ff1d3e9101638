"""Anybody checks a copy against the record (đối chiếu): by its bytes, or among what is public."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.portal import errors, queries, rules
from lienthong.portal.types import KnownCopy, PublicFilters
from lienthong.portal.web.open import counted, page
from lienthong.portal.web.shown import WORTH, lines
from lienthong.webkit.types import Fact

_MOST = 20


@csrf_exempt  # it changes nothing, and knows nobody
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def check(request: HttpRequest) -> HttpResponseBase:
    """Ask by SHA-256, which a script makes of a dropped file; or by the file itself (POST).

    A file that is sent is read in memory, bounded as every form, and not kept.
    """
    digest, asked = "", request.GET.get("ma", "")
    if request.method == "POST":
        digest = _digest_of_file(request)
    elif asked:
        digest = rules.read_digest(asked)
        if not digest:
            raise errors.DigestUnreadable()
    reference = clean_line(request.GET.get("so", ""))[:100]
    day = _day(request.GET.get("ngay", ""))
    found = queries.known_copies(digest) if digest else []
    context: dict[str, Any] = {
        "digest": digest,
        "copies": [(one, _facts(one), _verdict(one)) for one in found],
        "reference": reference,
        "day": f"{day:%d/%m/%Y}" if day else "",
        "numbered": _numbered(reference, day) if reference else None,
    }
    return page(request, "portal/check.html", context)


def _digest_of_file(request: HttpRequest) -> str:
    file = request.FILES.get("tep")
    if file is None or not file.size:
        raise errors.FileMissing()
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    return found.hexdigest()


def _numbered(reference: str, day: date | None) -> list[Any]:
    """Find among what is public alone: a number by itself confirms nothing else."""
    found = queries.public_page(PublicFilters(words=reference), skipped=0, limit=200)
    kept = [one for one in found if day is None or one.issued_on == day]
    return lines(kept[:_MOST], today=clock.local_day(clock.now()))


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day alone
        except ValueError:
            continue
    return None


def _facts(copy: KnownCopy) -> list[Fact]:
    admitted = copy.admitted_at.astimezone(clock.VIETNAM)
    return [
        Fact(_("Cơ quan ban hành"), copy.agency_name),
        Fact(_("Số, ký hiệu"), copy.reference_code or _("không có số")),
        Fact(_("Ngày ban hành"), f"{copy.issued_on:%d/%m/%Y}"),
        Fact(_("Loại văn bản"), _(copy.kind_name)),
        Fact(_("Vào hệ thống lúc"), f"{admitted:%H:%M %d/%m/%Y}"),
        Fact(_("Giá trị của tệp"), str(WORTH[copy.legal_value])),
    ]


def _verdict(copy: KnownCopy) -> tuple[bool, str]:
    """Say whether the document still stands as far as the record tells, and why not."""
    if copy.recalled_on:
        day = f"{copy.recalled_on:%d/%m/%Y}"
        return False, _("Cơ quan ban hành đã thu hồi văn bản này ngày %(day)s.") % {"day": day}
    if copy.is_replaced:
        return False, _("Cơ quan ban hành đã thay thế văn bản này bằng văn bản khác.")
    if not copy.is_newest:
        return False, _("Đây là bản trước: cơ quan ban hành đã cập nhật văn bản.")
    return True, _("Chưa ghi nhận thu hồi, thay thế hay cập nhật.")
