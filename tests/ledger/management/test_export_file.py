"""`lienthong ledger export`, recomputed by a checker that shares no code with us."""

import base64
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.ledger.builders import NOW, a_dispatch, a_lost_head, recorded, the_clerk
from tests.remembered import remembered

from lienthong.ledger import services
from lienthong.ledger.queries.export import export_lines
from lienthong.ledger.types import Place

pytestmark = pytest.mark.django_db
CHECKER = Path(__file__).parents[3] / "docs" / "reference" / "check_export.py"


@pytest.fixture
def ledger(db):
    """Two epochs: nine records with five heads, and three with one."""
    remembered(_two_epochs)


def _two_epochs():
    for n in range(9):
        recorded(a_dispatch(n % 4), after=n)
        if n % 2 == 0:
            services.sequence(now=NOW + timedelta(seconds=n))
    services.open_epoch(
        a_lost_head(11, after=60), reason="r", actor=the_clerk(), now=NOW + timedelta(hours=1)
    )
    for n in range(2):
        recorded(a_dispatch(2), after=4000 + n)
    services.sequence(now=NOW + timedelta(hours=2))


def exported(*, start=None, end=None, with_items=True):
    key = services.ensure_key()
    lines = export_lines(key=key, start=start, end=end, with_items=with_items)
    return [json.loads(line) for line in lines]


def checked(lines, tmp_path, key_id=None):
    """Run the checker as a stranger would, on a file, and return its code and words."""
    path = tmp_path / "export.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            str(CHECKER),
            str(path),
            key_id or services.ensure_key().key_id,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def kinds(lines):
    return [line["type"] for line in lines]


def test_a_stranger_recomputes_a_whole_export_with_the_standard_library_alone(ledger, tmp_path):
    lines = exported()
    assert kinds(lines).count("epoch") == 2
    assert checked(lines, tmp_path) == (0, "OK 12 entries, 6 heads")
    assert checked(exported(with_items=False), tmp_path)[0] == 0


@pytest.mark.parametrize(("start", "end", "entries"), [(1, 9, 8), (3, 6, 3), (8, None, 4)])
def test_a_part_is_recomputed_from_the_hashes_of_what_stands_before_it(
    ledger, tmp_path, start, end, entries
):
    place = None if end is None else Place(1, end)
    lines = exported(start=Place(1, start), end=place)
    code, said = checked(lines, tmp_path)
    assert (code, said.split(" entries")[0]) == (0, f"OK {entries}")


def test_an_export_holds_no_clear_value(ledger):
    text = "".join(
        json.dumps(line) + base64.b64decode(line.get("leaf", "")).decode() for line in exported()
    )
    assert "dispatched" in text
    for private in ("V/v gửi", "Trần Thị Bình", "Cơ quan số"):
        assert private not in text
        assert base64.b64encode(private.encode()).decode()[:8] not in text


def changed(value, at=9):
    data = bytearray(base64.b64decode(value))
    data[at] ^= 1
    return base64.b64encode(bytes(data)).decode()


@pytest.mark.parametrize(
    ("kind", "member", "word"),
    [
        ("entry", "leaf", "leaf or hash"),
        ("entry", "leaf_hash", "leaf or hash"),
        ("head", "statement", "signature"),
        ("head", "signature", "signature"),
    ],
)
def test_a_changed_byte_is_found_by_the_checker(ledger, tmp_path, kind, member, word):
    lines = exported()
    line = [one for one in lines if one["type"] == kind][2]
    line[member] = changed(line[member])
    code, said = checked(lines, tmp_path)
    assert code == 1
    assert word in said or "no point" in said


def test_a_head_said_to_be_of_another_size_is_found_by_the_checker(ledger, tmp_path):
    lines = exported()
    next(one for one in lines if one["type"] == "head")["size"] += 1
    assert "head in line" in checked(lines, tmp_path)[1]


def test_a_changed_item_is_found_by_the_checker(ledger, tmp_path):
    lines = exported()
    line = next(one for one in lines if one.get("items"))
    line["items"][0] = changed(line["items"][0])
    assert "items in line" in checked(lines, tmp_path)[1]


@pytest.mark.parametrize("kind", ["entry", "head", "end"])
def test_a_line_left_out_is_found_by_the_checker(ledger, tmp_path, kind):
    lines = exported()
    del lines[kinds(lines).index(kind)]
    assert checked(lines, tmp_path)[0] == 1


def test_two_entries_that_change_places_are_found_by_the_checker(ledger, tmp_path):
    lines = exported()
    first, second = [n for n, kind in enumerate(kinds(lines)) if kind == "entry"][:2]
    a, b = lines[first], lines[second]
    lines[first], lines[second] = {**b, "index": 0}, {**a, "index": 1}
    assert "root" in checked(lines, tmp_path)[1]


def test_another_key_is_found_by_the_checker(ledger, tmp_path):
    assert checked(exported(), tmp_path, key_id="0" * 32) == (1, "WRONG key")


def test_a_ledger_without_records_has_no_lines():
    assert exported() == []


def test_the_command_prints_the_lines(ledger, capfdbinary):
    call_command("ledger", "export", "--from", "2/0", "--no-items")
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert kinds(lines)[:2] == ["lienthong-ledger-export/1", "epoch"]
    assert not any("items" in line for line in lines)


@pytest.mark.parametrize("place", ["x", "1", "0/1", "1/-1", "1/1/1"])
def test_a_place_that_is_none_is_named(place):
    with pytest.raises(CommandError, match="EPOCH/INDEX"):
        call_command("ledger", "export", "--from", place)


def test_the_checker_is_short_and_uses_the_standard_library_alone():
    text = CHECKER.read_text()
    assert len(text.splitlines()) < 100
    imported = {line.split()[1] for line in text.splitlines() if line.startswith("import ")}
    assert imported <= sys.stdlib_module_names
    assert "from " not in "".join(line[:5] for line in text.splitlines())
