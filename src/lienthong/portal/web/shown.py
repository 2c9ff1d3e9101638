"""Public documents in words: how each stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from lienthong.documents.types import LegalValue
from lienthong.portal import queries, rules
from lienthong.portal.types import PublicCard, Validity
from lienthong.webkit.types import Tone

_TONES = {
    Validity.IN_FORCE: Tone.OK,
    Validity.NOT_YET: Tone.WAIT,
    Validity.ENDED: Tone.LATE,
    Validity.REPLACED: Tone.LATE,
    Validity.TAKEN_DOWN: Tone.LATE,
}
WORTH = {
    LegalValue.ORIGINAL: later(
        "có đủ chữ ký số của người ký và của cơ quan; có giá trị như bản gốc"
    ),
    LegalValue.COPY: later("bản sao có chữ ký số của cơ quan sao"),
    LegalValue.INCOMPLETE: later("thiếu một trong hai chữ ký số; để tham khảo"),
    LegalValue.INFORMATION: later("không có chữ ký số; để tham khảo"),
    LegalValue.SCAN: later("bản chụp từ bản giấy; để tham khảo"),
    LegalValue.INVALID: later("chữ ký số không hợp lệ"),
    LegalValue.UNDETERMINED: later("chữ ký số chưa kiểm tra xong; để tham khảo"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands, in words with its tone."""

    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ShownLine:
    card: PublicCard
    standing: Standing


def lines(cards: Sequence[PublicCard], *, today: date) -> list[ShownLine]:
    """Return the lines of a list. One statement."""
    replaced = queries.replaced_among(cards)
    return [
        ShownLine(one, standing(one, is_replaced=one.document_id in replaced, today=today))
        for one in cards
    ]


def standing(card: PublicCard, *, is_replaced: bool, today: date) -> Standing:
    """Say how a public document stands today."""
    found = validity_of(card, is_replaced=is_replaced, today=today)
    return Standing(_said(found, card), _TONES[found])


def validity_of(card: PublicCard, *, is_replaced: bool, today: date) -> Validity:
    return rules.validity(
        state=card.state,
        effective_on=card.effective_on,
        ends_on=card.ends_on,
        is_replaced=is_replaced,
        today=today,
    )


def _said(found: Validity, card: PublicCard) -> str:
    if found == Validity.NOT_YET and card.effective_on:
        return _("có hiệu lực từ %(day)s") % {"day": f"{card.effective_on:%d/%m/%Y}"}
    if found == Validity.ENDED and card.ends_on:
        return _("hết hiệu lực sau ngày %(day)s") % {"day": f"{card.ends_on:%d/%m/%Y}"}
    if found == Validity.REPLACED:
        return _("bị thay thế")
    if found == Validity.TAKEN_DOWN:
        return _("đã gỡ")
    return _("còn hiệu lực")
