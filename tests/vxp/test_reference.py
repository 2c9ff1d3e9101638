"""The reference page says what is answered: its tables and examples are compared with answers."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from tests.vxp.builders import Office, a_package, a_system, an_agency, an_office, said

from lienthong.directory import services as directory
from lienthong.directory.types import AgencyLevel
from lienthong.formats.vxp.fields import signature_of
from lienthong.vxp.api.envelope import MEMBERS
from lienthong.vxp.api.operations import OPERATIONS

PAGE = (Path(__file__).parents[2] / "docs/reference/vxp.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(answer|refusal) (\w+)\n(.*?)\n```", PAGE, re.DOTALL)
ROW = re.compile(r"^\| `(\w+)` \| ([A-Z, ]+) \| [^|]* \| ([^|]*) \|$", re.MULTILINE)


def test_the_table_has_every_operation_with_its_methods_and_members():
    told = {name: (methods.split(", "), members) for name, methods, members in ROW.findall(PAGE)}
    assert set(told) == set(OPERATIONS)
    for name, (methods, members) in told.items():
        assert tuple(methods) == OPERATIONS[name].methods
        assert set(re.findall(r"`(\w+)`", members)) == set(MEMBERS.get(name, {}))


def test_the_signature_on_the_page_is_right():
    text, signature = re.search(r"```signed\n(.*)\n(.*)\n```", PAGE).groups()
    assert signature_of(text, b"s3cret") == signature


@pytest.mark.once
@pytest.mark.django_db
def test_answers_have_the_shape_of_the_examples():
    answers = _played()
    assert {name for _kind, name, _text in EXAMPLES} <= set(answers)
    for kind, name, text in EXAMPLES:
        shown = json.loads(text)
        assert _shape(shown) == _shape(answers[name] if kind == "answer" else _refused()), name


def _shape(value: object) -> object:
    """Names and kinds of values; of a list its last element."""
    if isinstance(value, dict):
        return {name: _shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_shape(value[-1])] if value else []
    return type(value).__name__


def _played() -> dict[str, object]:
    """What each operation answers where there is something of everything."""
    sender, recipient = _an_agency_with_everything(), an_office("Sở Hai")
    sent = said(sender.send(a_package(sender.agency, recipient.agency)))
    listed = said(recipient.ask("getReceivedEdocList", messagetype="edoc"))
    mine = listed["data"][0]["docId"]
    asked = {"docId": mine, "docid": mine, "status": "done", "messagetype": "edoc"}
    answers = {"sendEdoc": sent, "getReceivedEdocList": listed}
    for name in ("countReceiveEdoc", "getEdoc", "updateStatus"):
        answers[name] = said(recipient.ask(name, b"{}", **asked))
    answers["getSentEdocList"] = said(sender.ask("getSentEdocList", messagetype="edoc"))
    for name in ("getAgenciesList", "getAgenciesListQD20", "getSynchronizeUnit"):
        found = said(sender.ask(name))
        mine_only = [one for one in found["data"] if one["id"] == str(sender.agency.id)]
        answers[name] = {**found, "data": mine_only}
    return answers


def _an_agency_with_everything() -> Office:
    above = an_agency("Tỉnh", code="H91")
    agency = directory.found_agency(
        code="H91.1",
        name="Sở Một",
        abbreviation="SM",
        level=AgencyLevel.DEPARTMENT,
        parent_id=above.id,
        email="so1@mau.example.vn",
        books_here=False,
    )
    directory.join(agency_id=agency.id, starts_on=date(2018, 9, 6))
    directory.give_code(agency_id=agency.id, code="000.00.01.H91", current=False)
    system, secret = a_system(agency)
    return Office(agency, system, secret)


def _refused() -> dict[str, object]:
    office = an_office("Sở Ba")
    return said(office.send(b"x", **{"hash-file": "0"}))
