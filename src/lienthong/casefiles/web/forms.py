"""What people write of a file."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.casefiles.types import CaseFileFacts, Retention
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.webkit.forms import DayField

# Who works on documents keeps their files; posts that watch or administer keep none.
_KEEPING = frozenset({Role.CLERK, Role.LEADER, Role.OFFICER})


class CaseFileForm(forms.Form):
    """The facts of a file; units and keepers are those of the agency today."""

    notation = forms.CharField(
        label=later("Số và ký hiệu hồ sơ"),
        max_length=20,
        help_text=later("Như trong danh mục hồ sơ, ví dụ 05/HS-VP. Không trùng trong năm."),
    )
    year = forms.IntegerField(
        label=later("Năm"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
        error_messages={"invalid": later("Năm gồm bốn chữ số, ví dụ 2026.")},
    )
    title = forms.CharField(
        label=later("Tiêu đề hồ sơ"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=later("Hồ sơ về việc gì, của ai, thời gian nào. Phải có trước khi kết thúc."),
    )
    heading = forms.CharField(label=later("Đề mục trong danh mục"), required=False, max_length=200)
    retention = forms.ChoiceField(
        label=later("Thời hạn bảo quản"),
        required=False,
        choices=lambda: [(str(one), _(one.label)) for one in Retention],
        help_text=later("Từ 05 năm trở lên thì phải nộp lưu."),
    )
    keeper = forms.ChoiceField(label=later("Người lập và giữ hồ sơ"), required=False)
    unit = forms.ChoiceField(label=later("Đơn vị"), required=False)
    started_on = DayField(label=later("Ngày bắt đầu"), required=False)
    is_construction = forms.BooleanField(
        label=later("Hồ sơ công trình xây dựng cơ bản"),
        required=False,
        help_text=later("Nộp lưu trong 03 tháng kể từ khi quyết toán, thay vì 01 năm."),
    )
    note = forms.CharField(label=later("Ghi chú"), required=False, max_length=500)

    def __init__(
        self, data: Any = None, *, agency_id: UUID, now: datetime, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id="file_%s")
        today = local_day(now)
        none = ("", _("— chưa giao —"))
        self.fields["unit"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            none,
            *((str(one.id), one.name) for one in directory.units_of(agency_id, on=today)),
        ]
        posts = directory.posts_of_agency(agency_id, on=today)
        self.fields["keeper"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            none,
            *(
                (str(one.id), f"{one.person_name} · {one.unit_name or one.title}")
                for one in posts
                if one.role in _KEEPING
            ),
        ]

    def facts(self) -> CaseFileFacts:
        said = self.cleaned_data
        return CaseFileFacts(
            year=said["year"],
            notation=said["notation"],
            title=said["title"],
            heading=said["heading"],
            retention=Retention(said["retention"]),
            unit_id=UUID(said["unit"]) if said["unit"] else None,
            keeper_id=UUID(said["keeper"]) if said["keeper"] else None,
            started_on=said["started_on"],
            is_construction=said["is_construction"],
            note=said["note"],
        )


def initial_of(facts: CaseFileFacts) -> dict[str, Any]:
    """Return the facts of a file as its form begins with them."""
    return {
        "notation": facts.notation,
        "year": facts.year,
        "title": facts.title,
        "heading": facts.heading,
        "retention": str(facts.retention),
        "unit": str(facts.unit_id or ""),
        "keeper": str(facts.keeper_id or ""),
        "started_on": facts.started_on,
        "is_construction": facts.is_construction,
        "note": facts.note,
    }


class ClosingForm(forms.Form):
    ended_on = DayField(
        label=later("Ngày kết thúc công việc"),
        help_text=later("Hạn nộp lưu tính từ ngày này."),
    )

    def __init__(self, data: Any = None, *, today: date | None = None) -> None:
        super().__init__(data, initial={"ended_on": today}, auto_id="close_%s")


class ReasonForm(forms.Form):
    """Why a file is opened again, or files are not taken over. The service asks for the words."""

    reason = forms.CharField(
        label=later("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, auto_id: str = "reason_%s") -> None:
        super().__init__(data, auto_id=auto_id)


class KeepBackForm(forms.Form):
    until = DayField(label=later("Giữ lại đến hết ngày"))
    reason = forms.CharField(
        label=later("Lý do giữ lại"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="keep_%s")


class OfferForm(forms.Form):
    note = forms.CharField(
        label=later("Nội dung khối tài liệu"),
        required=False,
        max_length=500,
        help_text=later("Ghi trong biên bản giao nhận, ví dụ: Hồ sơ năm 2025 của Văn phòng."),
    )
