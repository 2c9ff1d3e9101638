"""What is said of a document that everybody is to have, and why one is taken away."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.documents.types import AttachmentCard
from lienthong.portal.types import PublicFacts, SubjectArea
from lienthong.webkit.forms import DayField


class ClearanceForm(forms.Form):
    """The facts beside those of the document itself."""

    area = forms.ChoiceField(
        label=later("Lĩnh vực"),
        choices=lambda: [("", "—"), *((str(one), _(one.label)) for one in SubjectArea)],
    )
    effective_on = DayField(
        label=later("Ngày có hiệu lực"),
        required=False,
        help_text=later("Như trong văn bản; để trống nếu văn bản không ghi."),
    )
    ends_on = DayField(
        label=later("Hiệu lực đến hết ngày"),
        required=False,
        help_text=later("Để trống khi chưa biết; ghi sau cũng được."),
    )
    note = forms.CharField(
        label=later("Ghi chú về hiệu lực"),
        max_length=300,
        required=False,
        help_text=later("Ví dụ: thay thế một phần Quyết định số 05/2024/QĐ-UBND."),
    )
    attachments = forms.MultipleChoiceField(
        label=later("Phụ lục công khai kèm theo"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names_signer = forms.BooleanField(label=later("Nêu tên, chức vụ người ký"), required=False)
    looked = forms.BooleanField(
        label=later("Đã xem lại tệp và phụ lục: công khai được, không có nội dung phải giữ kín"),
        help_text=later(
            "Đã công khai thì ai cũng tải được; gỡ xuống không lấy lại được bản đã tải."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        attachments: Sequence[AttachmentCard],
        initial: PublicFacts | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(initial, attachments), auto_id="public_%s")
        choices = [(str(one.position), one.name) for one in attachments]
        self.fields["attachments"].choices = choices  # type: ignore[attr-defined]  # of choices
        if not choices:
            del self.fields["attachments"]

    def facts(self) -> PublicFacts:
        said = self.cleaned_data
        return PublicFacts(
            area=SubjectArea(said["area"]),
            effective_on=said["effective_on"],
            ends_on=said["ends_on"],
            note=said["note"],
            attachments=tuple(int(one) for one in said.get("attachments", ())),
            names_signer=said["names_signer"],
        )


def _initial(facts: PublicFacts | None, attachments: Sequence[AttachmentCard]) -> dict[str, Any]:
    if facts is None:
        return {"names_signer": True, "attachments": [str(one.position) for one in attachments]}
    return {
        "area": str(facts.area),
        "effective_on": facts.effective_on,
        "ends_on": facts.ends_on,
        "note": facts.note,
        "attachments": [str(one) for one in facts.attachments],
        "names_signer": facts.names_signer,
    }


class ReasonForm(forms.Form):
    """Why; the service asks for the words."""

    reason = forms.CharField(
        label=later("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
