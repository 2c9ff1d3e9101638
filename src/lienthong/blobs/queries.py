"""Reading content, kept or in quarantine. Whether the caller may is asked before, elsewhere."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery, Sum

from lienthong.blobs import places as stores
from lienthong.blobs import rules
from lienthong.blobs.errors import (
    ContentDestroyed,
    ContentFolderAway,
    ContentKeyLost,
    ContentMissing,
    ContentNotFound,
    UploadClosed,
    UploadNotFound,
)
from lienthong.blobs.keyring import is_open_to_others
from lienthong.blobs.master_keys import master_keys
from lienthong.blobs.models import Blob, Custody, Holders, Seal, Upload
from lienthong.blobs.sealing import opened
from lienthong.blobs.types import (
    BlobCard,
    BlobsHealth,
    HealthProblem,
    KeptFile,
    UploadCard,
    UploadState,
)
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.refusals import Refusal
from lienthong.tables.places import place, places
from lienthong.tables.questions import question


def open_content(digest: str) -> BinaryIO:
    """Return kept content, clear, for reading anywhere in it; the caller closes it.

    Memory does not grow with the content. Raises ContentNotFound, ContentDestroyed when nobody
    held it any more, ContentMissing, MasterKeyMissing and MasterKeyWrong; ContentDamaged also
    while reading.
    """
    with suppress(FileNotFoundError):
        return _open_content(digest)
    try:
        # A job has encrypted a clear file, or destroyed it, since its row was read.
        return _open_content(digest)
    except FileNotFoundError:
        raise ContentMissing from None


def _open_content(digest: str) -> BinaryIO:
    found = _of_digest.first(digest=digest)
    if found is None:
        raise ContentNotFound
    if found.destroyed_at is not None:
        raise ContentDestroyed
    if found.file_id is None:
        return stores.content_store().open(digest)
    key = content_key(found.file_id)
    return opened(stores.content_store().open(found.file_name), key=key, digest=digest)


@dataclass(frozen=True, slots=True)
class KeptContent:
    """A content that is kept, with what opens it without a statement.

    open: gives the clear content as `open_content` does; raises ContentDestroyed when the content
    went, or its file was exchanged, since.
    """

    card: BlobCard
    open: Callable[[], BinaryIO]


def kept_contents(digests: Iterable[str]) -> dict[str, KeptContent]:
    """Return those of these contents that are kept, by digest. One statement."""
    return {
        row.digest: KeptContent(row.card(), partial(_open_kept, row, row.wrapped, row.master))
        for row in _of_digests.all(digests=set(digests))
    }


def kept_content(digest: str) -> KeptContent:
    """Return a content to be sent now. One statement.

    Opening it looks again where a job has encrypted a clear file since. Raises as `open_content`.
    """
    found = kept_contents([digest]).get(digest)
    if found is None:
        raise ContentDestroyed if _of_digest.first(digest=digest) else ContentNotFound
    return KeptContent(found.card, partial(_open_or_again, found, digest))


def _open_or_again(kept: KeptContent, digest: str) -> BinaryIO:
    try:
        return kept.open()
    except ContentDestroyed:
        return open_content(digest)


@question
def _of_digests() -> "QuerySet[Any]":
    """With the key of each file, where it is still there."""
    seal = Seal.objects.filter(pk=OuterRef("file_id"))
    rows = Blob.objects.filter(pk__in=places("digests", str), destroyed_at__isnull=True)
    return rows.annotate(
        wrapped=Subquery(seal.values("wrapped")), master=Subquery(seal.values("master"))
    )


def _open_kept(row: Blob, wrapped: bytes | None, master: str | None) -> BinaryIO:
    try:
        if row.file_id is None:
            return stores.content_store().open(row.digest)
        if wrapped is None or master is None:
            raise ContentKeyLost
        key = master_keys().unwrap(bytes(wrapped), master=master, digest=row.digest)
        return opened(stores.content_store().open(row.file_name), key=key, digest=row.digest)
    except FileNotFoundError:
        raise ContentDestroyed from None


def open_upload(upload_id: UUID, *, actor: Actor) -> BinaryIO:
    """Return a quarantined file, clear, for reading anywhere in it; the caller closes it.

    Raises UploadNotFound (also for another agency's), UploadClosed, and as `open_content`.
    """
    upload = _own_upload(upload_id, actor)
    if upload.state == UploadState.ADMITTED:
        return open_content(upload.digest)
    return open_quarantined(upload)


def open_waiting(card: UploadCard) -> BinaryIO:
    """Return the file of an upload that the caller has just asked for; see `open_upload`.

    One statement while it waits. Raises UploadClosed, and as `open_content`.
    """
    return open_content(card.digest) if card.is_kept else open_quarantined(card)


def open_quarantined(upload: UploadCard | Upload) -> BinaryIO:
    """Return the file of a waiting upload; for the services of this package."""
    try:
        file = stores.quarantined(upload.id).open("rb")
    except FileNotFoundError:
        raise UploadClosed(name=upload.name) from None
    if not upload.is_sealed:
        return file
    try:
        return opened(file, key=content_key(upload.id), digest=upload.digest)
    except BaseException:
        file.close()
        raise


def content_key(file_id: UUID) -> bytes:
    """Return the key of a file; for this package. Raises ContentKeyLost and as `Keyring.unwrap`."""
    seal = _of_file.first(file_id=file_id)
    if seal is None:
        raise ContentKeyLost
    return _unwrapped(seal)


def _unwrapped(seal: Seal) -> bytes:
    return master_keys().unwrap(bytes(seal.wrapped), master=seal.master, digest=seal.digest)


def upload_card(upload_id: UUID, *, actor: Actor) -> UploadCard:
    """Return what is known of a waiting or admitted upload of the actor's agency.

    Raises UploadNotFound (also for another agency's) or UploadClosed.
    """
    upload = _own_upload(upload_id, actor)
    if upload.state in {UploadState.REFUSED, UploadState.EXPIRED}:
        raise UploadClosed(name=upload.name)
    return upload.card()


def content_cards(digests: Iterable[str]) -> dict[str, BlobCard]:
    """Return the kept ones of these contents by digest. One statement."""
    rows = Blob.objects.filter(pk__in=set(digests), destroyed_at__isnull=True)
    return {row.digest: row.card() for row in rows}


def holders(digest: str) -> set[UUID]:
    """Return the agencies that hold a content now. Two statements."""
    held = Custody.objects.filter(blob=digest, ended_at__isnull=True)
    found = set(held.values_list("agency_id", flat=True))
    for agencies in Holders.objects.filter(blob=digest).values_list("agencies", flat=True):
        found |= rules.holders_in(agencies)
    return found


def kept_files(*, after: str = "", limit: int = 1_000) -> list[KeptFile]:
    """Return files of living content in the order of their digests, from behind one on.

    For backups: copies can be verified without any key. Two statements.
    """
    rows = Blob.objects.filter(destroyed_at__isnull=True, digest__gt=after).order_by("digest")
    blobs = list(rows[:limit])
    seals = Seal.objects.in_bulk([row.file_id for row in blobs if row.file_id])
    return [_kept_file(row, seals.get(row.file_id) if row.file_id else None) for row in blobs]


def _kept_file(row: Blob, seal: Seal | None) -> KeptFile:
    if seal is None:
        return KeptFile(row.file_name, row.digest, row.digest, row.size)
    return KeptFile(row.file_name, row.digest, seal.sealed_digest, seal.sealed_size)


def masters_in_use() -> list[str]:
    """Return the ids of the master keys that wrap the key of any file. A statement for each."""
    found: list[str] = []
    while True:
        rows = Seal.objects.filter(master__gt=found[-1]) if found else Seal.objects.all()
        following = rows.aggregate(first=Min("master"))["first"]
        if following is None:
            return found
        found.append(following)


def health() -> BlobsHealth:
    """Say what an operator must know of content and its keys. A few statements, no file but one.

    Broken means: some content cannot be opened, or new content cannot be kept.
    """
    problems = [*_key_problems()]
    if is_folder_away():
        problems.append(HealthProblem(ContentFolderAway.code, is_broken=True))
    if Blob.objects.filter(file_id__isnull=True, destroyed_at__isnull=True).exists():
        problems.append(HealthProblem("blobs.clear-content", is_broken=False))
    unscanned = Upload.objects.filter(state=UploadState.WAITING, scanned_at__isnull=True)
    if stores.virus_scanner() is not None and unscanned.exists():
        problems.append(HealthProblem("blobs.scan-pending", is_broken=False))
    return BlobsHealth(tuple(problems))


def is_folder_away() -> bool:
    """Say whether there is nothing where content was kept; see `places`. Two statements at most."""
    return stores.is_folder_away()


def _key_problems() -> Iterator[HealthProblem]:
    try:
        ring = master_keys()
    except Refusal as refusal:
        yield HealthProblem(refusal.code, is_broken=True, facts=dict(refusal.facts))
        return
    path = stores.master_keys_file()
    if path.exists() and is_open_to_others(path):
        yield HealthProblem("blobs.master-keys-open", is_broken=False)
    for master in masters_in_use():
        seal = Seal.objects.filter(master=master).first()
        if master != ring.current:
            yield HealthProblem("blobs.master-key-old", is_broken=False, facts={"key": master})
        try:
            if seal is not None:
                ring.unwrap(bytes(seal.wrapped), master=master, digest=seal.digest)
        except Refusal as refusal:
            yield HealthProblem(refusal.code, is_broken=True, facts=dict(refusal.facts))


def _own_upload(upload_id: UUID, actor: Actor) -> Upload:
    upload = _of_upload.first(upload_id=upload_id)
    is_own = actor.kind == ActorKind.INSTALLATION or (
        upload is not None and upload.agency_id == actor.agency_id
    )
    if upload is None or not is_own:
        raise UploadNotFound
    return upload


@question
def _of_digest() -> "QuerySet[Blob]":
    return Blob.objects.filter(pk=place("digest"))[:1]


@question
def _of_file() -> "QuerySet[Seal]":
    return Seal.objects.filter(pk=place("file_id"))[:1]


@question
def _of_upload() -> "QuerySet[Upload]":
    return Upload.objects.filter(pk=place("upload_id"))[:1]


def count_waiting_uploads() -> int:
    """Return how many files wait in quarantine. One statement."""
    return Upload.objects.filter(state=UploadState.WAITING).count()


def waiting_of(received_by: str) -> tuple[int, int]:
    """Return how many files one receiver has in quarantine, and their bytes. One statement."""
    waiting = Upload.objects.filter(state=UploadState.WAITING, received_by=received_by)
    found = waiting.aggregate(count=Count("pk"), size=Sum("size"))
    return found["count"], found["size"] or 0


def waiting_with_digest(digest: str, *, agency_id: UUID) -> UUID | None:
    """Return the newest upload of an agency in quarantine with this SHA-256. One statement."""
    rows = Upload.objects.filter(state=UploadState.WAITING, agency_id=agency_id, digest=digest)
    return rows.order_by("-received_at").values_list("pk", flat=True).first()


def uploaded(ids: Collection[UUID], *, agency_id: UUID) -> dict[UUID, tuple[str, str]]:
    """Return digest and name of an agency's uploads by id, whatever became of them.

    One statement.
    """
    rows = Upload.objects.filter(pk__in=ids, agency_id=agency_id)
    return {one: (digest, name) for one, digest, name in rows.values_list("pk", "digest", "name")}
