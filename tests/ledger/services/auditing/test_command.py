"""`lienthong ledger audit` says what is wrong, and how far it is."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from tests.ledger.services.auditing.audited import audited, flip

from lienthong.ledger.services.audit import AuditPage

pytestmark = pytest.mark.django_db


def command(*arguments):
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("ledger", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue(), err.getvalue()


def test_the_command_says_that_all_is_well_and_how_far_it_is(ledger):
    assert command("audit") == (0, "ĐÚNG\tkhông có gì sai\n", "1: 6/6\n")


def test_the_command_names_what_is_wrong_and_fails(ledger):
    flip("ledger_head", "root", "size = 5")
    code, out, err = command("audit", "--quiet")
    assert code == 1
    assert out.splitlines()[0].startswith("SAI\thead.row-changed\t1/5\tCột của đầu sổ")
    assert err == ""
    code, out, _err = command("audit", "--json")
    assert json.loads(out)["code"] == "head.row-changed"


def test_the_command_keeps_its_place_and_what_it_found_before(ledger, tmp_path):
    state = tmp_path / "audit.json"
    page = next(one for one in audited() if isinstance(one, AuditPage))
    state.write_text(json.dumps({"wrong": 1, "state": page.state}))
    code, out, _err = command("audit", "--state", str(state))
    assert (code, out) == (1, "SAI\t1 phát hiện\n")
    assert not state.exists()


def test_the_command_refuses_a_state_that_is_none(tmp_path):
    (tmp_path / "x").write_text("no")
    with pytest.raises(CommandError, match="not a state"):
        command("audit", "--state", str(tmp_path / "x"))


def test_what_was_explained_is_told_as_known_and_does_not_count(ledger, tmp_path):
    flip("ledger_head", "root", "size = 5")
    _code, out, _err = command("audit")
    (tmp_path / "known.txt").write_text(out)
    code, out, _err = command("audit", "--known", str(tmp_path / "known.txt"))
    assert code == 0
    assert out.splitlines()[0].startswith("BIẾT\thead.row-changed\t1/5")
    flip("ledger_head", "root", "size = 4")
    code, out, _err = command("audit", "--known", str(tmp_path / "known.txt"), "--json")
    assert (code, [json.loads(line).get("known") for line in out.splitlines()]) == (1, [None, True])
