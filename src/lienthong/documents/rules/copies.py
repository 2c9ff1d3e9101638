"""Which copies the law knows: of what, from which carrier to which.

Source: Decree 30/2020/NĐ-CP, Articles 25 and 26.
"""

from collections.abc import Mapping
from enum import StrEnum

from lienthong.documents.rules.kinds import is_copy
from lienthong.kernel.wording import noop as _

CERTIFIED, SECONDARY, EXTRACT = "sao-y", "sao-luc", "trich-sao"
FORMS = (CERTIFIED, SECONDARY, EXTRACT)


class Carrier(StrEnum):
    """What a document stands on."""

    PAPER = "paper"
    ELECTRONIC = "electronic"

    @property
    def label(self) -> str:
        return _CARRIER_LABELS[self]


_CARRIER_LABELS = {
    Carrier.PAPER: _("bản giấy"),
    Carrier.ELECTRONIC: _("bản điện tử"),
}
_PAPER, _ELECTRONIC = Carrier.PAPER, Carrier.ELECTRONIC
_AMONG_PAPERS = frozenset({(_PAPER, _PAPER), (_PAPER, _ELECTRONIC), (_ELECTRONIC, _PAPER)})
_WAYS: Mapping[str, frozenset[tuple[Carrier, Carrier]]] = {
    CERTIFIED: _AMONG_PAPERS,
    SECONDARY: _AMONG_PAPERS,
    EXTRACT: _AMONG_PAPERS | {(_ELECTRONIC, _ELECTRONIC)},
}


def has_way(form: str, source: Carrier, target: Carrier) -> bool:
    """Return whether a form of copy goes from one carrier to the other.

    An electronic document is not copied to an electronic one as a whole: it is forwarded.
    Raises KeyError for what is no form of copy.
    """
    return (source, target) in _WAYS[form]


def is_made_of(form: str, original_kind: str) -> bool:
    """Return whether a form of copy is made of documents of a kind.

    A sao lục is made of a sao y, the others of an original or main copy, which no copy is.
    """
    if form == SECONDARY:
        return original_kind == CERTIFIED
    return not is_copy(original_kind)
