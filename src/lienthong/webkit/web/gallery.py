"""Every shared part with sample data in every state: for the eye, and for the browser tests."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from lienthong.kernel.refusals import Conflict
from lienthong.kernel.text import fold
from lienthong.kernel.wording import noop as _
from lienthong.webkit.messages import WayBack, say_done
from lienthong.webkit.web import samples


class SampleRefusal(Conflict):
    """A refusal to look at; nothing is behind it."""

    code = "webkit.sample"
    sentence = _("Văn bản %(number)s đã được người khác tiếp nhận.")
    cause = _("%(clerk)s tiếp nhận lúc 08:05, vào sổ số 1274.")
    next_step = _("Tải lại danh sách, rồi mở văn bản tiếp theo.")


def parts(request: HttpRequest) -> HttpResponse:
    """All parts one below the other; a POST answers with the undo line."""
    if request.method == "POST":
        see = reverse("gallery:document")
        back = WayBack("Ghi hủy số (nêu lý do)", request.path)
        done = "Đã tiếp nhận văn bản đến số 1274."
        say_done(request, done, see_url=see, way_back=back, form_key="gallery")
    context: dict[str, Any] = {
        "tabs": samples.tabs(),
        "filters": samples.filters(),
        "pager": samples.pager(),
        "steps": samples.steps(),
        "findings": samples.findings(),
        "verdicts": samples.verdicts(),
        "facts": samples.facts(),
        "form": samples.drafts()["wrong"],
        "digest": bytes(range(0, 256, 8)),
    }
    return _page(request, "webkit/gallery/parts.html", **context)


def document(request: HttpRequest) -> HttpResponse:
    """The page of a document: the PDF beside what can be done and its course."""
    return _page(
        request,
        "webkit/gallery/page.html",
        view=samples.pdf_view(),
        verdict=samples.verdicts()[0],
        facts=samples.facts(),
        steps=samples.steps(),
    )


def send(request: HttpRequest) -> HttpResponse:
    """The three blocks of sending."""
    return _page(
        request,
        "webkit/gallery/send.html",
        form=samples.drafts()["fresh"],
        findings=samples.findings(),
        recipients=samples.recipients(),
        roles=samples.ROLES,
        blank=samples.BLANK_RECIPIENT,
        view=samples.pdf_view(),
    )


def plain(request: HttpRequest) -> HttpResponse:
    """The card of sign-in."""
    return render(request, "webkit/gallery/plain.html", {"form": samples.drafts()["wrong"]})


def sample_pdf(request: HttpRequest) -> HttpResponse:
    """The document that the viewer shows."""
    return HttpResponse(samples.pdf_bytes(), content_type="application/pdf")


def agencies(request: HttpRequest) -> HttpResponse:
    """What the recipients block asks for: agencies and groups whose name holds the letters."""
    words = fold(request.GET.get("q", ""))
    names = ("key", "name", "detail", "route", "warning")
    found = [
        dict(zip(names, row, strict=True)) for row in samples.AGENCIES if words in fold(row[1])
    ]
    return JsonResponse({"items": found})


def refuse(request: HttpRequest) -> HttpResponse:
    """Always refused."""
    raise SampleRefusal(number="9459/UBND-TTTH", clerk="Lê Văn Bình")


def _page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"frame": samples.frame(), **context})
