"""The forms of the rule table."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.directory.types import AgencyCard
from lienthong.documents.rules.kinds import kinds_on
from lienthong.documents.rules.routing import GENERAL_DAYS, MOST_DAYS
from lienthong.documents.types import Concern, NewPolicy, RecipientRole, ReportPeriod
from lienthong.documents.web.words import LEVELS
from lienthong.webkit.forms import DayField

_ROLES = (RecipientRole.ACTION, RecipientRole.REPORT, RecipientRole.INFORMATION)
_WAYS = {"both": (True, True), "electronic": (True, False), "paper": (False, True)}


class RuleForm(forms.Form):
    """A rule of one's own about how documents travel."""

    title = forms.CharField(
        label=_("Nội dung"),
        max_length=200,
        help_text=_("Người gửi đọc được, ví dụ “Văn bản về tài chính gửi điện tử và bản giấy”."),
    )
    clause = forms.CharField(
        label=_("Điều khoản"),
        max_length=200,
        help_text=_("Văn bản quy định, ví dụ 14/CT-UBND, khoản 2."),
    )
    way = forms.ChoiceField(
        label=_("Cách gửi"),
        choices=[
            ("both", _("Điện tử và bản giấy")),
            ("electronic", _("Chỉ điện tử")),
            ("paper", _("Chỉ bản giấy")),
        ],
        widget=forms.RadioSelect,
    )
    paper_by = forms.IntegerField(
        label=_("Gửi bản giấy trong (ngày làm việc)"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("0 là trong ngày gửi."),
    )
    agency = forms.CharField(
        label=_("Mã cơ quan ban hành quy định"),
        max_length=35,
        help_text=_("Áp dụng cho cơ quan này và các cơ quan cấp dưới."),
    )
    kind = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    concern = forms.ChoiceField(
        label=_("Nội dung về"),
        required=False,
        help_text=_("Người gửi được hỏi khi có quy định phân biệt nội dung."),
    )
    period = forms.ChoiceField(label=_("Kỳ báo cáo"), required=False)
    recipient_role = forms.ChoiceField(label=_("Gửi"), required=False)
    recipient_level = forms.ChoiceField(label=_("Nơi nhận là"), required=False)
    issuer_level = forms.ChoiceField(label=_("Nơi gửi là"), required=False)
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    valid_to = DayField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        initial = {"way": "both", "paper_by": GENERAL_DAYS, **kwargs.pop("initial", {})}
        super().__init__(*args, **{**kwargs, "initial": initial})
        anything = ("", _("bất kỳ"))
        levels = [anything, *LEVELS.items()]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("mọi loại")),
            *((each.code, each.name) for each in kinds_on(today)),
        ]
        self.fields["concern"].choices = [  # type: ignore[attr-defined]
            anything,
            *((str(concern), _(concern.label)) for concern in Concern),
        ]
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            anything,
            *((str(period), _(period.label)) for period in ReportPeriod),
        ]
        self.fields["recipient_role"].choices = [  # type: ignore[attr-defined]
            anything,
            *((str(role), _(role.label)) for role in _ROLES),
        ]
        self.fields["recipient_level"].choices = levels  # type: ignore[attr-defined]
        self.fields["issuer_level"].choices = levels  # type: ignore[attr-defined]

    def rule(self, agency: AgencyCard) -> NewPolicy:
        """Return what was filled in."""
        said = self.cleaned_data
        electronic, paper = _WAYS[said["way"]]
        names = (
            *("title", "clause", "kind", "concern", "period"),
            *("recipient_role", "recipient_level", "issuer_level"),
        )
        return NewPolicy(
            agency_id=agency.id,
            electronic=electronic,
            paper=paper,
            paper_by=said["paper_by"],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            **{name: said[name] for name in names},
        )


class EndForm(forms.Form):
    """The last day of a rule."""

    last_day = DayField(label=_("Ngày áp dụng cuối cùng"))
