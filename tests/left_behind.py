"""After a refusal: what an installation holds is what it held before, but for what was said."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings

# Folders of an installation that hold no content.
_NO_CONTENT = {"keys", "cache", "static", "locks"}


@contextmanager
def assert_nothing_left(*but: str) -> Iterator[None]:
    """Raise AssertionError when the block has added rows, or files with content, anywhere.

    but: labels of tables that may have grown ("ledger.Record"), and "ledger" for all those of the
    ledger.
    """
    rows, files = _rows(but), _files()
    yield
    grown = {label: count for label, count in _rows(but).items() if count > rows.get(label, 0)}
    assert not grown, f"rows are left: {grown}"
    left = _files() - files
    assert not left, f"files are left: {sorted(left)}"


def _rows(but: tuple[str, ...]) -> dict[str, int]:
    models = [model for model in apps.get_models() if not _is_named(model._meta, but)]
    return {model._meta.label: model._default_manager.count() for model in models}


def _is_named(meta, but: tuple[str, ...]) -> bool:
    return meta.label in but or meta.app_label in but


def _files() -> set[Path]:
    home = Path(settings.LIENTHONG_HOME)
    kept = {
        path
        for path in home.rglob("*")
        if path.is_file() and path.relative_to(home).parts[0] not in _NO_CONTENT
    }
    passing = set(Path(tempfile.gettempdir()).glob("lienthong-package-*"))
    return {path for path in kept if "sqlite3" not in path.name} | passing
