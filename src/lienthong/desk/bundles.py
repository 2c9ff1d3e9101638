"""The bundle: document, receipts, proofs and certificate in one file that is checked offline."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO
from uuid import UUID

from django.template.loader import render_to_string

from lienthong.access import services as access
from lienthong.access.types import ReadingWay
from lienthong.blobs import queries as blobs
from lienthong.blobs.errors import ContentDestroyed
from lienthong.desk.certificates import certificate_of
from lienthong.desk.errors import BundleTooLarge
from lienthong.desk.proofs import Proof, proofs_of_delivery
from lienthong.documents import queries as documents
from lienthong.documents.errors import ContentWithdrawn
from lienthong.documents.types import VersionCard
from lienthong.formats.asic.layout import MANIFEST, SIGNATURE
from lienthong.formats.asic.writing import LARGEST, AsicWriter, TooLarge
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.ledger import queries as ledger
from lienthong.ledger import services as ledger_services
from lienthong.ledger.queries.proofs import PublishedInclusion
from lienthong.ledger.rules.canonical import instant_text
from lienthong.ledger.rules.checks import bundles as names
from lienthong.ledger.rules.evidence import evidence_of, evidence_of_item
from lienthong.ledger.rules.given.published import consistency_json, inclusion_json, receipt_name
from lienthong.signatures import services as signatures

_JSON, _PDF = "application/json", "application/pdf"
_ENDING = re.compile(r"\.[a-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that is ready to be given away: its name, its size in bytes, and its bytes."""

    name: str
    size: int
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class _Absent:
    what: str
    why: str


def bundle_of(
    proof: Proof,
    *,
    actor: Actor,
    check_address: str,
    with_content: bool,
    now: datetime,
    largest: int = LARGEST,
) -> Bundle:
    """Return the bundle of a delivery or of a whole sending; who may have the proof may have it.

    Contents are in it as far as the actor may read them now, and their reading is logged; what is
    not in it is named inside, with the reason. Every file is read before the first byte is given
    away. largest: bytes of the whole. Raises BundleTooLarge, KeyMissing, ContentDamaged and other
    refusals of blobs.
    """
    writer, proofs = AsicWriter(largest=largest), proofs_of_delivery(proof, now=now)
    try:
        version = documents.visible_version(
            UUID(proof.read.record["subjects"]["version"]), documents.viewer_of(actor)
        )
        files: list[dict[str, str]] = []
        absent = [_Absent("content", "not-asked")]
        if with_content:
            files, absent = _contents(writer, version, actor=actor, now=now)
        certificate = certificate_of(proof, check_address=check_address, now=now)
        writer.add(names.CERTIFICATE, certificate, media_type=_PDF)
        return _finished(writer, proofs, files, absent, now=now)
    except TooLarge as error:
        raise BundleTooLarge from error


def bundle_without_content(proofs: Sequence[Proof], *, now: datetime) -> Bundle:
    """Return a bundle of receipts and proofs alone. Who may have the proofs is asked before."""
    absent = [_Absent("content", "not-allowed"), _Absent("certificate", "not-allowed")]
    return _finished(AsicWriter(), proofs, [], absent, now=now)


def _finished(
    writer: AsicWriter,
    proofs: Sequence[Proof],
    files: Sequence[dict[str, str]],
    absent: Sequence[_Absent],
    *,
    now: datetime,
) -> Bundle:
    _add_proofs(writer, proofs)
    index = {
        "format": names.INDEX_FORMAT,
        "made_at": instant_text(now),
        "evidence": [line for n, proof in enumerate(proofs, 1) for line in _events(n, proof)],
        "files": list(files),
        "absent": [{"what": one.what, "why": one.why} for one in absent],
    }
    writer.add(names.INDEX, _bytes(index), media_type=_JSON)
    writer.add(names.KEY, ledger_services.ensure_key().pem, media_type="application/x-pem-file")
    guide = render_to_string("desk/bundle_guide.txt", {"name": _name(proofs[0])})
    writer.add(names.GUIDE, guide.encode(), media_type="text/plain")
    writer.finish(lambda manifest: _signed(manifest, now=now))
    return Bundle(_name(proofs[0]), writer.size, writer.pieces())


