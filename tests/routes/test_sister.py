"""A sister is pushed to and read: documents go there, courses and receipts come back (A14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.routes.builders import a_package, a_route, an_agency, turn

from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryState
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.routes import queries
from lienthong.routes.errors import RouteFieldMissing
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.types import (
    Access,
    CarriedFile,
    CourseThere,
    DeliveryThere,
    LineThere,
    ParcelState,
    RouteKind,
    SubmittedThere,
    TheirAgency,
    Trouble,
)

pytestmark = pytest.mark.django_db
SLUG = "ngang-cap"
KEY = (
    Ed25519PrivateKey.generate()
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)


@dataclass
class FakeSister:
    """Another installation in memory. lost: the answer to a submission does not come."""

    now: ClassVar["FakeSister"]

    submitted: list[tuple[str, dict[str, Any], bytes]] = field(default_factory=list)
    lines: list[LineThere] = field(default_factory=list)
    asked_back: list[tuple[str, list[str], str]] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    lost: bool = False
    refusal: TurnedDown | None = None

    def submit(
        self, document: Mapping[str, Any], files: Sequence[CarriedFile], *, speaker: str
    ) -> SubmittedThere:
        if self.refusal:
            raise self.refusal
        content = b"".join(file.open().read() for file in files)
        self.submitted.append((speaker, dict(document), content))
        if self.lost:
            raise Away(Trouble.NO_ANSWER)
        made = [
            DeliveryThere(f"delivery-{n}", one["agency"], f"/api/v1/records/r{n}?item=x")
            for n, one in enumerate(document["recipients"])
        ]
        return SubmittedThere("dispatch-1", tuple(made))

    def course(self, their_delivery: str, *, speaker: str) -> CourseThere:
        return CourseThere(tuple(self.lines), has_ended=False)

    def ask_back(
        self, their_dispatch: str, codes: Sequence[str], *, reason: str, key: str, speaker: str
    ) -> None:
        self.asked_back.append((their_dispatch, list(codes), reason))

    def receipt(self, href: str, *, speaker: str) -> str | None:
        record = href.partition("?")[0].rpartition("/")[2]
        return f'{{"record": "{record}"}}' if record in self.placed else None

    def agencies(self, *, speaker: str) -> list[TheirAgency]:
        return [TheirAgency("H09.12", "Sở Một tỉnh bên"), TheirAgency("H50.1", "Sở tỉnh xa")]

    def report(self, number: int, code: str, note: str = "") -> None:
        at = clock.now()
        receipt = f"/api/v1/records/s{number}"
        self.lines.append(LineThere(f"l{number}", code, note, "7", None, at, receipt))


def the_sister(_access: Access) -> FakeSister:
    return FakeSister.now


@pytest.fixture
def sister(home, settings) -> FakeSister:
    settings.LIENTHONG_ROUTE_ENDS = {"sister": f"{__name__}.the_sister"}
    FakeSister.now = FakeSister()
    return FakeSister.now


@pytest.fixture
def sender(sister):
    card = an_agency("Sở Gửi")
    a_route(SLUG, kind=RouteKind.SISTER, secret=KEY, leads_to=("H09",), caller="khoa-1")
    turn()
    return card


def the_delivery(sender, tmp_path):
    there = directory.agency_by_code("H09.12")
    assert there
    path = tmp_path / "brought"
    path.write_bytes(a_package(sender, there))
    taken = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    return exchange.delivery_card(taken.delivery_ids[0])


def stands(delivery):
    return exchange.delivery_card(delivery.id).state


def test_A14_a_document_is_submitted_as_its_agency_issued_it(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    turn()
    ((speaker, document, content),) = sister.submitted
    assert speaker == sender.code
    assert document["key"] == f"route:{delivery.dispatch_id}"
    assert document["recipients"] == [{"agency": "H09.12", "role": "action"}]
    assert document["content"]["part"] == "file-0"
    assert document["notation"] == f"{sender.abbreviation}-VP"
    assert content.startswith(b"%PDF")
    assert directory.agency_by_code("H50.1") is None, "a sister's list has others too"


def test_an_answer_that_is_lost_submits_the_same_again(sister, sender, tmp_path):
    the_delivery(sender, tmp_path)
    sister.lost = True
    turn()
    sister.lost = False
    turn(after=timedelta(seconds=10))
    first, second = sister.submitted
    assert first == second


def test_A14_what_is_reported_there_is_taken_over_once(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    turn()
    sister.report(1, "01")
    turn(after=timedelta(minutes=1))
    assert stands(delivery) == DeliveryState.ARRIVED
    sister.report(2, "03")
    sister.report(3, "99")
    for minutes in (2, 3):
        turn(after=timedelta(minutes=minutes))
    assert stands(delivery) == DeliveryState.ACCEPTED
    course = exchange.course([delivery.id])
    assert [(str(line.code), line.entry_number) for line in course] == [("01", "7"), ("03", "7")]


def test_A14_receipts_of_its_ledger_are_kept_when_they_have_their_place(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    turn()
    turn(after=timedelta(minutes=1))
    assert queries.kept_receipts([delivery.id]) == []
    sister.report(1, "03")
    sister.placed |= {"r0", "s1"}
    turn(after=timedelta(minutes=2))
    kept = queries.kept_receipts([delivery.id])
    assert [one.record for one in kept] == ["r0", "s1"]
    assert kept[0].content == '{"record": "r0"}'


def test_what_is_asked_back_is_asked_there_and_its_answer_counts(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    turn()
    sister.report(1, "01")
    turn(after=timedelta(minutes=1))
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key="thu-hoi",
        actor=gateways.system_actor_for(sender),
        now=clock.now(),
    )
    turn(after=timedelta(minutes=2))
    assert sister.asked_back == [("dispatch-1", ["H09.12"], "Gửi nhầm")]
    sister.report(2, "15")
    turn(after=timedelta(minutes=3))
    assert stands(delivery) == DeliveryState.RECALLED


def test_a_sister_that_refuses_is_told_to_the_sender(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    sister.refusal = TurnedDown("documents.number-doubled", "Số này đã dùng.")
    for minutes in (0, 2, 20):
        turn(after=timedelta(minutes=minutes))
    assert stands(delivery) == DeliveryState.REFUSED
    assert "Số này đã dùng." in exchange.course([delivery.id])[0].note
    assert queries.legs([delivery.id])[delivery.id].state == ParcelState.GIVEN_UP


def test_a_sister_whose_agencies_are_not_named_is_refused(sister):
    with pytest.raises(RouteFieldMissing):
        a_route(SLUG, kind=RouteKind.SISTER, secret=KEY)
