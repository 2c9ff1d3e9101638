"""The forms about connected systems in our words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.systems.rules import LONGEST_TRIAL

_NETWORKS_HELP = _("Mỗi dòng một mạng: 10.1.2.0/24, 2001:db8::/48. “any” nếu gọi từ mọi nơi.")


class SystemForm(forms.Form):
    """A new system; keys are given on its page."""

    slug = forms.CharField(
        label=_("Tên kết nối"), max_length=40, help_text=_("Không dấu, không đổi: i-office.stp")
    )
    name = forms.CharField(label=_("Tên hệ thống"), max_length=100)
    contact = forms.CharField(label=_("Người liên hệ"), max_length=200, required=False)
    agency = forms.CharField(
        label=_("Mã cơ quan"),
        max_length=60,
        required=False,
        help_text=_("Hỏi cơ quan này cho hệ thống làm thay."),
    )
    networks = forms.CharField(
        label=_("Mạng được gọi"),
        required=False,
        help_text=_NETWORKS_HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChangeForm(forms.Form):
    """From where and how much."""

    networks = forms.CharField(
        label=_("Mạng được gọi"),
        required=False,
        help_text=_NETWORKS_HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    certificates = forms.CharField(
        label=_("Chứng thư của máy gọi (giao diện VXP)"),
        required=False,
        help_text=_("Mã băm SHA-256 của từng chứng thư, mỗi dòng một mã."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    requests_a_minute = forms.IntegerField(label=_("Số yêu cầu mỗi phút"), min_value=1)
    bytes_a_minute = forms.IntegerField(label=_("Số byte mỗi phút"), min_value=1)


class AgencyForm(forms.Form):
    """One more agency, which is asked."""

    agency = forms.CharField(
        label=_("Mã cơ quan"),
        max_length=60,
        help_text=_("Lãnh đạo hoặc quản trị cơ quan đó được hỏi trước."),
    )


class KeyForm(forms.Form):
    """A key: the owner's public one, one made here, or one for a trial."""

    how = forms.ChoiceField(
        label=_("Loại khóa"),
        widget=forms.RadioSelect,
        initial="public",
        choices=[
            ("public", _("Khóa công khai của chủ hệ thống")),
            ("made", _("Tạo cặp khóa tại đây")),
            ("trial", _("Khóa thử")),
            ("shared", _("Bí mật dùng chung (giao diện VXP)")),
        ],
    )
    public_pem = forms.CharField(
        label=_("Khóa công khai (PEM)"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    days = forms.IntegerField(
        label=_("Số ngày dùng khóa thử"),
        min_value=1,
        max_value=LONGEST_TRIAL.days,
        initial=30,
        required=False,
    )

    given = forms.CharField(
        label=_("Bí mật sẵn có (giao diện VXP)"),
        required=False,
        max_length=200,
        help_text=_("Để trống thì tạo bí mật mới; hiện một lần."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class DelegationForm(forms.Form):
    """A code below which the system enters agencies by itself."""

    code = forms.CharField(
        label=_("Mã cơ quan"),
        max_length=60,
        help_text=_("Hệ thống tự khai báo và hủy đăng ký các đơn vị có mã nằm dưới mã này."),
    )


class RotateForm(forms.Form):
    """How long the old key still counts."""

    overlap = forms.IntegerField(
        label=_("Khóa cũ còn dùng (ngày)"), min_value=0, max_value=LONGEST_TRIAL.days, initial=14
    )
