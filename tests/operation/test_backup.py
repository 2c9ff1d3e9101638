"""Backups made while documents are sent, restored elsewhere and audited, on both databases."""

import json
from pathlib import Path

import pytest
from tests.operation.conftest import give_keys

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SEND = """
import sys
from pathlib import Path
from tests.operation import working
working.send_until(Path(sys.argv[1]))
"""
BACK_UP = """
import sys
from django.core.management import call_command
call_command("backup", sys.argv[1])
print()
call_command("backup", sys.argv[1])
"""
RESTORE = """
import sys
from django.core.management import call_command
from tests.flows.invariants import everything_holds
from tests.operation import working
call_command("restore", sys.argv[1])
everything_holds()
print()
print(working.told())
"""


def facts_of(printed: str) -> dict[str, str]:
    return dict(line.split("\t", 1) for line in printed.splitlines() if "\t" in line)


def test_a_backup_made_while_documents_are_sent_is_restored_and_audited(scratch, empty, tmp_path):
    stop, folder = tmp_path / "stop", tmp_path / "backups"
    sender = scratch.start(SEND, stop)
    before = {sender.stdout.readline().strip() for _ in range(3)}
    first, second = map(facts_of, scratch.run(BACK_UP, folder).split("\n\n"))
    stop.touch()
    after = set(scratch.finish(sender).split())

    assert int(second["contents"]) > int(first["contents"]) >= 3
    give_keys(scratch, empty)
    restored, found = empty.run(RESTORE, folder).split("\n\n")
    assert facts_of(restored)["restored"] == Path(second["backup"]).name
    assert before <= set(found.split()) <= before | after
    nobodys_secrets(folder, scratch)


def nobodys_secrets(folder: Path, scratch) -> None:
    """Neither keys of the installation nor uploads in quarantine are in the folder of backups."""
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for line in (scratch.home / "keys/content_keys").read_text().split():
        assert line.partition(":")[2].encode() not in everything
    assert b"PRIVATE KEY" not in everything
    seals = [json.loads(line) for line in (folder / "seals.jsonl").read_text().splitlines()]
    generations = b"".join(
        path.read_bytes() for path in (folder / "generations").rglob("*") if path.is_file()
    )
    assert seals
    assert not any(bytes.fromhex(seal["wrapped"]) in generations for seal in seals)
