"""The form of an update or a replacement in our words."""

from collections.abc import Mapping, Sequence
from typing import Any, Self
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lienthong.documents.rules.reading import read_parts
from lienthong.documents.rules.relations import canonical_reference
from lienthong.documents.types import VersionCard
from lienthong.exchange.types import ChangeKind
from lienthong.issuing.types import CompletedFile, DocumentChange, NewFile, ReceivedFile
from lienthong.webkit.forms import DayField


class ChangeForm(forms.Form):
    """What is to come instead, and why.

    An update keeps number and day; a replacement is a completed file with its own, or a document
    that was issued here, named by its number alone.
    """

    use_required_attribute = False
    change = forms.ChoiceField(
        choices=[(ChangeKind.UPDATE, ""), (ChangeKind.REPLACEMENT, "")], widget=forms.HiddenInput
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reference = forms.CharField(
        label=_("Số, ký hiệu của văn bản thay thế"),
        required=False,
        max_length=80,
        help_text=_(
            "Văn bản đã phát hành ở đây thì chỉ cần ghi số, không cần chọn tệp; trùng số ở nhiều "
            "năm thì ghi thêm ngày."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    subject = forms.CharField(
        label=_("Trích yếu"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nơi nhận đọc được lý do này, ví dụ “Sửa số liệu ở phụ lục 2”."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **terms: Any) -> None:
        super().__init__(data, auto_id="change_%s", **terms)
        if self.kind == ChangeKind.UPDATE:
            self.fields["subject"].required = True
            return
        has_file = bool(data and data.get("upload"))
        self.fields["reference"].required = True
        for name in ("issued_on", "subject"):
            self.fields[name].required = has_file

    @classmethod
    def opened(cls, version: VersionCard, kind: ChangeKind) -> Self:
        """Return the form as it opens: a replacement says the same of another document."""
        initial: dict[str, Any] = {"change": kind, "subject": version.subject}
        return cls(initial=initial)

    @classmethod
    def posted(cls, data: QueryDict, file: ReceivedFile | None, version: VersionCard) -> Self:
        """Return the form as it was sent; what was left empty is read from the file."""
        filled = data.copy()
        read = _read(file) if file else {}
        if file is not None:
            filled["upload"] = str(file.file.upload_id)
        if filled.get("change") == ChangeKind.UPDATE:
            read = {"subject": version.subject}
        for name, value in read.items():
            if not filled.get(name, "").strip():
                filled[name] = value
        return cls(filled)

    @property
    def kind(self) -> ChangeKind:
        value = str(self["change"].value() or "")
        return ChangeKind(value) if value == ChangeKind.REPLACEMENT else ChangeKind.UPDATE

    @property
    def is_by_number(self) -> bool:
        """Instead comes a document that was issued here, and no file."""
        return self.kind == ChangeKind.REPLACEMENT and not self.cleaned_data.get("upload")

    def wanted(
        self,
        old: VersionCard,
        file: ReceivedFile | None,
        kept: tuple[int, ...],
        added: Sequence[NewFile],
        whom: Sequence[UUID],
    ) -> DocumentChange:
        """Return what the form asks, and of whom."""
        completed = self.completed(old, file, kept, added)
        reason = self.cleaned_data["reason"]
        return DocumentChange(old.id, self.kind, completed, reason, tuple(whom))

    def completed(
        self,
        old: VersionCard,
        file: ReceivedFile | None,
        kept: tuple[int, ...],
        added: Sequence[NewFile],
    ) -> CompletedFile:
        """Return what comes instead of a version, in the words of issuing."""
        facts = self.cleaned_data
        is_update = self.kind == ChangeKind.UPDATE
        parts = read_parts(file.examination) if file else {}
        signer = parts["signer_name"].value if "signer_name" in parts else old.signer_name
        return CompletedFile(
            kind=old.kind,
            reference=old.reference_code if is_update else facts["reference"],
            issued_on=old.issued_on if is_update else facts["issued_on"],
            subject=facts["subject"],
            signer_name=signer,
            file=file.file if file else None,
            kept=kept,
            added=tuple(added),
        )


def reference_read(file: ReceivedFile) -> str:
    """Return number and notation as they were read from a file; "" where they were not."""
    parts = read_parts(file.examination)
    if "number" not in parts or "notation" not in parts:
        return ""
    return canonical_reference(f"{parts['number'].value}/{parts['notation'].value}")


def _read(file: ReceivedFile) -> dict[str, str]:
    parts = read_parts(file.examination)
    found = {name: parts[name].value for name in ("subject", "issued_on") if name in parts}
    return {**found, "reference": reference_read(file)}
