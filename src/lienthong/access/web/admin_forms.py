"""Forms of an agency's administrator."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.access.types import ActingKind
from lienthong.directory.types import PostCard, Role, UnitCard
from lienthong.webkit.forms import DayField


def _words(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint)


class PostForm(forms.Form):
    """A post to be given."""

    role = forms.ChoiceField(label=_("Vai trò"))
    title = _words(_("Chức vụ"), 100, hint=_("Như in trên chữ ký: Phó Giám đốc, Văn thư."))
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến hết ngày"), required=False)
    source = _words(_("Văn bản quyết định"), 200, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        roles: Iterable[Role],
        units: Iterable[UnitCard],
        today: date,
    ) -> None:
        super().__init__(data, initial={"valid_from": today}, auto_id="post_%s")
        _choose(self.fields["role"], [(str(role), gettext(role.label)) for role in roles])
        whole = [("", gettext("Toàn cơ quan"))]
        _choose(self.fields["unit"], whole + [(str(unit.id), unit.name) for unit in units])


class PersonForm(PostForm):
    """A new person with a first post."""

    name = _words(_("Họ và tên"), 100)
    email = forms.EmailField(
        label=_("Thư công vụ"),
        max_length=254,
        error_messages={"invalid": _("Địa chỉ thư không đúng dạng.")},
    )
    field_order = ("name", "email")


class EndForm(forms.Form):
    """The last day of a post, and why."""

    on = DayField(label=_("Hết ngày"))
    reason = _words(_("Lý do"), 300)

    def __init__(self, data: Any = None, *, today: date, prefix: str = "") -> None:
        super().__init__(data, initial={"on": today}, auto_id=f"end{prefix}_%s")


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = _words(_("Lý do"), 500)


class AccountForm(forms.Form):
    """The sign-in name of a new account."""

    username = _words(_("Tên đăng nhập"), 80, hint=_("Chữ thường không dấu, số, dấu chấm."))


class SubjectForm(forms.Form):
    """Under which subject the province's identity provider knows somebody."""

    subject = _words(_("Định danh (sub) ở nhà cung cấp"), 150)


class ActingForm(forms.Form):
    """Who acts for whom, how long and in what."""

    kind = forms.ChoiceField(label=_("Hình thức"))
    for_post = forms.ChoiceField(label=_("Thay cho"))
    post = forms.ChoiceField(label=_("Người thay"))
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến hết ngày"))
    kinds = _words(
        _("Loại văn bản"),
        300,
        required=False,
        hint=_("Tên loại, cách nhau bằng dấu phẩy: Công văn, Báo cáo; để trống là mọi loại."),
    )
    subjects = _words(_("Lĩnh vực"), 300, required=False)
    source = _words(
        _("Văn bản giao quyền"),
        200,
        required=False,
        hint=_("Bắt buộc khi thừa ủy quyền, hoặc khi người khác ghi thay lãnh đạo."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        leaders: Iterable[PostCard],
        others: Iterable[PostCard],
        today: date,
    ) -> None:
        days = {"valid_from": today, "valid_to": today + timedelta(days=30)}
        super().__init__(data, initial=days, auto_id="acting_%s")
        _choose(self.fields["kind"], [(str(kind), gettext(kind.label)) for kind in ActingKind])
        _choose(self.fields["for_post"], [_of(post) for post in leaders])
        nobody = ("", gettext("Chọn người thay"))
        _choose(self.fields["post"], [nobody, *(_of(post) for post in others)])

    def kinds_said(self) -> frozenset[str]:
        """The kinds in scope, as they were written."""
        said = self.cleaned_data.get("kinds") or ""
        return frozenset(part.strip() for part in said.split(",")) - {""}


def _of(post: PostCard) -> tuple[str, str]:
    return str(post.id), f"{post.title} {post.person_name}"


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
