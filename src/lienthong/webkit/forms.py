"""What forms send beside fields of their own."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7
from lienthong.webkit.errors import AnswerMissing, FormKeyInvalid

_DAY = "%d/%m/%Y"
_DAYS = (_DAY, "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
_ANSWERS = {"agree": True, "refuse": False, "decline": False}
_KEY = re.compile(r"[0-9A-Za-z:._-]{1,100}", re.ASCII)


class DayInput(forms.DateInput):
    """A day as people write it, 25/11/2026: the browser's own field would follow its language.

    day.js puts a calendar beside it and writes out what was typed short ("3/12", "03122026").
    """

    def __init__(self) -> None:
        marks = {"data-day": "", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        super().__init__(format=_DAY, attrs={**marks, "maxlength": "10"})

    def format_value(self, value: Any) -> str | None:
        """Write a day of a link or of a file ("2026-11-25") as people do, too."""
        try:
            return super().format_value(date.fromisoformat(value))
        except (TypeError, ValueError):
            return super().format_value(value)


class DayField(forms.DateField):
    """A day, with the day before the month in whatever language the page is."""

    widget = DayInput
    default_error_messages = {"invalid": _("Ngày không đúng. Chọn lại ngày, ví dụ 25/11/2026.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=_DAYS, **options)


def form_key(request: HttpRequest) -> str:
    """Return the key of the form that was sent; one without it is an act of its own.

    Raises FormKeyInvalid for a key that no page of ours wrote.
    """
    key = request.POST.get("idempotency_key", "")
    if not key:
        return str(uuid7())
    if not _KEY.fullmatch(key):
        raise FormKeyInvalid
    return key


class AnswerForm(forms.Form):
    """What is said to who asks something. In lines: Enter in a single one would press a button."""

    note = forms.CharField(
        label=_("Ý kiến"),
        max_length=500,
        required=False,
        help_text=_("Bắt buộc khi không đồng ý."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def agreed(request: HttpRequest) -> bool:
    """Say which of the two buttons of a question (`answer`) was pressed.

    Raises AnswerMissing for a form that was sent without: silence is no refusal.
    """
    said = request.POST.get("answer", "")
    if said not in _ANSWERS:
        raise AnswerMissing
    return _ANSWERS[said]


def stays_in_place(request: HttpRequest) -> bool:
    """Whether the form (tag `in_place`) shows a refusal beside its fields and is led on else."""
    is_htmx = request.headers.get("HX-Request") == "true"
    return is_htmx and request.headers.get("X-In-Place") == "yes"


def ids_of(values: Sequence[str]) -> list[UUID]:
    """Return the ids among texts that a browser sent; what is no id is left out."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
