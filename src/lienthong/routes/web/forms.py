"""The form of a route in our words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.routes.types import NewRoute, RouteCard, RouteKind

_Pasted = forms.Textarea(
    attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "data-secret": ""}
)


class _Way(forms.Form):
    """How the other side is called, and whom it leads to."""

    address = forms.CharField(
        label=_("Địa chỉ"), max_length=300, help_text=_("Ví dụ https://truc.example.vn/vxp")
    )
    caller = forms.CharField(
        label=_("Mã kết nối"),
        max_length=100,
        help_text=_("Bên kia biết ta bằng mã này (systemid, hoặc mã khóa)."),
    )
    secret = forms.CharField(
        label=_("Khóa bí mật"),
        max_length=10_000,
        help_text=_("Bên kia cấp; tuyến ngang cấp thì dán cả khóa riêng dạng PEM."),
        widget=_Pasted,
    )
    leads_to = forms.CharField(
        label=_("Dẫn tới các mã"),
        max_length=1_000,
        initial="*",
        help_text=_("Nhánh mã, cách nhau bằng dấu cách: H09 G15. Dấu * là mọi mã."),
    )
    stands_for = forms.CharField(
        label=_("Cơ quan của ta dùng tuyến"),
        max_length=1_000,
        initial="*",
        help_text=_("Nhánh mã được khai báo ở bên kia."),
    )
    networks = forms.CharField(
        label=_("Mạng riêng của bên kia"),
        max_length=1_000,
        required=False,
        help_text=_("Để trống nếu bên kia ở Internet. Ví dụ 10.0.0.0/8."),
    )
    authority = forms.CharField(
        label=_("Chứng thư gốc của bên kia"),
        max_length=100_000,
        required=False,
        help_text=_("Dạng PEM; chỉ cần khi máy chủ này chưa tin tổ chức cấp chứng thư đó."),
        widget=_Pasted,
    )
    cost = forms.IntegerField(
        label=_("Chi phí"),
        min_value=0,
        max_value=1_000_000,
        initial=100,
        help_text=_("Nhiều tuyến tới một nơi thì dùng tuyến rẻ nhất."),
    )


class _Mail(forms.Form):
    """What a route of mail has besides; the others leave it empty."""

    sender = forms.CharField(
        label=_("Địa chỉ gửi thư"),
        max_length=254,
        required=False,
        help_text=_("Chỉ tuyến thư công vụ: thư gửi đi từ hộp thư này."),
    )
    site = forms.CharField(
        label=_("Địa chỉ hệ thống này"),
        max_length=200,
        required=False,
        help_text=_("Chỉ tuyến thư công vụ: nơi nhận mở trang xác nhận tại đây."),
    )
    largest = forms.IntegerField(
        label=_("Thư lớn nhất (byte)"),
        required=False,
        min_value=0,
        max_value=200_000_000,
        help_text=_("Chỉ tuyến thư công vụ; để trống là 20 MB."),
    )


class MailboxForm(forms.Form):
    """An agency that a route of mail leads to."""

    code = forms.CharField(
        label=_("Mã định danh"),
        max_length=35,
        help_text=_("Cơ quan đã có trong danh bạ, hoặc mới."),
    )
    name = forms.CharField(
        label=_("Tên cơ quan"),
        max_length=200,
        required=False,
        help_text=_("Chỉ khi danh bạ chưa có mã này."),
    )
    address = forms.CharField(label=_("Hộp thư công vụ"), max_length=254)


class TrialForm(forms.Form):
    """To whom a letter without content goes."""

    address = forms.CharField(label=_("Tới hộp thư của mình"), max_length=254)


class RouteForm(_Mail, _Way):
    """A new route; what the other side gave is typed in here and shown nowhere again."""

    slug = forms.CharField(
        label=_("Tên ngắn"), max_length=40, help_text=_("Không dấu, không đổi: truc-quoc-gia")
    )
    name = forms.CharField(
        label=_("Tên tuyến"), max_length=100, help_text=_("Văn thư thấy tên này khi theo dõi.")
    )
    kind = forms.ChoiceField(
        label=_("Loại tuyến"), choices=[(str(one), _(one.label)) for one in RouteKind]
    )
    field_order = ("slug", "name", "kind", *_Way.base_fields)

    def __init__(self, *given: Any, **facts: Any) -> None:
        super().__init__(*given, **facts)
        is_mail = self.data.get("kind") == RouteKind.MAIL
        for name in ("caller", "secret", "leads_to"):
            self.fields[name].required = not is_mail
        for name in ("sender", "site"):
            self.fields[name].required = is_mail

    def new_route(self) -> NewRoute:
        """Return what was typed, of a form that is valid."""
        said: dict[str, Any] = self.cleaned_data
        return NewRoute(
            slug=said["slug"],
            name=said["name"],
            kind=RouteKind(said["kind"]),
            address=said["address"],
            caller=said["caller"],
            secret=said["secret"],
            networks=tuple(said["networks"].split()),
            authority=said["authority"],
            leads_to=tuple(said["leads_to"].split()),
            stands_for=tuple(said["stands_for"].split()),
            cost=said["cost"],
            sender=said["sender"],
            site=said["site"],
            largest=said["largest"] or 0,
        )


class ChangeForm(_Mail, _Way):
    """What may change of a route; an empty secret leaves the one that is kept."""

    def __init__(self, *given: Any, **facts: Any) -> None:
        super().__init__(*given, **facts)
        self.fields["secret"].required = self.fields["caller"].required = False
        self.fields["secret"].help_text = _("Để trống nếu khóa không đổi.")

    @classmethod
    def of(cls, card: RouteCard) -> "ChangeForm":
        """Return the form as the route stands, without its secret."""
        return cls(
            initial={
                "address": card.address,
                "caller": card.caller,
                "leads_to": " ".join(card.leads_to),
                "stands_for": " ".join(card.stands_for),
                "networks": " ".join(card.networks),
                "authority": card.authority,
                "cost": card.cost,
                "sender": card.sender,
                "site": card.site,
                "largest": card.largest or None,
            }
        )

    def changes(self) -> dict[str, Any]:
        """Return what was typed as `change_route` takes it, of a form that is valid."""
        said: dict[str, Any] = self.cleaned_data
        trees = {name: said[name].split() for name in ("leads_to", "stands_for", "networks")}
        mail = {"largest": said["largest"] or 0}
        return {**said, **trees, **mail, "secret": said["secret"] or None}
