"""Whatever bytes come, a parser of strangers' bytes answers or refuses; it never breaks down."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.targets import TARGETS
from tests.scratch import ROOT

EDIT = st.tuples(st.integers(0, 100_000), st.integers(0, 3), st.binary(min_size=1, max_size=6))


def edited(seed: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Write over, put in, take out or repeat something at some places."""
    content = bytearray(seed)
    for where, kind, piece in edits:
        at = where % (len(content) + 1)
        if kind == 0:
            content[at : at + len(piece)] = piece
        elif kind == 1:
            content[at:at] = piece
        elif kind == 2:
            del content[at : at + 40]
        else:
            content[at:at] = content[at : at + 200]
    return bytes(content) or b"-"


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_damaged_and_invented_bytes_are_answered_or_refused(name, data):
    target = TARGETS[name]
    seed = data.draw(st.sampled_from([*target.seeds, b""]))
    target.run(edited(seed, data.draw(st.lists(EDIT, max_size=6))))


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is missing: make install")
def test_a_hunt_along_the_branches_of_each_parser_finds_no_crash(tmp_path):
    found = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.hunt", tmp_path],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            "DJANGO_SETTINGS_MODULE": "tests.testing_settings",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr[-3_000:]
    assert found.stderr.count("Done ") == len(TARGETS)
