"""Filters and tags of the shared page parts: days, times, sizes, hashes, refusals."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.webkit import numbers
from lienthong.webkit.types import PdfView

register = template.Library()

_ICONS = {
    "ok": "circle-check",
    "warn": "alert-triangle",
    "stop": "circle-x",
    "wait": "clock",
    "info": "info-circle",
    "valid": "circle-check",
    "invalid": "circle-x",
    "unknown": "help-circle",
    "unsigned": "circle-minus",
    "late": "alert-triangle",
    "fire": "flame",
}


def _local_day(value: date | datetime) -> date:
    return clock.local_day(value) if isinstance(value, datetime) else value


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """Write a day, or the day in Vietnam of a moment, as "03/12/2026"; nothing for None."""
    return _local_day(value).strftime("%d/%m/%Y") if value else ""


@register.filter
def vn_day(value: date | datetime | None) -> str:
    """Write day and month as "03/12", for lists of one year."""
    return _local_day(value).strftime("%d/%m") if value else ""


@register.filter
def vn_time(value: datetime | None) -> str:
    """Write the time of day in Vietnam of an aware moment as "08:02"."""
    return value.astimezone(clock.VIETNAM).strftime("%H:%M") if value else ""


@register.filter
def vn_moment(value: datetime | None) -> str:
    """Write an aware moment as "08:02 03/12/2026" in Vietnam: the hour first, as it is said."""
    return f"{vn_time(value)} {vn_date(value)}" if value else ""


@register.filter
def vn_deadline(value: datetime | None) -> str:
    """Say until when: "11:30 23/11/2026"; "hết ngày 23/11/2026" for a limit that runs to 24:00."""
    if value is None:
        return ""
    if value.astimezone(clock.VIETNAM).time() != time.min:
        return f"{vn_time(value)} {vn_date(value)}"
    return _("hết ngày %(day)s") % {"day": vn_date(value - datetime.resolution)}


@register.filter
def working_days_left(days: int) -> str:
    """Say how many working days remain: "còn 2 ngày làm việc", "hạn hôm nay", "quá 2 ngày"."""
    if days == 0:
        return _("hạn hôm nay")
    if days < 0:
        return ngettext("quá %(days)s ngày", "quá %(days)s ngày", -days) % {"days": -days}
    words = ngettext("còn %(days)s ngày làm việc", "còn %(days)s ngày làm việc", days)
    return words % {"days": days}


@register.filter
def days_left(days: int) -> str:
    """Say the same where room is short and the head of the column says what days: "còn 2 ngày"."""
    if days <= 0:
        return working_days_left(days)
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}


@register.filter
def hash_groups(digest: bytes | str) -> str:
    """Write a digest in groups of four hexadecimal signs, as it is read aloud and compared."""
    text = digest.hex() if isinstance(digest, bytes) else digest
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


register.filter("file_size", numbers.file_size)


@register.filter
def grouped(number: int | str) -> str:
    """Write how many there are as "1.274"; what is no number as it is."""
    return numbers.count(number) if isinstance(number, int) else number


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; also by a state's name. It is decoration: words stand beside."""
    address = static("webkit/vendor/icons/sprite.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        address,
        _ICONS.get(name, name),
    )


@register.simple_tag
def once_key() -> SafeString:
    """A hidden field with a fresh key, so that a form sent twice is one act."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid7())


@register.simple_tag
def in_place(url: str) -> SafeString:
    """Attributes of a form sent to `url`: a refusal shows in its `.refused`, typed words stay.

    Where the act leads is opened as a page of its own; without a script it is a plain form.
    """
    return format_html(
        'method="post" action="{0}" hx-post="{0}" hx-target="find .refused" hx-swap="innerHTML" '
        'hx-disabled-elt="find button:not([type=button])" hx-headers="{1}" data-in-place data-once',
        url,
        '{"X-In-Place": "yes"}',
    )


@register.inclusion_tag("webkit/form/_field.html")
def field(bound: BoundField, **options: object) -> Mapping[str, object]:
    """A form field with label, hint and error in its place.

    options: `read_at` (page and box of a PDF as JSON; the field was read from there),
    `label` instead of the form's own.
    """
    return {"field": bound, **options}


@register.filter
def errors_said(bound: BoundField) -> list[str]:
    """Return the errors of a field; what was left out is asked for in words of a form on paper."""
    return [
        _left_out(bound) if error.code == "required" else message
        for error in bound.errors.as_data()
        for message in error.messages
    ]


def _left_out(bound: BoundField) -> str:
    if bound.widget_type in {"select", "selectmultiple", "radioselect"}:
        return _("Chưa chọn. Chọn một mục.")
    if bound.widget_type == "checkbox":
        return _("Chưa đánh dấu ô này.")
    if bound.widget_type == "file":
        return _("Chưa chọn tệp.")
    return _("Chưa điền. Hãy điền ô này.")


@register.filter
def viewer_data(view: PdfView) -> str:
    """Return marks and place of the ĐẾN box as JSON for the viewer's data attribute."""
    return json.dumps(
        {
            "marks": [asdict(mark) for mark in view.marks],
            "arrival": [view.arrival_left, view.arrival_top],
        },
        ensure_ascii=False,
    )
