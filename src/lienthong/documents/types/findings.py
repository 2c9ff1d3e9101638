"""What is found on a file or a form, and what follows from it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lienthong.documents.types.words import FindingLevel, LegalValue, Recognition
from lienthong.formats.letters.types import LetterFields
from lienthong.formats.pdf.types import PdfFacts
from lienthong.signatures.types import ContentVerdict


@dataclass(frozen=True, slots=True)
class LegalStanding:
    """What a file is worth, and in words that a clerk can act on.

    sentence: Vietnamese source text with %(name)s places for `facts`; clause: the rule that was
    applied, "" where none was needed.
    """

    value: LegalValue
    sentence: str
    facts: dict[str, object] = field(default_factory=dict)
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check before sending: what was looked at, and what to do about it.

    sentence, cause, next_step: Vietnamese source texts with %(name)s places for `facts`.
    """

    code: str
    level: FindingLevel
    sentence: str
    cause: str = ""
    next_step: str = ""
    facts: dict[str, object] = field(default_factory=dict)


class Examined:
    """What was looked at: findings that stop must be put right before it can go anywhere."""

    __slots__ = ()
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == FindingLevel.STOP)

    @property
    def can_go(self) -> bool:
        return not self.stops


@dataclass(frozen=True, slots=True)
class Declared:
    """What the one who brings a file says about it; what is not said is not compared.

    is_scan: a picture of a paper with seal and signature (C3). is_own: the issuer works here.
    will_be_signed: signed and sealed here before it is issued, so that nothing is missing yet.
    secrecy: a level that was chosen; anything but empty is refused (A3). kind: code of the kind;
    copies are worth what they are by their seal alone.
    """

    issuer_id: UUID | None = None
    issued_on: date | None = None
    reference_code: str = ""
    secrecy: str = ""
    is_scan: bool = False
    is_own: bool = True
    will_be_signed: bool = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Examination(Examined):
    """What was seen of a file, and what follows; nothing was written.

    digest: SHA-256 of the whole file, hexadecimal. pdf: None for what is no readable PDF.
    fields: what stands on the page by the layout of the law, for a person to confirm.
    standing: what its signatures are worth; None where they were not looked at. verdict: what they
        were found to be, for who keeps the file and wants no second look.
    recognition: how much of a picture was read; what `fields` then has is less certain.
    """

    name: str
    digest: str
    findings: tuple[Finding, ...]
    pdf: PdfFacts | None = None
    fields: LetterFields = field(default_factory=LetterFields)
    standing: LegalStanding | None = None
    verdict: ContentVerdict | None = None
    recognition: Recognition = Recognition.NONE

    @property
    def page_count(self) -> int:
        return self.pdf.page_count if self.pdf else 0


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A field that was read from the file: its value, and where it stands.

    box: left, bottom, right, top in points from the lower left corner, as PDF counts.
    """

    value: str
    page: int
    box: tuple[float, float, float, float]
