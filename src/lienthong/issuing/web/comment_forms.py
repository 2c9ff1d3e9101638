"""What people fill in to ask for comments, to comment, and to say what became of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.directory.types import PostCard, UnitCard
from lienthong.issuing.types import NewCommenter, Treatment
from lienthong.kernel.clock import moment_in
from lienthong.webkit.forms import DayField, ids_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit or a person to ask; value: what the form sends."""

    value: str
    name: str
    detail: str = ""
    is_chosen: bool = False


class AskForm(forms.Form):
    """Who is asked stands in `unit` and `post`, several of each."""

    due_on = DayField(label=_("Góp ý trước hết ngày"))
    question = forms.CharField(
        label=_("Điều cần góp ý"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id="ask_%s")

    def commenters(self) -> list[NewCommenter]:
        """Return who was ticked; what is no id falls away."""
        data: Any = self.data
        units = [NewCommenter(unit_id=one) for one in ids_of(data.getlist("unit"))]
        return units + [NewCommenter(post_id=one) for one in ids_of(data.getlist("post"))]


def unit_choices(units: Sequence[UnitCard], chosen: Sequence[str]) -> list[Choice]:
    return [Choice(str(one.id), one.name, "", str(one.id) in chosen) for one in units]


def post_choices(posts: Sequence[PostCard], chosen: Sequence[str]) -> list[Choice]:
    return [
        Choice(str(one.id), one.person_name, one.unit_name or one.title, str(one.id) in chosen)
        for one in posts
    ]


class CommentForm(forms.Form):
    """A comment; that there is one is the service's to ask, for a file may be all of it."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("Ý kiến góp ý"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": "5000"}),
    )
    page = forms.IntegerField(
        label=_("Trang"),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Trang là một số, ví dụ 3.")},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id="comment_%s")
        self.fields["text"].required = data is None  # so it is shown; agreeing needs no words


class TreatmentForm(forms.Form):
    """What became of a comment; seen_at: when somebody said so last, as the page had it."""

    treatment = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[(str(each), _(each.label)) for each in Treatment],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("Giải trình"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": "2000"}),
        help_text=_("Bắt buộc khi không tiếp thu."),
    )
    seen_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def seen(self) -> datetime | None:
        """Return the moment that the page had; what is no moment is none."""
        return moment_in(self.cleaned_data["seen_at"])
