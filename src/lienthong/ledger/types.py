"""What goes into the ledger and what comes out of it, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.wording import noop as _

# What figures are counted by: public, in the clear in every leaf.
Dimensions = Mapping[str, str | int | bool | None]


class ReceiptKind(StrEnum):
    """What a receipt says happened."""

    SUBMISSION = "submission"  # gửi
    DELIVERY = "delivery"  # đến
    RELAY = "relay"  # chuyển tiếp
    RELAY_REJECTION = "relay-rejection"  # hệ thống kế tiếp không nhận
    RELAY_FAILURE = "relay-failure"  # không chuyển được
    HANDOVER = "handover"  # phần mềm bên nhận đã có
    ACCEPTANCE = "acceptance"  # tiếp nhận
    REFUSAL = "refusal"  # từ chối
    URGING = "urging"  # đôn đốc: beyond the standard, so evidence of none of its events


@dataclass(frozen=True, slots=True)
class ActItem:
    """One part of an act that gets a receipt of its own, as one delivery of a dispatch.

    key: names the part inside its record, at most 64 characters; no personal data (use a public
        id). It is shown only in the receipt of this part.
    private: what is committed with a salt and opened only in receipts that ask for it.
    """

    key: str
    dimensions: Dimensions = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """What happened, as the package that did it says it.

    name: "package.what-happened", e.g. "exchange.dispatched".
    subjects: what it is about: role to public id (UUID text), in the clear.
    dimensions: what figures are counted by, in the clear: never anything personal.
    private: names and values that are only committed to. "content" is by convention the SHA-256
        of the main document in lower-case hexadecimal; names may not begin with "actor.".
    """

    name: str
    subjects: Mapping[str, str] = field(default_factory=dict)
    dimensions: Dimensions = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)
    items: Sequence[ActItem] = ()


@dataclass(frozen=True, slots=True)
class RecordRef:
    """What the one who acted keeps: the record's public id, and what a promise names of it.

    leaf_hash: 32 bytes. installation, epoch: where it has its place. recorded_at: of the act.
    """

    id: UUID
    leaf_hash: bytes
    installation: str
    epoch: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment: whoever has it can check the value against the leaf."""

    name: str
    salt: bytes
    value: str


@dataclass(frozen=True, slots=True)
class Erased:
    """A committed value that was erased by law: its name, when, and the office that answers."""

    name: str
    erased_at: datetime
    office: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the leaf with this index (from 0) in the tree of this epoch."""

    epoch: int
    index: int


@dataclass(frozen=True, slots=True)
class Signed:
    """Bytes that were signed and the signature on them; the bytes are never made again."""

    statement: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The tree of one epoch at one size, signed."""

    epoch: int
    size: int
    root: bytes
    signed_at: datetime
    signed: Signed


@dataclass(frozen=True, slots=True)
class ItemProof:
    """One item of a record: its leaf, what is opened of it, and its path to the items' root."""

    leaf: bytes
    index: int
    path: Sequence[bytes]
    openings: Sequence[Opening] = ()


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The path from a placed leaf to a signed head."""

    index: int
    path: Sequence[bytes]
    head: Signed


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a stranger needs to check receipts.

    key_id: of the key that signs today. pem: that key (SubjectPublicKeyInfo), and behind it those
    that signed before and were lost.
    """

    pem: bytes
    key_id: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in a list: what happened, when, and its place if it has one already."""

    id: UUID
    act: str
    recorded_at: datetime
    place: Place | None


@dataclass(frozen=True, slots=True)
class ActLine:
    """One record with what its leaf says in the clear.

    time: as the leaf has it, UTC. actor: `person`, `system` or `installation`.
    """

    id: UUID
    act: str
    time: str
    actor: str
    installation: str
    subjects: Mapping[str, UUID]
    dimensions: Dimensions
    place: Place | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a check: a stable code, and a Vietnamese sentence whose places `facts` fill.

    is_open: nothing is wrong, but something could not be proved; the sentence says what and why.
    """

    ok: bool
    code: str
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_open: bool = False

    @property
    def verdict(self) -> str:
        """How a line of the check begins: right, wrong, or not proved."""
        if not self.ok:
            return _("SAI")
        return _("CHƯA") if self.is_open else _("ĐÚNG")

    @property
    def sentence_vi(self) -> str:
        """The sentence with its facts filled in, in Vietnamese."""
        return self.sentence % self.facts


@dataclass(frozen=True, slots=True)
class HeadStamp:
    """What an authority of time vouched for one head.

    token: DER (RFC 3161, section 2.4.2) over the SHA-256 of the head's statement; authority: its
    name as its certificate has it.
    """

    token: bytes
    stamped_at: datetime
    authority: str


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """A head that everybody may see; without a stamp until an authority has answered."""

    head: Head
    published_at: datetime
    stamp: HeadStamp | None


@dataclass(frozen=True, slots=True)
class LedgerHealth:
    """How far the ledger is behind what it promises, for those who watch it.

    waiting: records without a place. unstamped: published heads that wait for a stamp;
    stamp_failure: what the authority said last, or why it was not reached, "" where it was not
    asked in vain. problems: codes of what needs a person, empty when all is well
    (docs/explain/ledger.md).
    """

    waiting: int
    unstamped: int
    stamp_failure: str
    problems: tuple[str, ...]
