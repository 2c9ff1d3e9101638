"""The form of what came on paper or by mail, and what a file fills in of it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lienthong.blobs import errors as blob_errors
from lienthong.blobs import queries as blobs
from lienthong.directory import queries as directory
from lienthong.documents import services as documents
from lienthong.documents.rules.kinds import kinds_on
from lienthong.documents.rules.reading import read_parts
from lienthong.documents.types import Declared, Examination, Road, Urgency
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop
from lienthong.registers.types import NewReceived
from lienthong.webkit.forms import DayField

# Kept as it is called: what has no code in the law's lists.
LETTER = noop("Đơn, thư")
_EARLIEST, _LATEST = date(1945, 1, 1), date(2100, 12, 31)


def _in_living_memory(day: date) -> None:
    if not _EARLIEST <= day <= _LATEST:
        raise forms.ValidationError(_("Ngày phải trong khoảng từ 01/01/1945 đến 31/12/2100."))


class ReceivedForm(forms.Form):
    """The columns of the book, in the order in which a clerk reads them off a paper."""

    use_required_attribute = False
    # What the form says before anybody touched it.
    UNTOUCHED: Mapping[str, str] = {"urgency": str(Urgency.NORMAL), "copies": "1"}

    author = forms.CharField(
        label=_("Tác giả (cơ quan, tổ chức, công dân)"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "authors"}),
    )
    reference_code = forms.CharField(
        label=_("Số, ký hiệu"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    document_on = DayField(label=_("Ngày văn bản"), validators=[_in_living_memory])
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    signer_name = forms.CharField(label=_("Người ký"), required=False, max_length=255)
    urgency = forms.ChoiceField(
        label=pgettext_lazy("of a document", "Độ khẩn"), initial=Urgency.NORMAL
    )
    due_on = DayField(label=_("Trả lời trước"), required=False, validators=[_in_living_memory])
    arrived_on = DayField(label=_("Ngày đến"), validators=[_in_living_memory])
    page_count = forms.IntegerField(label=_("Trang"), required=False, min_value=0, max_value=99_999)
    copies = forms.IntegerField(
        label=_("Bản"), required=False, min_value=0, max_value=9_999, initial=1
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)
    road = forms.ChoiceField(
        choices=[(str(each), str(each)) for each in (Road.PAPER, Road.MAIL)],
        widget=forms.HiddenInput,
        initial=Road.PAPER,
    )
    key = forms.CharField(required=False, max_length=90, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        writer: UUID,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="receive_%s")
        self._today, self._writer = today, writer
        kinds = [(each.code, each.name) for each in kinds_on(today)]
        self._choose("kind", [("", gettext("Không có tên loại")), (LETTER, LETTER), *kinds])
        self._choose("urgency", [(str(each), gettext(each.label)) for each in Urgency])
        for name in ("page_count", "copies"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def author_id(self) -> UUID | None:
        """Return the agency of the directory that the words mean; None where they mean no one."""
        name = self.cleaned_data.get("author", "")
        found = directory.agencies_named([name], on=self._today, writer=self._writer).get(name, [])
        return found[0].id if len(found) == 1 else None

    def received(self) -> NewReceived:
        """Return what was entered, without its files."""
        filled = self.cleaned_data
        return NewReceived(
            road=Road(filled["road"]),
            author=filled["author"],
            author_id=self.author_id(),
            reference_code=filled["reference_code"],
            document_on=filled["document_on"],
            kind=filled["kind"],
            subject=filled["subject"],
            signer_name=filled["signer_name"],
            urgency=Urgency(filled["urgency"]),
            due_on=filled["due_on"],
            arrived_on=filled["arrived_on"],
            page_count=filled["page_count"] or 0,
            copies=filled["copies"] if filled["copies"] is not None else 1,
            note=filled["note"],
        )


def read_from(
    upload_id: UUID | None, actor: Actor, *, now: datetime
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Return what a file in quarantine fills in, and where on its pages each stands, as JSON.

    A person confirms each. Nothing for a file that is gone, or that cannot be read.
    """
    if upload_id is None:
        return {}, {}
    try:
        card = blobs.upload_card(upload_id, actor=actor)
        source = blobs.open_upload(upload_id, actor=actor)
    except (blob_errors.UploadNotFound, blob_errors.UploadClosed):
        return {}, {}
    with source:
        examination = documents.examine(
            source,
            name=card.name,
            now=now,
            declared=Declared(is_own=False, will_be_signed=False),
            agency_id=actor.agency_id,
            road=Road.PAPER,
            digest=card.digest,
        )
    parts = read_parts(examination)
    read = {name: part.value for name, part in parts.items()}
    number, notation = read.pop("number", ""), read.pop("notation", "")
    initial: dict[str, Any] = {
        "reference_code": f"{number}{'' if notation.startswith('-') else '/'}{notation}"
        if number
        else "",
        "document_on": read.get("issued_on", ""),
        "page_count": examination.page_count or "",
        "author": _author_on(examination, actor, on=local_day(now)),
        **{name: read.get(name, "") for name in ("kind", "subject", "signer_name", "urgency")},
    }
    places = {name: json.dumps({"page": p.page, "box": p.box}) for name, p in parts.items()}
    renamed = {"number": "reference_code", "issued_on": "document_on"}
    found = {renamed.get(name, name): place for name, place in places.items()}
    return {name: value for name, value in initial.items() if value}, found


def _author_on(examination: Examination, actor: Actor, *, on: date) -> str:
    """Return the agency in the head of the page, by its name in the directory if it is there."""
    if examination.fields.agency is None:
        return ""
    name = clean_line(examination.fields.agency.value)
    found = directory.agencies_named([name], on=on, writer=actor.own_agency).get(name, [])
    return found[0].name if len(found) == 1 else name
