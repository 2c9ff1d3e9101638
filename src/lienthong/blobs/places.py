"""Where this installation keeps content and quarantine, from its settings."""

from functools import lru_cache
from pathlib import Path
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from lienthong.blobs.errors import ContentFolderAway
from lienthong.blobs.models import Blob
from lienthong.blobs.ports import ContentStore, VirusScanner
from lienthong.kernel import disk

FOLDER_STORE = "lienthong.blobs.adapters.folder.FolderStore"
CLAMD = "lienthong.blobs.adapters.clamd.Clamd"
# Folders whose names this process has flushed: who made them may have died before he did.
_durable: set[Path] = set()


def content_store() -> ContentStore:
    """Return the store that the settings name; a folder below the installation's home if none.

    Raises ContentFolderAway.
    """
    return _store(_adapter(), _contents())


def is_folder_away() -> bool:
    """Say whether there is nothing where content was kept: its disk is not mounted.

    What is written then would disappear below the disk when that is back. Two statements, and none
    where the folder has what belongs into it. A restore begins without folder and without tables.
    """
    if _adapter() != FOLDER_STORE:
        return False
    # Looked at again: the first content of all may have come while the rows were asked for.
    return _is_empty() and _has_table() and Blob.objects.exists() and _is_empty()


def _is_empty() -> bool:
    root = _contents()
    return not root.is_dir() or all(len(one.name) != 2 for one in root.iterdir())


def _has_table() -> bool:
    return Blob._meta.db_table in connection.introspection.table_names()


@lru_cache(maxsize=4)
def _store(adapter: str, root: Path) -> ContentStore:
    if is_folder_away():
        raise ContentFolderAway
    store: ContentStore = import_string(adapter)(root)
    return store


def _adapter() -> str:
    return str(getattr(settings, "LIENTHONG_CONTENT_STORE", FOLDER_STORE))


def _contents() -> Path:
    return _below(settings.LIENTHONG_HOME, "blobs")


@lru_cache(maxsize=16)
def _below(home: Path | str, *names: str) -> Path:
    """Return a place in the home; kept, for putting a path together costs more than asking it."""
    return Path(home, *names)


def quarantine() -> Path:
    """Return the folder of files that are not admitted yet; it is no part of a backup."""
    folder = _below(settings.LIENTHONG_HOME, "quarantine")
    if folder not in _durable or not folder.is_dir():
        disk.make_folder(folder)
        _durable.add(folder)
    return folder


def workshop() -> Path:
    """Return the folder where own content is written before it is kept."""
    return _folder("workshop")


def quarantined(upload_id: UUID) -> Path:
    """Return the file of one upload; it exists while the upload waits."""
    return quarantine() / upload_id.hex


def master_keys_file() -> Path:
    """Return the file of the master keys; it is no part of a backup."""
    named = getattr(settings, "LIENTHONG_CONTENT_KEYS_FILE", None)
    return Path(named) if named else _below(settings.LIENTHONG_HOME, "keys", "content_keys")


def virus_scanner() -> VirusScanner | None:
    """Return the scanner that the settings name; None when files are not scanned."""
    address = getattr(settings, "LIENTHONG_VIRUS_SCANNER", "")
    return cast("VirusScanner", import_string(CLAMD)(address)) if address else None


def _folder(name: str) -> Path:
    folder = _below(settings.LIENTHONG_HOME, name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
