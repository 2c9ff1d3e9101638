"""Words of signing and checking: closed lists and the plain values that others may hold."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self, cast
from uuid import UUID

# The image of a signature or seal as it is brought: pixels, and bytes of its file.
LARGEST_MARK = 4_000_000
LARGEST_MARK_FILE = 4 * 1024 * 1024


class HolderKind(StrEnum):
    """Whose certificate it is: a person with competence to sign, or an agency with its seal."""

    PERSON = "person"
    AGENCY = "agency"


class Verdict(StrEnum):
    """What can be said of a signature, or of a content as a whole.

    `unsigned` is said of a content only: there is nothing to judge.
    """

    VALID = "valid"
    INVALID = "invalid"
    CANNOT_TELL = "cannot-tell"
    UNSIGNED = "unsigned"


class TimeSource(StrEnum):
    """Where the time of signing comes from; a claimed time is the word of the signer's computer."""

    CLAIMED = "claimed"
    STAMPED = "stamped"
    NONE = "none"


class Modification(StrEnum):
    """What was added to the file after a signature, from harmless to not explainable."""

    NONE = "none"
    PROOFS = "proofs"  # time-stamps and revocation data only
    FORM_FILLING = "form-filling"  # number, date, a further signature
    ANNOTATIONS = "annotations"
    OTHER = "other"


class Revocation(StrEnum):
    """How the certificates under an anchor can be taken back."""

    NONE = "none"  # the issuer publishes nothing: absence of a list is not a doubt
    CRL = "crl"


class AnchorPurpose(StrEnum):
    SIGNING = "signing"
    TIME_STAMP = "time-stamp"


class SpecimenUse(StrEnum):
    """How an image stands on a day."""

    IN_USE = "in-use"
    ENDED = "ended"
    NOT_YET = "not-yet"


class RequestState(StrEnum):
    PREPARED = "prepared"
    COMPLETED = "completed"
    EXPIRED = "expired"


class KeyAlgorithm(StrEnum):
    """How the prepared bytes are signed: hashed with SHA-256, then by the holder's key."""

    RSA_SHA256 = "rsa-pkcs1v15-sha256"
    EC_SHA256 = "ecdsa-sha256"


class MediaType(StrEnum):
    """The forms in which the image of a signature or seal is taken."""

    PNG = "image/png"
    SVG = "image/svg+xml"

    @classmethod
    def of_name(cls, name: str) -> "MediaType":
        """Return the form that a file's name tells; what it holds is looked at later."""
        return cls.SVG if name.lower().endswith(".svg") else cls.PNG


@dataclass(frozen=True, slots=True)
class Observation:
    """All that was measured on one signature, before anybody judges it.

    sound: the signature fits the signer's certificate; intact: the signed bytes are unchanged.
    covers_revision: the signature covers all that the file held when it was signed.
    issuer_known: a path leads to a trusted issuer. fit_for_signing: the certificate allows it.
    valid_from, valid_until: of the signer's certificate. revoked_at: earliest known revocation on
    the path. revocation_known: what says that nothing else is revoked is present and fresh.
    signed_at: claimed or stamped; existed_at: the earliest moment for which something other than
    the signer's word proves that the signature was there (a stamp, our own earlier check).
    regular_file: the file follows the format's rules strictly.
    """

    sound: bool
    intact: bool
    covers_revision: bool
    modification: Modification
    changes_allowed: bool
    issuer_known: bool
    fit_for_signing: bool
    algorithm_strong: bool
    stamp_trusted: bool
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    revocation_known: bool
    signed_at: datetime | None
    time_source: TimeSource
    existed_at: datetime | None
    regular_file: bool


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """One signature in a content, with its verdict and the reason in plain words.

    holder_kind, holder_id: None when the certificate is not in our table. position: the signer's
    title as the certificate says it. covers_whole_file: nothing at all was added afterwards.
    sentence: Vietnamese source text; faces translate it. page, box: where its face lies, in points
    from the lower left corner (left, bottom, right, top); page 0: it has none, or was checked
    before this was kept.
    """

    field: str
    verdict: Verdict
    reason: str
    sentence: str
    holder_kind: HolderKind | None = None
    holder_id: UUID | None = None
    signer_name: str = ""
    position: str = ""
    organization: str = ""
    issuer: str = ""
    serial: str = ""
    fingerprint: str = ""
    signed_at: datetime | None = None
    time_source: TimeSource = TimeSource.NONE
    covers_whole_file: bool = False
    modification: Modification = Modification.NONE
    algorithm: str = ""
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    def as_json(self) -> dict[str, object]:
        """Return plain values for a JSON column; `from_json` reads them back."""
        plain: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        plain["holder_id"] = str(self.holder_id) if self.holder_id else None
        plain["signed_at"] = self.signed_at.isoformat() if self.signed_at else None
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, str]) -> Self:
        """Read what `as_json` wrote."""
        kind, holder, signed = plain["holder_kind"], plain["holder_id"], plain["signed_at"]
        box = cast("list[float] | None", plain.get("box"))
        typed: dict[str, object] = {
            "box": (box[0], box[1], box[2], box[3]) if box else None,
            "verdict": Verdict(plain["verdict"]),
            "holder_kind": HolderKind(kind) if kind else None,
            "holder_id": UUID(holder) if holder else None,
            "signed_at": datetime.fromisoformat(signed) if signed else None,
            "time_source": TimeSource(plain["time_source"]),
            "modification": Modification(plain["modification"]),
        }
        return cls(**{**plain, **typed})  # type: ignore[arg-type]  # the keys are our own slots


