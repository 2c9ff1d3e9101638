"""What people write about incoming documents."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.registers.types import Assignee, AssignmentRole
from lienthong.registers.web.deadlines import DueChip
from lienthong.webkit.forms import DayField

PHRASES = (
    _("Nghiên cứu, tham mưu văn bản trả lời."),
    _("Thực hiện, báo cáo kết quả."),
    _("Để biết, theo dõi."),
    _("Trình tôi dự thảo."),
    _("Chuẩn bị nội dung họp."),
)
_OTHER_DAY = "date"


class InstructionForm(forms.Form):
    """A leader's opinion, to whom the document goes, and until when.

    Units and people are fields `unit-<id>` and `post-<id>` whose value is a role; ticked phrases
    (`phrase`) are put before what was written, so that chips work without JavaScript too.
    """

    text = forms.CharField(
        label=_("Ý kiến chỉ đạo"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due = forms.ChoiceField(required=False)
    day = DayField(label=_("Ngày khác"), required=False)

    def __init__(self, data: Any, *, chips: Sequence[DueChip]) -> None:
        super().__init__(data, auto_id="instruct_%s")
        self.chips = chips
        choice = self.fields["due"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [*((str(c.days), str(c.days)) for c in chips), (_OTHER_DAY, _OTHER_DAY)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.assignees() and not self._opinion(cleaned):
            self.add_error("text", _("Ghi ý kiến, hoặc chọn nơi được giao."))
        if cleaned.get("due") == _OTHER_DAY and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Chưa chọn ngày."))
        return cleaned

    @property
    def chosen_due(self) -> str:
        """The chip that is pressed, when the form comes back."""
        return str(self.data.get("due", "")) if self.is_bound else ""

    def opinion(self) -> str:
        """Return what was ticked and written, as one text."""
        return self._opinion(self.cleaned_data)

    def _opinion(self, cleaned: dict[str, Any]) -> str:
        ticked = self.data.getlist("phrase") if hasattr(self.data, "getlist") else []
        written = str(cleaned.get("text", "")).strip()
        return " ".join([*(t for t in ticked if t not in written), written]).strip()

    def due_on(self) -> date | None:
        """Return the deadline: the day of the chip, the day that was chosen, or none."""
        due = self.cleaned_data["due"]
        if due == _OTHER_DAY:
            day: date | None = self.cleaned_data["day"]
            return day
        return next((chip.day for chip in self.chips if str(chip.days) == due), None)

    def part_of(self, field: str) -> str:
        """Return the role that a unit or person was given so far."""
        return str(self.data.get(field, "")) if self.is_bound else ""

    def assignees(self) -> list[Assignee]:
        """Return who was given a role; what is not one of ours falls away."""
        found = [self._assignee(name, str(self.data[name])) for name in self.data]
        return [one for one in found if one is not None]

    def _assignee(self, name: str, part: str) -> Assignee | None:
        kind, _dash, written = name.partition("-")
        if kind not in ("unit", "post") or part not in set(AssignmentRole):
            return None
        try:
            chosen = UUID(written)
        except ValueError:
            return None
        if kind == "unit":
            return Assignee(AssignmentRole(part), unit_id=chosen)
        return Assignee(AssignmentRole(part), post_id=chosen)
