"""What came to a sister by another road is found there by its issuer's id for it (A14)."""

from datetime import date
from typing import Any

import pytest
from tests.gateways.calls import Caller, a_caller, a_pdf
from tests.routes.builders import ACTOR, a_package, read
from tests.vxp.builders import an_agency

from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import AlreadySent
from lienthong.exchange.types import DeliveryState
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.routes.adapters.sister import SisterSite

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Inside(SisterSite):
    """Asks the interface of this very installation, without a network."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def _get(self, path: str, speaker: str, *, largest: int | None = None) -> dict[str, Any]:
        found: dict[str, Any] = self.caller.get(path).json()
        return found


@pytest.fixture
def sender() -> Caller:
    return a_caller("Sở Gửi")


def brought(sender, *recipients, tmp_path):
    path = tmp_path / "package"
    path.write_bytes(a_package(sender.agency, *recipients))
    taken = gateways.take_in_package(path, actor=ACTOR, now=clock.now())
    return read(path.read_bytes(), tmp_path), documents.version_card(taken.version_id)


def test_A14_its_deliveries_are_found_with_the_sending_that_made_them(sender, tmp_path):
    recipients = [an_agency("Sở Một"), an_agency("Sở Hai")]
    package, version = brought(sender, *recipients, tmp_path=tmp_path)
    brought(sender, recipients[0], tmp_path=tmp_path)
    found = Inside(sender).find(
        package.document_id,
        reference_code=version.reference_code,
        issued_on=version.issued_on,
        speaker=sender.agency.code,
    )
    assert {one.code for one in found} == {one.code for one in recipients}
    assert len({one.dispatch for one in found}) == 1
    assert all(one.receipt.startswith("/api/v1/records/") for one in found)


@pytest.mark.parametrize("changed", ["id", "number", "day"])
def test_another_document_is_not_taken_for_it(sender, tmp_path, changed):
    package, version = brought(sender, an_agency("Sở Một"), tmp_path=tmp_path)
    facts = {"reference_code": version.reference_code, "issued_on": version.issued_on}
    if changed == "number":
        facts["reference_code"] = "999/KHAC"
    if changed == "day":
        facts["issued_on"] = date(2020, 1, 1)
    named = "H19.9,2026/01/01,1/X" if changed == "id" else package.document_id
    assert Inside(sender).find(named, **facts, speaker=sender.agency.code) == []


def test_what_others_sent_is_not_found(sender, tmp_path):
    package, version = brought(sender, an_agency("Sở Một"), tmp_path=tmp_path)
    stranger = a_caller("Sở Lạ")
    facts = {"reference_code": version.reference_code, "issued_on": version.issued_on}
    assert Inside(stranger).find(package.document_id, **facts, speaker="x") == []


def submitted(sender, package, content, recipient):
    """The answer to the same document by the interface for systems."""
    return sender.submit(
        Caller(recipient, ""),
        number=int(package.code.number),
        notation=package.code.notation,
        issued_on=clock.local_day(clock.now()).isoformat(),
        subject=package.subject,
        content={"upload": sender.upload(content), "name": "cong-van.pdf"},
        sender_document_id=package.document_id,
    )


@pytest.mark.parametrize("first", ["package", "submission"])
def test_A14_a_document_that_comes_by_both_roads_is_there_once(sender, tmp_path, first):
    """What makes handing over to a sister safe (decision 0047)."""
    recipient, content, path = an_agency("Sở Một"), a_pdf(), tmp_path / "package"
    path.write_bytes(a_package(sender.agency, recipient, content=content))
    package = read(path.read_bytes(), tmp_path)

    def by_package():
        gateways.take_in_package(path, actor=ACTOR, now=clock.now())

    if first == "package":
        by_package()
        answer = submitted(sender, package, content, recipient)
        assert (answer.status_code, answer.json()["code"]) == (409, "exchange.already-sent")
    else:
        assert submitted(sender, package, content, recipient).status_code == 201
        with pytest.raises(AlreadySent):
            by_package()
    assert len(exchange.received(recipient_id=recipient.id, states=list(DeliveryState))) == 1
