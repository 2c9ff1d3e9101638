"""Forms of the pages that span packages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class GlassForm(forms.Form):
    """What an operator asks to read, why, and for how long."""

    agency = forms.CharField(label=_("Mã cơ quan"), max_length=35, help_text=_("Ví dụ H19.5."))
    document = forms.UUIDField(
        label=_("Mã văn bản"),
        required=False,
        help_text=_("Phần cuối trong địa chỉ của văn bản; để trống là mọi văn bản của cơ quan."),
    )
    reason = forms.CharField(
        label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    hours = forms.IntegerField(label=_("Số giờ được xem"), min_value=1, max_value=24, initial=2)
