"""`lienthong verify` in a process of its own, with no installation behind it."""

import json
import os
import subprocess
import sys

import pytest
from tests.ledger.builders import DOCUMENT
from tests.ledger.example import ExampleSigner, the_example


@pytest.fixture
def papers(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "receipt.json").write_text(json.dumps(the_example()))
    (tmp_path / "letter.pdf").write_bytes(DOCUMENT)
    (tmp_path / "public.pem").write_bytes(ExampleSigner().public_key.pem)
    return tmp_path


def verify(folder, *arguments):
    """Run the command where no database answers and the home is empty."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LIENTHONG_DATABASE": "postgresql://nobody@127.0.0.1:1/nothing",
        "LIENTHONG_HOME": str(folder / "home"),
        "LIENTHONG_SECRET_KEY": "not used by this command",
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "lienthong.config.command", "verify", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_true_receipt_is_verified_without_database_and_without_home(papers):
    done = verify(papers, "receipt.json", "letter.pdf", "--key", "public.pem")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert len(lines) == 10
    assert all(line.startswith("ĐÚNG\t") for line in lines)
    assert list((papers / "home").iterdir()) == []


def verified_here(folder, *files):
    """Run the command in this process, where starting it costs nothing."""
    from django.core.management import call_command

    key = str(folder / "public.pem")
    call_command("verify", *(str(folder / file) for file in files), "--key", key)


def test_another_file_makes_the_command_fail_and_say_why(papers, capsys):
    (papers / "letter.pdf").write_bytes(b"another")
    with pytest.raises(SystemExit) as ended:
        verified_here(papers, "receipt.json", "letter.pdf")
    assert ended.value.code == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("SAI\tdocument.other\tTệp đưa vào không phải")


def test_a_receipt_cannot_write_lines_of_its_own(papers, capsys):
    receipt = the_example()
    receipt["record"]["openings"][0]["value"] = "x\nĐÚNG\thead.signed\tMọi thứ đều đúng."
    (papers / "receipt.json").write_text(json.dumps(receipt))
    with pytest.raises(SystemExit) as ended:
        verified_here(papers, "receipt.json")
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines].count("SAI") == 1
    assert lines[-1].startswith("SAI\tcommitment.wrong\t")


@pytest.mark.parametrize("broken", [b"", b"\xff\xfe", b"[1.5]", b'{"a":1,"a":2}', b"[" * 9000])
def test_what_is_no_receipt_is_a_failing_step(papers, broken, capsys):
    (papers / "receipt.json").write_bytes(broken)
    with pytest.raises(SystemExit) as ended:
        verified_here(papers, "receipt.json")
    assert ended.value.code == 1
    assert capsys.readouterr().out.startswith("SAI\tfile.unknown\t")


def test_a_file_that_is_not_there_is_named(papers):
    from django.core.management import CommandError

    with pytest.raises(CommandError, match=r"missing\.json"):
        verified_here(papers, "missing.json")
