"""Backups made while documents are sent, restored elsewhere and audited, on both databases."""

import json
import shutil
from pathlib import Path

import pytest
from tests.operation.conftest import give_keys

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

COMMAND = "import sys; from django.core.management import call_command; call_command(*sys.argv[1:])"
SEND = """
import sys
from pathlib import Path
from tests.operation import working
working.send_until(Path(sys.argv[1]))
"""
HOLDS = """
from tests.flows.invariants import everything_holds
from tests.operation import working
everything_holds()
print(working.told())
"""


def facts_of(printed: str) -> dict[str, str]:
    return dict(line.split("\t", 1) for line in printed.splitlines() if "\t" in line)


def test_a_backup_made_while_documents_are_sent_is_restored_and_audited(scratch, empty, tmp_path):
    stop, folder = tmp_path / "stop", tmp_path / "backups"
    sender = scratch.start(SEND, stop)
    before = {sender.stdout.readline().strip() for _ in range(3)}
    first = facts_of(scratch.run(COMMAND, "backup", folder))
    second = facts_of(scratch.run(COMMAND, "backup", folder))
    stop.touch()
    after = set(scratch.finish(sender).split())

    assert int(second["contents"]) > int(first["contents"]) >= 3
    give_keys(scratch, empty)
    restored = facts_of(empty.run(COMMAND, "restore", folder))
    assert restored["restored"] == Path(second["backup"]).name
    found = set(empty.run(HOLDS).split())
    assert before <= found <= before | after
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


def test_what_is_damaged_or_not_empty_is_refused_before_anything_is_written(
    scratch, empty, tmp_path
):
    folder = tmp_path / "backups"
    scratch.run("from tests.flows.killed import a_submission; a_submission()()")
    scratch.run(COMMAND, "backup", folder)
    refused(scratch, "operation.installation-not-empty", folder)

    content = next(path for path in (folder / "contents").rglob("*") if path.is_file())
    whole = content.read_bytes()
    content.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    refused(empty, "operation.backup-damaged", folder)
    content.write_bytes(whole)
    generation = next((folder / "generations").iterdir())
    shutil.copytree(generation, generation.with_name("99990101T000000Z"))
    (generation.with_name("99990101T000000Z") / "manifest.json").write_text("{}")
    refused(empty, "operation.backup-unreadable", folder)
    refused(empty, "operation.backup-not-found", tmp_path / "elsewhere")

    give_keys(scratch, empty)
    empty.run(COMMAND, "restore", folder, "--generation", generation.name, "--no-audit")
    empty.run(HOLDS)


def refused(installation, code: str, folder: Path) -> None:
    process = installation.start(COMMAND, "restore", folder)
    _printed, problems = process.communicate(timeout=60)
    assert process.returncode != 0
    assert code in problems