@dataclass(frozen=True, slots=True)
class ContentVerdict:
    """What one check said about one content; `findings` in the order of signing."""

    digest: str
    verdict: Verdict
    findings: tuple[SignatureFinding, ...]
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class SigningLayout:
    """What the places of the marks are found by.

    signer_name and signer_position: as printed in the signature block ("KT. CHỦ TỊCH / PHÓ CHỦ
    TỊCH": the last line counts). signature_ratio: width by height of the signature's image.
    number_is_printed: the file already carries number and date, so no fields are made for them.
    """

    signer_name: str = ""
    signer_position: str = ""
    signature_ratio: float = 2.4
    number_is_printed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The visible image of a signature or seal: transparent PNG, or SVG."""

    image: bytes
    media_type: MediaType = MediaType.PNG


@dataclass(frozen=True, slots=True)
class PreparedSignature:
    """What goes to the one who holds the key.

    to_sign: the exact bytes that the key signs (SHA-256 is part of the algorithm);
    digest_to_sign: their SHA-256, for tokens that sign a digest; key_reference: where a local
    signer finds the key, empty when the key is on a person's token.
    """

    request_id: UUID
    digest_to_sign: bytes
    to_sign: bytes
    algorithm: KeyAlgorithm
    key_reference: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Who signs or seals: an agency itself, or a person in it."""

    agency_id: UUID
    person_id: UUID | None = None

    @property
    def kind(self) -> HolderKind:
        return HolderKind.AGENCY if self.person_id is None else HolderKind.PERSON

    @property
    def id(self) -> UUID:
        return self.person_id or self.agency_id


@dataclass(frozen=True, slots=True)
class Introduction:
    """How others hear of an image: whose it is in words, and the document that introduces it.

    holder_title: the position; "" for a seal. notice_code, notice_on: number and notation of that
    document, and its day.
    """

    agency_id: UUID | None = None
    holder_name: str = ""
    holder_title: str = ""
    notice_code: str = ""
    notice_on: date | None = None


@dataclass(frozen=True, slots=True)
class SpecimenCard:
    """The image of a signature or seal as lists show it, without its bytes.

    valid_until_on: the first day on which it is used no more; None while nobody ended it.
    agency_id: None for a person's of which it was not noted.
    """

    id: UUID
    holder_kind: HolderKind
    holder_id: UUID
    agency_id: UUID | None
    holder_name: str
    holder_title: str
    notice_code: str
    notice_on: date | None
    valid_from_on: date
    valid_until_on: date | None

    @property
    def is_seal(self) -> bool:
        return self.holder_kind == HolderKind.AGENCY

    def use_on(self, day: date) -> "SpecimenUse":
        """Return whether it is in use on a day."""
        if self.valid_from_on > day:
            return SpecimenUse.NOT_YET
        if self.valid_until_on is not None and self.valid_until_on <= day:
            return SpecimenUse.ENDED
        return SpecimenUse.IN_USE


@dataclass(frozen=True, slots=True)
class CertificateSummary:
    """A certificate as lists show it."""

    id: UUID
    holder_kind: HolderKind
    holder_id: UUID
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    has_local_key: bool


@dataclass(frozen=True, slots=True)
class IssuerStanding:
    """A trusted issuer, and how long what is known of it holds.

    fingerprint: SHA-256 of its certificate. trusted_until_on: the last day; None: no end.
    wants_lists: its certificates are taken back by lists; lists_until: when the first of the newest
    that we have is to be followed by another, None: there is none.
    """

    name: str
    purpose: AnchorPurpose
    fingerprint: str
    trusted_from_on: date
    trusted_until_on: date | None
    wants_lists: bool
    lists_until: datetime | None


@dataclass(frozen=True, slots=True)
class TakenList:
    """A revocation list that was brought.

    made_at, next_at: when its issuer made it and means to make the next; revoked: how many
    certificates it takes back; is_new: False when we had it.
    """

    issuer: str
    made_at: datetime
    next_at: datetime | None
    revoked: int
    is_new: bool