def _name(proof: Proof) -> str:
    return f"goi-{proof.file_name.removeprefix('bien-nhan-')}.asice"


def _signed(manifest: bytes, *, now: datetime) -> dict[str, bytes]:
    """Return the seal of our certificate, for everybody's programs, and our ledger key's word."""
    seal = signatures.seal_own_file(manifest, now=now)
    vouched = [
        ledger_services.vouch_for(name, sha256(content).hexdigest(), at=now)
        for name, content in ((MANIFEST, manifest), (SIGNATURE, seal))
    ]
    return {SIGNATURE: seal, names.VOUCH: names.vouch_file(vouched)}


def _add_proofs(writer: AsicWriter, proofs: Sequence[Proof]) -> None:
    for n, proof in enumerate(proofs, 1):
        writer.add(receipt_name(n), _bytes(proof.receipt), media_type=_JSON)
        found = proof.published()
        if found is None:
            continue
        value = inclusion_json(
            found.head, leaf_hash=found.leaf_hash, index=found.index, path=found.path
        )
        writer.add(names.inclusion_name(n), _bytes(value), media_type=_JSON)
        if n == 1:
            _add_consistency(writer, found)


def _add_consistency(writer: AsicWriter, found: PublishedInclusion) -> None:
    """Show that the ledger of today still continues the one in which the sending stands."""
    first, last = found.head.head, ledger.published_latest()
    if last is None or last.head.epoch != first.epoch or last.head.size == first.size:
        return
    proof = ledger.consistency(epoch=first.epoch, older=first.size, newer=last.head.size)
    value = consistency_json(proof.older, proof.newer, proof.path)
    writer.add(names.CONSISTENCY, _bytes(value), media_type=_JSON)


def _contents(
    writer: AsicWriter, version: VersionCard, *, actor: Actor, now: datetime
) -> tuple[list[dict[str, str]], list[_Absent]]:
    """Put in the main file and its attachments; return what is there, and what is not and why."""
    files: list[dict[str, str]] = []
    try:
        main = documents.content_of(version.id, documents.viewer_of(actor))
    except ContentWithdrawn:
        return files, [_Absent("content", "withdrawn")]
    absent: list[_Absent] = []
    attached = documents.attachments_of(version.id)
    wanted = [("van-ban", version.content_name, main)]
    wanted += [(f"phu-luc-{one.position}", one.name, one.digest) for one in attached]
    cards = blobs.content_cards([digest for _stem, _name, digest in wanted])
    for stem, name, digest in wanted:
        card = cards.get(digest)
        media_type = card.media_type if card else "application/octet-stream"
        try:
            files.append(_content(writer, stem, name, digest, media_type=media_type))
        except ContentDestroyed:
            absent.append(_Absent(stem, "destroyed"))
    if files:
        _note_reading(version, actor=actor, now=now)
    return files, absent


def _note_reading(version: VersionCard, *, actor: Actor, now: datetime) -> None:
    """Whoever gets bytes is in the log of reading; who is refused them, or gets none, is not."""
    way = ReadingWay.API if actor.kind == ActorKind.SYSTEM else ReadingWay.FILE
    read = access.Read(way, version.id, version.reference_code, "goi-bang-chung")
    access.note_reading(read, actor=actor, now=now)


def _content(
    writer: AsicWriter, stem: str, name: str, digest: str, *, media_type: str
) -> dict[str, str]:
    ending = _ENDING.search(name.lower()[name.rfind(".") :]) if "." in name else None

    def opened() -> BinaryIO:
        return blobs.open_content(digest)

    part = writer.add(f"{stem}{ending.group() if ending else ''}", opened, media_type=media_type)
    return {"name": part.name, "original_name": name, "sha256": part.digest.hex()}


def _events(number: int, proof: Proof) -> list[dict[str, Any]]:
    record, item = proof.read.record, proof.read.item_record
    found = evidence_of(record["act"])
    if item is not None:
        found = evidence_of_item(record["act"], item["dimensions"])
    return [
        {
            "receipt": receipt_name(number),
            "identifier": f"{proof.record_id}/{proof.item}" if proof.item else str(proof.record_id),
            "event": one.event.uri,
            "reason": one.reason,
            "time": record["time"],
            "act": record["act"],
        }
        for one in found
    ]


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
