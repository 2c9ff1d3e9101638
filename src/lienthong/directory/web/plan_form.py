"""The form of a reorganisation: one step of one kind; longer plans come by the command."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.directory.rules.reorganisation import ReorganisationPlan, StepKind
from lienthong.directory.types import AgencyLevel
from lienthong.webkit.forms import DayField

_LINES = forms.Textarea(attrs={"rows": 3})


class PlanForm(forms.Form):
    """What happens, to whom, from when, by which decision."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Việc sắp xếp"),
        choices=[(kind.value, gettext_lazy(kind.label)) for kind in StepKind],
    )
    happens_on = DayField(label=gettext_lazy("Hiệu lực từ ngày"))
    source = forms.CharField(label=gettext_lazy("Văn bản quyết định"), max_length=200)
    agencies = forms.CharField(
        label=gettext_lazy("Mã cơ quan sắp xếp"),
        help_text=gettext_lazy("Mỗi dòng một mã; sáp nhập nhận nhiều mã."),
        widget=_LINES,
    )
    name = forms.CharField(label=gettext_lazy("Tên mới"), max_length=200, required=False)
    abbreviation = forms.CharField(
        label=gettext_lazy("Chữ viết tắt mới"), max_length=30, required=False
    )
    code = forms.CharField(label=gettext_lazy("Mã mới"), max_length=35, required=False)
    into = forms.CharField(
        label=gettext_lazy("Mã cơ quan nhận sáp nhập"), max_length=35, required=False
    )
    founded = forms.CharField(
        label=gettext_lazy("Cơ quan thành lập mới"),
        help_text=gettext_lazy("Mỗi dòng: mã | tên | chữ viết tắt."),
        required=False,
        widget=_LINES,
    )
    successors = forms.CharField(
        label=gettext_lazy("Mã các cơ quan sau chia tách"),
        help_text=gettext_lazy("Mỗi dòng một mã, gồm cả cơ quan thành lập mới ở trên."),
        required=False,
        widget=_LINES,
    )
    heir = forms.CharField(
        label=gettext_lazy("Mã cơ quan kế thừa chính"),
        help_text=gettext_lazy(
            "Nhận sổ, văn bản gửi tới mã cũ và mọi việc không giao cho cơ quan khác."
        ),
        max_length=35,
        required=False,
    )
    units = forms.CharField(
        label=gettext_lazy("Đơn vị về cơ quan khác"),
        help_text=gettext_lazy("Mỗi dòng: tên đơn vị | mã cơ quan. Việc đang làm đi theo đơn vị."),
        required=False,
        widget=_LINES,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, parts in (("founded", 3), ("units", 2)):
            if any(len(row) != parts for row in _rows(cleaned.get(name, ""))):
                self.add_error(
                    name, _("Mỗi dòng cần %(parts)s phần, cách nhau bằng dấu |.") % {"parts": parts}
                )
        return cleaned

    def plan(self) -> ReorganisationPlan:
        """Return the plan that was filled in. Raises what `ReorganisationPlan.read` does."""
        told = self.cleaned_data
        kind = told["kind"]
        step: dict[str, Any] = {"kind": kind, "agencies": told["agencies"].split()}
        if kind == StepKind.RENAME:
            step |= {"name": told["name"], "abbreviation": told["abbreviation"]}
        if kind in (StepKind.RENAME, StepKind.RECODE):
            step["code"] = told["code"]
        if kind == StepKind.MERGE:
            step["into"] = told["into"]
        if kind == StepKind.SPLIT:
            units = {row[0]: row[1] for row in _rows(told["units"])}
            step |= {"successors": told["successors"].split(), "heir": told["heir"], "units": units}
        return ReorganisationPlan.read(
            {
                "happens_on": told["happens_on"].isoformat(),
                "source": told["source"],
                "steps": [step],
                "founded": [
                    {"code": code, "name": name, "abbreviation": short}
                    | {"level": AgencyLevel.DEPARTMENT}
                    for code, name, short in _rows(told["founded"])
                ],
            }
        )


def _rows(text: str) -> list[list[str]]:
    return [
        [part.strip() for part in line.split("|")] for line in text.splitlines() if line.strip()
    ]


class DeclineForm(forms.Form):
    """Why a plan is not agreed to; that it is there is the service's to say."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
