"""The form that asks for a copy; what it holds becomes plain facts of issuing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.directory.types import PostCard
from lienthong.documents.rules.copies import FORMS, Carrier, is_made_of
from lienthong.documents.rules.kinds import Kind, copy_form
from lienthong.documents.types import RecipientLine, VersionCard
from lienthong.issuing.types import CopiedDocument, CopyFacts, NewFile
from lienthong.issuing.web.forms import signer_key, signer_words
from lienthong.webkit.forms import DayField

_WAYS = (
    ("paper-electronic", _("Từ bản giấy sang bản điện tử: quét, cơ quan ký số")),
    ("electronic-paper", _("Từ bản điện tử ra bản giấy: in, ký và đóng dấu trên giấy")),
    ("paper-paper", _("Từ bản giấy ra bản giấy: chụp, ký và đóng dấu trên giấy")),
    ("electronic-electronic", _("Từ bản điện tử sang bản điện tử: chỉ trích sao")),
)
_OF_PAPER = {"paper-electronic", "paper-paper"}
# What a paper that is not in the system is named by.
_NAMES = ("issuer", "reference", "issued_on", "kind", "subject")  # in the order of CopiedDocument


class CopyForm(forms.Form):
    """What is copied, how, who agrees to it. Which copies there are is the service's to say."""

    use_required_attribute = False
    form = forms.ChoiceField(label=_("Hình thức sao"), widget=forms.RadioSelect, initial=FORMS[0])
    way = forms.ChoiceField(label=_("Cách sao"), choices=_WAYS, widget=forms.RadioSelect)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    reference = forms.CharField(
        label=_("Số, ký hiệu"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    issued_on = DayField(label=_("Ngày văn bản"), required=False)
    subject = forms.CharField(
        label=_("Trích yếu"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    signer = forms.ChoiceField(label=_("Người ký duyệt bản sao"))
    place = forms.CharField(label=_("Địa danh trên bản giấy"), required=False, max_length=100)
    slip = forms.CharField(
        label=_("Lý do sao"), required=False, max_length=2000, widget=forms.Textarea({"rows": 1})
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kinds: Sequence[Kind],
        signers: Sequence[PostCard],
        version: VersionCard | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="copy_%s")
        self._version = version
        self._signers = {signer_key(post): post for post in signers}
        self._choose("form", [(each, copy_form(each).capitalize()) for each in _forms_of(version)])
        if version is None:
            for name in _NAMES:
                self.fields[name].required = True
            self._choose("way", [way for way in _WAYS if way[0] in _OF_PAPER])
        self._choose("kind", [("", gettext("Chọn loại"))] + [(k.code, k.name) for k in kinds])
        named = [(key, signer_words(post)) for key, post in self._signers.items()]
        self._choose("signer", [("", gettext("Chọn người ký")), *named])

    def file(self) -> NewFile | None:
        """The file in quarantine that the form speaks of."""
        upload = self.cleaned_data.get("upload")
        return NewFile(upload) if upload is not None else None

    def facts(self, recipients: Sequence[RecipientLine]) -> CopyFacts:
        """What was filled in."""
        filled = self.cleaned_data
        source, _dash, target = filled["way"].partition("-")
        signer = self._signers[filled["signer"]]
        return CopyFacts(
            form=filled["form"],
            source=Carrier(source),
            target=Carrier(target),
            version_id=self._version.id if self._version else None,
            written=None if self._version else self._written(),
            signer_post_id=signer.id,
            signer_position=signer.title,
            signer_authority=signer.authority,
            place=filled["place"],
            slip=filled["slip"],
            recipients=tuple(recipients),
        )

    def _written(self) -> CopiedDocument:
        filled = self.cleaned_data
        return CopiedDocument(None, *(filled[name] for name in _NAMES))

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _forms_of(version: VersionCard | None) -> Sequence[str]:
    """The forms that can be made of a document; of a paper only who holds it knows what it is."""
    if version is None:
        return FORMS
    return [each for each in FORMS if is_made_of(each, version.kind)] or FORMS
