"""The form of a mailbox in our words."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lienthong.directory import queries as directory
from lienthong.mailboxes.types import MailboxCard, NewMailbox
from lienthong.webkit.forms import DayField

_Pasted = forms.Textarea(
    attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "data-secret": ""}
)


class MailboxForm(forms.Form):
    """A new mailbox, or how one is opened from now on; a password is shown nowhere again."""

    agency = forms.CharField(
        label=_("Mã cơ quan"), max_length=35, help_text=_("Mã định danh, như trong danh bạ.")
    )
    address = forms.CharField(
        label=_("Địa chỉ hộp thư"), max_length=254, help_text=_("Ví dụ vanthu@sotuphap.gov.vn")
    )
    host = forms.CharField(
        label=_("Máy chủ thư (IMAP)"), max_length=253, help_text=_("Ví dụ imap.example.gov.vn")
    )
    port = forms.IntegerField(label=_("Cổng"), min_value=1, max_value=65_535, initial=993)
    is_secure = forms.BooleanField(
        label=_("Có TLS"),
        initial=True,
        required=False,
        help_text=_("Chỉ bỏ khi máy chủ ở mạng riêng đã khai."),
    )
    login = forms.CharField(label=_("Tên đăng nhập"), max_length=254)
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Được mã hóa khi lưu."),
    )
    folder = forms.CharField(label=_("Thư mục"), max_length=100, initial="INBOX")
    begins_on = DayField(
        label=_("Đọc thư đến từ ngày"), help_text=_("Thư cũ hơn ở lại hộp thư, không đọc về.")
    )
    authserv = forms.CharField(
        label=_("Tên máy chủ xác thực"),
        max_length=253,
        required=False,
        help_text=_(
            "Tên đứng đầu dòng Authentication-Results mà máy chủ thư này tự ghi. Để trống thì mọi"
            " thư là chưa xác thực được người gửi."
        ),
    )
    networks = forms.CharField(
        label=_("Mạng riêng của máy chủ thư"),
        max_length=1_000,
        required=False,
        help_text=_("Để trống nếu máy chủ ở Internet. Ví dụ 10.0.0.0/8."),
    )
    authority = forms.CharField(
        label=_("Chứng thư gốc của máy chủ thư"),
        max_length=100_000,
        required=False,
        help_text=_("Dạng PEM; chỉ cần khi máy chủ này chưa tin tổ chức cấp chứng thư đó."),
        widget=_Pasted,
    )
    largest_mb = forms.IntegerField(
        label=_("Thư lớn nhất (MB)"), min_value=1, max_value=100, initial=35
    )

    def __init__(self, data: Any = None, *, today: date, card: MailboxCard | None = None) -> None:
        super().__init__(data, initial=_initial(card) if card else {"begins_on": today})
        self._card = card
        if card is not None:
            del self.fields["agency"]
            self.fields["password"].required = False
            self.fields["password"].help_text = _("Để trống nếu mật khẩu không đổi.")

    def clean_agency(self) -> UUID:
        """Return the agency of a code."""
        found = directory.agency_by_code(self.cleaned_data["agency"].strip())
        if found is None:
            raise ValidationError(_("Danh bạ không có mã này."))
        return found.id

    def new_mailbox(self) -> NewMailbox:
        """Return what was typed, of a form that is valid."""
        said: dict[str, Any] = dict(self.cleaned_data)
        agency_id: UUID = self._card.agency_id if self._card else said.pop("agency")
        networks = tuple(said.pop("networks").split())
        return NewMailbox(agency_id=agency_id, networks=networks, **said)


def _initial(card: MailboxCard) -> dict[str, Any]:
    names = ("address", "host", "port", "is_secure", "login", "folder", "begins_on", "authserv")
    known = {name: getattr(card, name) for name in (*names, "authority", "largest_mb")}
    return {**known, "networks": " ".join(card.networks)}
