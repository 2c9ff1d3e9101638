"""What pages say of a letter, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.blobs.errors import FileInfected
from lienthong.documents.rules.legal_value import told
from lienthong.documents.types import LegalValue
from lienthong.formats.mail.errors import LetterTangled, LetterTooLarge, LetterUnreadable
from lienthong.kernel.refusals import Refusal
from lienthong.mailboxes.errors import LetterSecret, LetterUnscanned
from lienthong.mailboxes.types import LetterCard, LetterFileCard, LetterState, Proof, Standing
from lienthong.webkit.types import Tone
from lienthong.webkit.wording import fill, parts_of

# Why nothing of a letter was kept, by the code that its row has.
_NOT_TAKEN: dict[str, type[Refusal]] = {
    one.code: one
    for one in (
        *(LetterTooLarge, LetterTangled, LetterUnreadable),
        *(LetterSecret, LetterUnscanned, FileInfected),
    )
}


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """text: of a tag; more: what follows for who reads it."""

    text: str
    more: str
    tone: Tone


def standing(card: LetterCard) -> ShownStanding:
    """Say whose letter it is, and how sure that is (D2)."""
    proof = _(card.proof.label)
    if card.standing == Standing.OFFICIAL:
        whose = card.sender_agency or _("nhiều cơ quan dùng chung")
        text = _("địa chỉ công vụ: %(agency)s") % {"agency": whose}
        tone = {Proof.PASSED: Tone.OK, Proof.FAILED: Tone.LATE}.get(card.proof, Tone.WAIT)
        return ShownStanding(text, proof, tone)
    return ShownStanding(_(card.standing.label), proof, Tone.WAIT)


def why(card: LetterCard) -> str:
    """Say why a letter was not taken in, or was set aside."""
    if card.state != LetterState.REFUSED:
        return card.reason
    refusal = _NOT_TAKEN.get(card.reason)
    if refusal is None:
        return card.reason
    said = parts_of(refusal(**card.facts))
    return " ".join(filter(None, (said.sentence, said.next_step)))


def value(one: LetterFileCard) -> str:
    """Say what the document is worth as it came; "" where its signatures were not looked at."""
    if not one.legal_value:
        return ""
    found = told(LegalValue(one.legal_value))
    return fill(found.sentence, found.facts)


def stops(one: LetterFileCard) -> str:
    """Say why a file cannot be entered; "" where it can."""
    if not one.finding:
        return ""
    return fill(one.facts.get("sentence", one.finding), one.facts)
