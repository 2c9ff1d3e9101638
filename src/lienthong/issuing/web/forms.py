"""The forms of issuing in our words; what they hold becomes plain facts of issuing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lienthong.directory.types import PostCard, Role
from lienthong.documents.rules.kinds import Kind
from lienthong.documents.types import (
    AskedTopics,
    Concern,
    RecipientLine,
    RecipientRole,
    ReportPeriod,
    Urgency,
)
from lienthong.issuing.types import DraftFacts, NewFile, Origin
from lienthong.kernel.text import clean_line
from lienthong.webkit.forms import DayField

_NUMBER = re.compile(r"(\d{1,9})([A-Za-zĐđ]?)")
_ORIGINS = (
    (Origin.HERE, _("Ký số và lấy số tại đây")),
    (Origin.COMPLETE, _("Tệp đã hoàn chỉnh (đã có số, chữ ký hoặc bản quét có dấu)")),
)


_EARLIEST, _LATEST = date(1945, 1, 1), date(2100, 12, 31)


def _in_living_memory(day: date) -> None:
    """Refuse a day that is a slip of the keyboard; the rules about days are told by the check."""
    if not _EARLIEST <= day <= _LATEST:
        raise forms.ValidationError(_("Ngày phải trong khoảng từ 01/01/1945 đến 31/12/2100."))


class SendForm(forms.Form):
    """The fields of the first block. What is against a rule is told by the check, in its place.

    Which fields must be filled in depends on the origin; the page shows only those of the chosen.
    """

    use_required_attribute = False
    origin = forms.ChoiceField(
        label=_("Số và chữ ký"), choices=_ORIGINS, widget=forms.RadioSelect, initial=Origin.HERE
    )
    kind = forms.ChoiceField(label=_("Loại văn bản"))
    number = forms.RegexField(
        _NUMBER,
        label=_("Số"),
        max_length=10,
        error_messages={"invalid": _("Số gồm chữ số, có thể thêm một chữ cái (12a).")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    notation = forms.CharField(
        label=_("Ký hiệu"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    issued_on = DayField(label=_("Ngày ban hành"), validators=[_in_living_memory])
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    signer = forms.ChoiceField(label=_("Người ký"))
    signer_name = forms.CharField(label=_("Người đã ký"), max_length=255)
    signer_position = forms.CharField(label=_("Chức vụ"), required=False, max_length=100)
    signer_authority = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    urgency = forms.ChoiceField(
        label=pgettext_lazy("of a document", "Độ khẩn"),
        choices=[(each, each.label) for each in Urgency],
        initial=Urgency.NORMAL,
    )
    due_on = DayField(label=_("Trả lời trước"), required=False, validators=[_in_living_memory])
    concern = forms.ChoiceField(label=_("Nội dung về"), required=False)
    period = forms.ChoiceField(label=_("Kỳ báo cáo"), required=False)
    filing = forms.CharField(label=_("Lưu"), required=False, max_length=100, initial="VT")
    slip = forms.CharField(
        label=_("Phiếu trình"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": _("điều cần biết")}),
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    answers = forms.UUIDField(required=False, widget=forms.HiddenInput)
    consults = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kinds: Sequence[Kind],
        signers: Sequence[PostCard],
        topics: AskedTopics,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="send_%s")
        self._signers = {signer_key(post): post for post in signers}
        if self.is_bound:
            is_here = self.chosen_origin == Origin.HERE
            self.fields["signer"].required = is_here
            for name in ("number", "issued_on", "signer_name"):
                self.fields[name].required = not is_here
        _choices(self.fields["kind"], [(each.code, each.name) for each in kinds])
        _choices(
            self.fields["signer"],
            [("", gettext("Chọn người ký"))]
            + [(key, signer_words(post)) for key, post in self._signers.items()],
        )
        self._ask_about("concern", Concern, topics.concerns)
        self._ask_about("period", ReportPeriod, topics.periods)
        _choices(self.fields["urgency"], [(str(each), gettext(each.label)) for each in Urgency])

    def _ask_about(
        self,
        name: str,
        words: type[Concern] | type[ReportPeriod],
        asked: Sequence[Concern | ReportPeriod],
    ) -> None:
        """Offer what rules of today ask, and what the draft says already; else nobody is asked."""
        offered = [each for each in words if each in asked or each == self.initial.get(name)]
        if not offered:
            del self.fields[name]
            return
        neither = [("", gettext("không mục nào"))]
        told = [(str(each), gettext(each.label)) for each in offered]
        _choices(self.fields[name], neither + told)

    @property
    def asks_topic(self) -> Sequence[forms.BoundField]:
        """The fields about the topic that this form has: none, one or both."""
        return [self[name] for name in ("concern", "period") if name in self.fields]

    @property
    def chosen_origin(self) -> Origin:
        """The origin that the form shows now, sent or initial."""
        value = str(self["origin"].value())
        return Origin(value) if value in set(Origin) else Origin.HERE

    def signer_key(self, facts: DraftFacts) -> str:
        """The choice of a draft's signer: the post with its line, else the post; "" without it."""
        keys = [key for key, post in self._signers.items() if post.id == facts.signer_post_id]
        with_line = [key for key in keys if self._signers[key].authority == facts.signer_authority]
        return next(iter([*with_line, *keys]), "")

    def file(self) -> NewFile | None:
        """The file in quarantine that the form speaks of."""
        upload = self.cleaned_data.get("upload")
        return NewFile(upload) if upload is not None else None

    def facts(self, recipients: Sequence[RecipientLine]) -> DraftFacts:
        """What was filled in so far, also when something is still missing."""
        filled = self.cleaned_data
        number = _NUMBER.fullmatch(filled.get("number") or "")
        here = filled.get("origin", Origin.HERE) == Origin.HERE
        signer = self._signers.get(filled.get("signer") or "") if here else None
        return DraftFacts(
            kind=filled.get("kind") or "",
            subject=filled.get("subject") or "",
            notation=filled.get("notation") or "",
            signer_post_id=signer.id if signer else None,
            urgency=Urgency(filled.get("urgency") or Urgency.NORMAL),
            due_on=filled.get("due_on"),
            recipients=(*recipients, *_filing(filled.get("filing") or "")),
            answers_entry_id=filled.get("answers"),
            consults_draft_id=filled.get("consults"),
            number=int(number[1]) if number and not here else None,
            number_suffix=number[2] if number and not here else "",
            issued_on=None if here else filled.get("issued_on"),
            signer_name=filled.get("signer_name") or "",
            signer_position=(signer.title if signer else filled.get("signer_position")) or "",
            signer_authority=signer.authority if signer else filled.get("signer_authority") or "",
            slip=filled.get("slip") or "",
            concern=filled.get("concern") or "",
            period=filled.get("period") or "",
        )


def signer_key(post: PostCard) -> str:
    """A leader by the post; who acts for another also by the line over the signature."""
    is_own = post.role == Role.LEADER and not post.authority.startswith(("TL.", "TUQ."))
    return str(post.id) if is_own else f"{post.id} {post.authority}"


def signer_words(post: PostCard) -> str:
    line = f"{post.authority}, " if post.authority else ""
    return f"{line}{post.title} {post.person_name}"


def _choices(field: forms.Field, choices: Sequence[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _filing(text: str) -> tuple[RecipientLine, ...]:
    words = clean_line(text).rstrip(".;")
    return (RecipientLine(f"Lưu: {words}", RecipientRole.FILE),) if words else ()


class SlipForm(forms.Form):
    slip = forms.CharField(
        label=_("Phiếu trình"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """A reason that others will read; whether it may be empty is the service's to say."""

    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
