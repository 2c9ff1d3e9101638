"""Files, people and stored content for the tests of blobs."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction

from lienthong.blobs import services
from lienthong.blobs.types import BlobCard, UploadCard
from lienthong.kernel.actor import Actor, ActorKind

MONDAY_9AM = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OFFICE, JUSTICE, HEALTH = uuid4(), uuid4(), uuid4()
A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
LARGEST = 1024 * 1024


def a_clerk(agency_id: UUID = OFFICE) -> Actor:
    return Actor(ActorKind.PERSON, "Nguyễn Thị Lan", post_id=uuid4(), agency_id=agency_id)


def received(
    content: bytes = A_PDF,
    *,
    name: str = "cong-van.pdf",
    agency_id: UUID = OFFICE,
    now: datetime = MONDAY_9AM,
    largest: int = LARGEST,
) -> UploadCard:
    return services.receive(
        io.BytesIO(content),
        name=name,
        agency_id=agency_id,
        actor=a_clerk(agency_id),
        now=now,
        largest=largest,
    )


def admitted(
    content: bytes = A_PDF, *, holders: tuple[UUID, ...] = (OFFICE,), now: datetime = MONDAY_9AM
) -> BlobCard:
    upload = received(content, now=now)
    return services.admit(upload.id, agency_ids=holders, actor=a_clerk(), now=now)


def a_zip(*names: str, first: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "<x/>" * 50)
    return made.getvalue()


def files_in(folder: Path) -> list[Path]:
    """All files below a folder but the installation's keys."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if path.parent.name != "keys"]


def digests_in(folder: Path) -> list[str]:
    """The contents of the files of a store, told by their names."""
    return [path.name.partition("-")[0] for path in files_in(folder)]


class Undone(Exception):
    """What a test raises to roll a transaction back."""


def rolled_back(act: Callable[[], object]) -> None:
    """Do an act in a transaction that fails afterwards."""
    with suppress(Undone), transaction.atomic():
        act()
        raise Undone
