"""Looking at the files of a new document, as the pages do, before anything is kept (A3, A6, A9)."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from lienthong.blobs import services as blobs
from lienthong.documents import services as documents
from lienthong.documents.errors import SecretDocument
from lienthong.documents.types import (
    Declared,
    Examination,
    Finding,
    LegalValue,
    written_reference,
)
from lienthong.gateways.errors import FileNotSendable
from lienthong.gateways.services.documents._contents import Content
from lienthong.gateways.types import NewDocument
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import Filled
from lienthong.signatures import services as signatures


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a document's files; nothing was written."""

    main: Examination
    attachments: tuple[Examination, ...]

    @property
    def legal_value(self) -> LegalValue:
        standing = self.main.standing
        return standing.value if standing else LegalValue.INFORMATION

    @property
    def is_scan(self) -> bool:
        return bool(self.main.pdf and self.main.pdf.is_scan)

    @property
    def findings(self) -> Iterator[Finding]:
        yield from self.main.findings
        for one in self.attachments:
            yield from one.findings


def look_at(
    new: NewDocument,
    content: Content,
    attachments: Sequence[Content],
    *,
    actor: Actor,
    now: datetime,
    signatures_later: bool = False,
) -> Seen:
    """Examine the main file and what goes with it; outside a transaction, it takes a while.

    signatures_later: and whatever else does not stop a file, as `documents.examine` says.
    """
    declared = Declared(
        issuer_id=actor.own_agency,
        issued_on=new.issued_on,
        reference_code=written_reference(new.number, new.number_suffix, new.notation),
        will_be_signed=False,
        kind=new.kind,
    )
    with closing(content.open()) as source:
        main = documents.examine(
            source,
            name=content.name,
            now=now,
            declared=declared,
            agency_id=actor.own_agency,
            digest=content.digest,
            only_stops=signatures_later,
        )
    return Seen(main, tuple(_attachment(one, actor, now) for one in attachments))


def _attachment(content: Content, actor: Actor, now: datetime) -> Examination:
    with closing(content.open()) as source:
        return documents.examine_attachment(
            source, name=content.name, now=now, agency_id=actor.own_agency, digest=content.digest
        )


def require_sendable(
    seen: Seen, content: Content, attachments: Sequence[Content], *, now: datetime
) -> None:
    """Refuse a file that cannot go out and throw its upload away.

    Raises SecretDocument, or FileNotSendable with the first finding that stops it.
    """
    examined = [(seen.main, content), *zip(seen.attachments, attachments, strict=True)]
    for examination, file in examined:
        for stop in examination.stops:
            if file.upload_id is not None:
                blobs.refuse_upload(file.upload_id, code=stop.code, now=now)
            raise _refusal(stop)


def remember_signatures(seen: Seen) -> None:
    """Record what the signatures of the main file say, so that a doubt is looked at again."""
    if seen.main.verdict is not None:
        signatures.keep_verdict(seen.main.verdict)


def _refusal(stop: Finding) -> SecretDocument | FileNotSendable:
    if stop.code == SecretDocument.code:
        return SecretDocument(**stop.facts)
    return FileNotSendable(
        finding=stop.code,
        sentence=Filled(stop.sentence, stop.facts),
        cause=Filled(stop.cause, stop.facts),
        next_step=Filled(stop.next_step, stop.facts),
    )
