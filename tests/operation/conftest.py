"""Installations of their own: one that works, and an empty one to restore into."""

import shutil
from collections.abc import Iterator

import psycopg
import pytest
from tests.scratch import Scratch, scratch_name

NEEDED_KEYS = ("ledger.pem", "ledger.public.pem", "content_keys")


@pytest.fixture
def empty(tmp_path_factory, scratch) -> Iterator[Scratch]:
    """An installation without tables, with the keys that an operator keeps apart from backups."""
    home = tmp_path_factory.mktemp("empty")
    if not scratch.database:
        made = Scratch(home, "")
        yield made
        made.end()
        return
    server, name = scratch.database.rpartition("/")[0], scratch_name()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        made = Scratch(home, f"{server}/{name}")
        yield made
        made.end()
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def give_keys(source: Scratch, target: Scratch) -> None:
    """What the operator does by hand: the keys lie in no backup."""
    (target.home / "keys").mkdir(mode=0o700, exist_ok=True)
    for path in (source.home / "keys").iterdir():
        if path.name in NEEDED_KEYS:
            shutil.copy(path, target.home / "keys")
