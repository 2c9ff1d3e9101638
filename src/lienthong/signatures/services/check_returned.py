"""A file that its holder signed elsewhere comes back: is it ours, only signed, and by whom."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import Filled
from lienthong.signatures import errors
from lienthong.signatures.pdf import fields
from lienthong.signatures.pdf.additions import adds_signatures_only
from lienthong.signatures.services._reading import readable
from lienthong.signatures.services.verify_content import judge_content
from lienthong.signatures.types import HolderKind, SignatureFinding, Verdict

# Doubts that the signer can put right at once: the clock of the own computer, an old program.
_TO_MEND = {"time-in-future", "weak-algorithm"}


@dataclass(frozen=True, slots=True)
class Awaited:
    """Whose signature is awaited; name: as sentences call the person or the agency."""

    kind: HolderKind
    id: UUID
    name: str


def check_returned(
    *, before: bytes, returned: bytes, awaited: Awaited, now: datetime
) -> SignatureFinding:
    """Return the awaited signature on a file that was signed outside of this installation.

    before: the exact file that was given out. The file may bear further signatures, none of them
    invalid. What cannot be decided here today (an old revocation list) does not stop: whoever
    receives the document checks it anew. After a person's signature number and date are tried: a
    program that locked the whole file is told now, and not when the number is taken.
    Raises Unreadable, Encrypted, ReturnedOtherFile, ReturnedUnsigned, ReturnedChanged,
    ReturnedBroken, ReturnedCertificateUnknown, ReturnedSignedByAnother, ReturnedLocked.
    """
    if not returned.startswith(before):
        raise errors.ReturnedOtherFile
    findings = _new_findings(before, returned, now)
    if not findings:
        raise errors.ReturnedUnsigned
    for finding in findings:
        if finding.verdict == Verdict.INVALID or finding.reason in _TO_MEND:
            raise errors.ReturnedBroken(
                signer=finding.signer_name or "?", why=Filled(finding.sentence, {})
            )
    with readable(returned):
        is_only_signed = adds_signatures_only(before, returned)
    if not is_only_signed:
        raise errors.ReturnedChanged
    own = _of(awaited, findings)
    if awaited.kind == HolderKind.PERSON:
        _require_open_for_number(returned, now)
    return own


def _new_findings(before: bytes, returned: bytes, now: datetime) -> list[SignatureFinding]:
    """The signatures that the file had not when it was given out, in the order of signing."""
    with readable(before):
        signed = {name for name, done in fields.signature_fields(before).items() if done}
    return [each for each in _judged(returned, now) if each.field not in signed]


def _judged(pdf: bytes, now: datetime) -> tuple[SignatureFinding, ...]:
    digest = hashlib.sha256(pdf).hexdigest()
    return judge_content(digest=digest, source=io.BytesIO(pdf), now=now).findings


def _of(awaited: Awaited, findings: list[SignatureFinding]) -> SignatureFinding:
    for finding in findings:
        if (finding.holder_kind, finding.holder_id) == (awaited.kind, awaited.id):
            return finding
    last = findings[-1]
    facts = {"signer": last.signer_name, "awaited": awaited.name}
    if last.holder_id is None:
        raise errors.ReturnedCertificateUnknown(serial=last.serial, **facts)
    raise errors.ReturnedSignedByAnother(**facts)


def _require_open_for_number(pdf: bytes, now: datetime) -> None:
    with readable(pdf):
        texts = fields.number_texts("1", local_day(now))
        wanted = {name: texts[name] for name in fields.number_values(pdf)}
        filled = pdf + fields.filling(io.BytesIO(pdf), wanted) if wanted else pdf
    if any(each.verdict == Verdict.INVALID for each in _judged(filled, now)):
        raise errors.ReturnedLocked
