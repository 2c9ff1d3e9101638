"""lienthong import, export, reorganise: what an operator scripts with."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from tests.directory.builders import (
    a_department,
    a_workbook,
    an_operator,
    the_second,
)

from lienthong.directory import queries, services
from lienthong.directory.models import Agency, Reorganisation
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db


def test_A4_a_file_is_only_checked_until_it_is_to_be_applied(committee, tmp_path, capsys):
    file = tmp_path / "danh-ba.xlsx"
    file.write_bytes(a_workbook(agencies=[["H19.8", "Sở Nội vụ", "SNV"]]).read())

    call_command("import", str(file))
    assert "made\t1" in capsys.readouterr().out
    assert queries.agency_by_code("H19.8") is None

    call_command("import", str(file), "--apply")
    assert "state\tapplied" in capsys.readouterr().out
    assert queries.agency_by_code("H19.8").name == "Sở Nội vụ"


def test_A4_bad_lines_go_to_stderr_and_to_a_file_and_the_command_exits_1(
    committee, tmp_path, capsys
):
    file, mended = tmp_path / "x.csv", tmp_path / "can-sua.xlsx"
    file.write_text("Mã định danh;Tên cơ quan;Chữ viết tắt\nH19.8;;X\n", encoding="utf-8")

    with pytest.raises(SystemExit) as ended:
        call_command("import", str(file), "--apply", "--findings", str(mended))

    assert ended.value.code == 1
    assert "agencies 2: Tên cơ quan" in capsys.readouterr().err
    assert mended.stat().st_size > 0


def test_what_cannot_be_read_is_a_refusal_with_its_code(committee, tmp_path):
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK\x03\x04 no")

    with pytest.raises(CommandError, match=r"sheets\.unreadable"):
        call_command("import", str(file))
    with pytest.raises(CommandError):
        call_command("import", str(tmp_path / "none.xlsx"))


def test_A4_what_is_exported_is_imported_and_changes_nothing(committee, tmp_path, capsys):
    a_department(committee)
    file = tmp_path / "ra.xlsx"

    call_command("export", str(file))
    call_command("import", str(file))

    assert "left\t2" in capsys.readouterr().out


def test_the_form_is_exported(tmp_path, capsys):
    call_command("export", str(tmp_path / "mau.xlsx"), "--template")

    assert "bytes" in capsys.readouterr().out


def a_plan(committee, tmp_path, *, days=0):
    one, two = a_department(committee, "Sở Một"), a_department(committee, "Sở Hai")
    values = {
        "happens_on": (clock.local_day(clock.now()) + timedelta(days=days)).isoformat(),
        "source": "Nghị quyết 12/NQ-HĐND",
        "steps": [{"kind": "merge", "agencies": [one.code], "into": two.code}],
    }
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(values), encoding="utf-8")
    return file, one


def test_A4_a_plan_is_tried_out_then_proposed_once_and_another_one_agrees(
    committee, tmp_path, capsys
):
    file, one = a_plan(committee, tmp_path)

    call_command("reorganise", str(file))
    assert "nothing changed" in capsys.readouterr().err
    assert queries.agency(one.id).valid_to is None

    for _again in range(2):
        call_command("reorganise", str(file), "--propose")
    assert "proposed" in capsys.readouterr().out
    proposed = Reorganisation.objects.get()
    with pytest.raises(CommandError, match="không tự quyết định"):
        call_command("reorganise", "--agree", str(proposed.id))
    assert queries.agency(one.id).valid_to is None

    services.agree(reorganisation_id=proposed.id, actor=the_second(), now=clock.now())
    assert queries.agency(one.id).valid_to is not None


@pytest.mark.parametrize(
    ("answer", "state"),
    [(["--agree"], "done"), (["--decline", "--reason", "Chưa có nghị quyết"], "declined")],
)
def test_A4_what_a_person_proposed_may_be_answered_on_the_server(
    committee, tmp_path, capsys, answer, state
):
    file, _one = a_plan(committee, tmp_path)
    plan = ReorganisationPlan.read(json.loads(file.read_text(encoding="utf-8")))
    found = services.propose(plan=plan, key="k", actor=an_operator(committee), now=clock.now())

    for _again in range(2):
        call_command("reorganise", answer[0], str(found), *answer[1:])
    assert capsys.readouterr().out.splitlines()[-1].split("\t")[:2] == [str(found), state]


def test_a_plan_or_an_answer_is_wanted(committee, tmp_path):
    file, _one = a_plan(committee, tmp_path)
    for words in ([], [str(file), "--agree", str(committee.id)]):
        with pytest.raises(CommandError):
            call_command("reorganise", *words)


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"steps": 1}'])
def test_a_plan_that_is_none_is_refused(committee, tmp_path, text):
    file = tmp_path / "plan.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("reorganise", str(file), "--propose")
    assert Agency.objects.count() == 1
