"""Backups made while documents are sent, restored elsewhere and audited, on both databases.

One content is damaged in them, and much ended after the one that is restored (decision 0033).
"""

import gzip
import json
from pathlib import Path

import pytest
from tests.operation.conftest import give_keys
from tests.operation.ended import STAYS

from lienthong.blobs.sealing import sealed_size
from lienthong.operation.services import copy_database

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
from tests.operation import ended
ended.begin()
call_command("backup", sys.argv[1], "--keep", "all")
ended.end()
print()
call_command("backup", sys.argv[1], "--keep", "all")
"""
# PostgreSQL's tables are made by migrating: among the models of each step there is much garbage.
RESTORE = """
import gc, io, sys
gc.disable()
from django.core.management import CommandError, call_command
from tests.flows.invariants import everything_holds
from tests.operation import ended, working
older = ("restore", sys.argv[1], "--generation", sys.argv[2])
try:
    call_command(*older)
except CommandError as refusal:
    print("refused", refusal)
progress = io.StringIO()
try:
    call_command(*older, "--without-damaged", "--quiet", stderr=progress)
except SystemExit as ended_with:
    print("exit", ended_with.code)
print("progress", repr(progress.getvalue()))
working.put_back(sys.argv[3])
everything_holds()
ended.has_ended()
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
    nobodys_secrets(folder, scratch)
    bad, whole = one_copy_goes_bad(folder, tmp_path)
    give_keys(scratch, empty)
    restored, found = empty.run(RESTORE, folder, Path(first["backup"]).name, whole).split("\n\n")
    assert "refused operation.contents-damaged: 1 tệp nội dung" in restored
    assert (empty.home / "restore-left-out.txt").read_text() == f"{bad}\n"
    assert facts_of(restored)["restored"] == Path(first["backup"]).name
    assert facts_of(restored)["left-out"] == bad
    assert f"SAI\tblob.missing\t{bad.partition('-')[0]}" in restored
    assert "exit 1" in restored
    assert "progress ''" in restored
    assert {one: facts_of(restored)[f"ended-again {one}"] for one in ENDED} == ENDED
    assert before <= set(found.split()) <= before | after


# A key, a grant and a system; two accounts; a post; a content; a value.
ENDED = {"values": "1", "contents": "1", "systems": "3", "posts": "1", "accounts": "2"}


def one_copy_goes_bad(folder: Path, aside: Path) -> tuple[str, Path]:
    """Change one bit of a content that only this test knows; a whole one lies aside."""
    size = sealed_size(len(STAYS))
    [copy] = [path for path in (folder / "contents").rglob("*-*") if path.stat().st_size == size]
    whole = aside / copy.name
    whole.write_bytes(copy.read_bytes())
    copy.write_bytes(whole.read_bytes()[:-1] + bytes([whole.read_bytes()[-1] ^ 1]))
    return copy.name, whole


def nobodys_secrets(folder: Path, scratch) -> None:
    """Neither keys of the installation nor uploads in quarantine are in the folder of backups."""
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for line in (scratch.home / "keys/content_keys").read_text().split():
        assert line.partition(":")[2].encode() not in everything
    assert b"PRIVATE KEY" not in everything
    *seals, signed = map(json.loads, (folder / "seals.jsonl").read_text().splitlines())
    assert set(signed) == {"signed"}
    generations = b"".join(
        path.read_bytes() for path in (folder / "generations").rglob("*") if path.is_file()
    )
    assert seals
    assert not any(bytes.fromhex(seal["wrapped"]) in generations for seal in seals)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_bytes_of_a_database_are_told_to_the_last_when_it_is_copied(tmp_path):
    told = list[tuple[object, ...]]()
    copy_database.copy_out(tmp_path, tell=lambda *facts: told.append(facts))
    size = sum(len(gzip.decompress(path.read_bytes())) for path in tmp_path.iterdir())
    assert size
    assert told[-1] == ("bytes of the database", size, size)
