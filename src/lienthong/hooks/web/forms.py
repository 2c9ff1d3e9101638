"""The form about hooks in our words."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NetworksForm(forms.Form):
    """Private networks in which the hooks of a system may be called."""

    networks = forms.CharField(
        label=_("Mạng nội bộ được báo tới"),
        required=False,
        help_text=_("Mỗi dòng một mạng: 10.1.2.0/24. Để trống thì chỉ báo tới địa chỉ công cộng."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
