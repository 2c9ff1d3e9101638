"""The static files of the programs, where the web server takes them from."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_files() -> None:
    """Collect the static files anew when those of the programs are not the ones collected.

    Cleared first: a newer version may bring files with older times, which would not be copied.
    """
    kept, found = settings.STATIC_ROOT.with_suffix(".digest"), _digest()
    is_same = kept.exists() and kept.read_text() == found
    if is_same and settings.STATIC_ROOT.joinpath("staticfiles.json").exists():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    kept.write_text(found)


def _digest() -> str:
    """The names, sizes and times of all static files as they lie in the programs."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            lines.append(f"{name} {facts.st_size} {facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
