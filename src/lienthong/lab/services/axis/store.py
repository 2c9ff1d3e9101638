"""What the lab's axis has in memory: parcels, sendings, documents, and what it saw."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from lienthong.formats.edxml.types import DocumentPackage, Package
from lienthong.lab.types import Party


@dataclass(slots=True)
class Parcel:
    """A package as it waits for one recipient; id: its `docId`.

    sending_id: of who brought it; "" for the lab's own.
    """

    message_type: str
    sender: str
    recipient: str
    content: bytes
    at: datetime
    sending_id: str = ""
    state: str = "initial"
    is_fetched: bool = False
    id: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True, slots=True)
class Sending:
    """A package that a system brought; id: its `DocId`."""

    id: str
    systemid: str
    title: str
    notation: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One call of a client: what it asked, what it brought, and how it was answered.

    code: of the refusal, "" for a success. doc_id: that it was given, or that it named.
    digest, content: of what `sendEdoc` brought; package: what it holds, None for a repeat.
    """

    at: float
    systemid: str
    operation: str
    values: dict[str, str]
    body: str
    digest: str
    package: Package | None
    content: bytes
    code: str
    doc_id: str
    answer: str
    status: int
    milliseconds: int


@dataclass(slots=True)
class Store:
    """Everything, by its id. directory: names by code.

    latest: the highest status by the id of its document.
    """

    parties: list[Party]
    directory: dict[str, str]
    parcels: dict[str, Parcel] = field(default_factory=dict)
    sendings: dict[str, Sending] = field(default_factory=dict)
    by_digest: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    documents: dict[str, DocumentPackage] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)

    def codes_of(self, systemid: str) -> set[str]:
        """The agencies that a system stands for; ids of systems are compared in any case."""
        return {one.code for one in self.parties if one.systemid.lower() == systemid.lower()}

    def waiting(self, codes: set[str], message_type: str) -> list[Parcel]:
        """What is not confirmed, the oldest first."""
        return [
            one
            for one in self.parcels.values()
            if one.recipient in codes and one.message_type == message_type and one.state != "done"
        ]

    def put(self, parcel: Parcel) -> Parcel:
        self.parcels[parcel.id] = parcel
        return parcel
