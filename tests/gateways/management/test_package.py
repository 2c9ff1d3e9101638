"""`lienthong package` is a thin face: facts on stdout, warnings and refusals on stderr."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.gateways.builders import sample, take


def test_a_file_is_taken_in_and_its_facts_are_printed(agencies):
    out, err = io.StringIO(), io.StringIO()
    call_command("package", "take", str(sample("edoc-new")), stdout=out, stderr=err)
    facts = [line.split("\t") for line in out.getvalue().splitlines()]
    assert facts[0][:2] == ["taken", "document"]
    assert [name for name, *_rest in facts[1:]] == [
        "version",
        "dispatch",
        "legal-value",
        "delivery",
        "delivery",
        "delivery",
    ]
    assert "documents.notation-against-rule" in err.getvalue()


def test_a_refusal_ends_the_command_with_its_code_and_next_step(agencies):
    with pytest.raises(CommandError, match=r"gateways\.earlier-document-needed: .*12/MAU-VP.*"):
        call_command("package", "take", str(sample("status-03-accepted")))


def test_a_missing_file_is_told(db):
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("package", "take", str(Path("khong-co.edxml")))


def test_a_document_is_written_to_standard_output(agencies, capfdbinary):
    taken = take("edoc-new")
    call_command("package", "make", str(taken.version_id))
    assert capfdbinary.readouterr().out == sample("edoc-new").read_bytes()


def test_a_status_is_written_to_standard_output(agencies, capfdbinary):
    take("edoc-new")
    taken = take("status-01-arrived")
    call_command("package", "status", str(taken.report_id))
    assert capfdbinary.readouterr().out == sample("status-01-arrived").read_bytes()
