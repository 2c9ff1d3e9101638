"""A sister is pushed to and read: documents go there, courses and receipts come back (A14)."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.gateways.builders import written
from tests.routes.builders import a_package, a_route, an_agency, read, turn

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryState, StatusCode
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.gateways import services as gateways
from lienthong.gateways.api.shapes_in import WholeSubmissionIn
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.routes import queries, services
from lienthong.routes.errors import RouteFieldMissing
from lienthong.routes.models import Load, Parcel
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.services import follow as following
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

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SLUG = "ngang-cap"
KEY = (
    Ed25519PrivateKey.generate()
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)


@dataclass
class FakeSister:
    """Another installation in memory. lost: the answer to a submission does not come.

    others: what it has by other roads. has_ended: whether nothing is open there any more.
    """

    now: ClassVar["FakeSister"]

    submitted: list[tuple[str, dict[str, Any], bytes]] = field(default_factory=list)
    lines: list[LineThere] = field(default_factory=list)
    asked_back: list[tuple[str, list[str], str]] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    lost: bool = False
    refusal: TurnedDown | None = None
    about: str = ""
    has_ended: bool = False
    breaks_on: set[str] = field(default_factory=set)
    others: list[DeliveryThere] = field(default_factory=list)
    looked_for: list[tuple[Any, ...]] = field(default_factory=list)

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

    def find(self, document_id, *, reference_code, issued_on, speaker) -> list[DeliveryThere]:
        self.looked_for.append((speaker, document_id, reference_code, issued_on))
        return list(self.others)

    def course(self, their_delivery: str, *, speaker: str) -> CourseThere:
        if their_delivery in self.breaks_on:
            raise Away(Trouble.ODD_ANSWER, "HTTP 500")
        return CourseThere(tuple(self.lines), has_ended=self.has_ended)

    def ask_back(
        self, their_dispatch: str, codes: Sequence[str], *, reason: str, key: str, speaker: str
    ) -> None:
        self.asked_back.append((their_dispatch, list(codes), reason))

    def receipt(self, href: str, *, speaker: str) -> str | None:
        record = href.partition("?")[0].rpartition("/")[2]
        if record not in self.placed:
            return None
        about = self.about or ("delivery-0" if record.startswith("s") else "dispatch-1")
        leaf = json.dumps({"record": record, "subjects": {"delivery": about}}).encode()
        return json.dumps({"record": {"leaf": b64encode(leaf).decode(), "openings": []}})

    def agencies(self, *, speaker: str) -> list[TheirAgency]:
        return [TheirAgency("H09.12", "Sở Một tỉnh bên"), TheirAgency("H50.1", "Sở tỉnh xa")]

    def report(self, number: int, code: str, note: str = "") -> None:
        # A quick machine reports twice within one tick of its clock, and that would be one act.
        at = clock.now() + timedelta(milliseconds=number)
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
    turn(after=timedelta(minutes=2))
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


def told_by_both(sister, delivery, tmp_path, *, code: str, first: str, note: str = "") -> None:
    """One act at the other side, told by the sister and by a parent that carries it as well."""
    at = clock.now() + timedelta(seconds=2)
    path = tmp_path / "status"
    organs = [directory.agency(one).code for one in (delivery.recipient_id, delivery.sender_id)]
    version = documents.version_card(delivery.version_id)
    path.write_bytes(
        written(
            t.StatusPackage(
                status_code=code,
                sender=t.Organisation(organs[0], name="Sở Một tỉnh bên"),
                response_for=t.ResponseFor(
                    organs[1], version.reference_code, "", PackageDate(version.issued_on)
                ),
                description=note or StatusCode(code).label,
                timestamp=PackageTime(at),
            ),
            {},
        )
    )
    sister.lines.append(LineThere("l1", code, note, "", None, at, ""))

    def by_parent():
        gateways.take_in_package(path, actor=Actor.installation(), now=at)

    told = [by_parent, lambda: turn(after=timedelta(minutes=1))]
    for tell in told if first == "parent" else reversed(told):
        tell()


@pytest.mark.parametrize("first", ["parent", "sister"])
def test_A14_what_a_parent_and_a_sister_both_tell_stands_once(sister, sender, tmp_path, first):
    delivery = the_delivery(sender, tmp_path)
    turn()
    told_by_both(sister, delivery, tmp_path, code="03", first=first)
    assert stands(delivery) == DeliveryState.ACCEPTED
    assert [str(line.code) for line in exchange.course([delivery.id])] == ["03"]
    turn(after=timedelta(minutes=2))
    sister.report(2, "03")
    turn(after=timedelta(minutes=3))
    assert len(exchange.course([delivery.id])) == 2, "it was said again later"


@pytest.mark.parametrize("first", ["parent", "sister"])
def test_A14_an_answer_that_both_tell_stands_once(sister, sender, tmp_path, first):
    delivery = the_delivery(sender, tmp_path)
    turn()
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key="thu-hoi",
        actor=gateways.system_actor_for(sender),
        now=clock.now(),
    )
    told_by_both(sister, delivery, tmp_path, code="15", first=first)
    assert stands(delivery) == DeliveryState.RECALLED
    assert [str(line.code) for line in exchange.course([delivery.id])] == ["13", "15"]


@pytest.mark.both
def test_what_says_more_stands_besides(sister, sender, tmp_path):
    """The number in the book there is not lost because a package without it came first."""
    delivery = the_delivery(sender, tmp_path)
    turn()
    told_by_both(sister, delivery, tmp_path, code="03", first="parent")
    sister.lines[0] = replace(sister.lines[0], id="l9", entry_number="7")
    Load.objects.update(lines_read=0)
    turn(after=timedelta(minutes=2))
    assert [line.entry_number for line in exchange.course([delivery.id])] == ["", "7"]


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
    assert "leaf" in kept[0].content


def test_A14_a_receipt_of_something_else_is_not_kept(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    turn()
    sister.placed.add("r0")
    for about in ("delivery-9", ""):
        assert queries.kept_receipts([delivery.id]) == []
        sister.about = about
        turn(after=timedelta(minutes=2 if about else 4))
    assert len(queries.kept_receipts([delivery.id])) == 1


@pytest.mark.both
def test_one_course_that_cannot_be_read_holds_up_no_other(sister, sender, tmp_path):
    broken, fine = the_delivery(sender, tmp_path), the_delivery(sender, tmp_path)
    turn()
    Load.objects.filter(delivery_id=broken.id).update(their_delivery="broken")
    sister.breaks_on.add("broken")
    sister.placed.add("r0")
    sister.report(1, "03")
    turn(after=timedelta(minutes=1))
    assert (stands(broken), stands(fine)) == (DeliveryState.SENT, DeliveryState.ACCEPTED)
    assert queries.kept_receipts([fine.id])
    assert queries.route(SLUG).trouble == Trouble.NONE


def test_lines_that_say_no_time_or_no_sense_hold_up_no_other(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    turn()
    naive = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001
    sister.lines += [
        LineThere("l0", "01", "", "", None, None, ""),
        LineThere("l1", "04", "", "", None, naive, ""),
        LineThere("", "06", "", "", None, None, ""),
        LineThere("x" * 300, "06", "", "", None, None, ""),
        LineThere("l1", "05", "khác", "", None, None, ""),
    ]
    turn(after=timedelta(minutes=1))
    sister.report(2, "03")
    turn(after=timedelta(minutes=2))
    course = exchange.course([delivery.id])
    assert [str(line.code) for line in course] == ["01", "04", "03"]
    assert queries.route(SLUG).trouble == Trouble.NONE


def test_a_course_that_is_made_long_is_taken_over_bit_by_bit(sister, sender, tmp_path, monkeypatch):
    monkeypatch.setattr(following, "_LINES", 4)
    monkeypatch.setattr(following, "_MOST_LINES", 10)
    delivery = the_delivery(sender, tmp_path)
    turn()
    for number in range(20):
        sister.report(number, "05")
    for minutes, many in ((1, 4), (2, 8), (3, 10), (4, 10)):
        turn(after=timedelta(minutes=minutes))
        assert len(exchange.course([delivery.id])) == many


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


def has_one(sister, code):
    """The sister whose recipient of this code has what is brought, by whatever road."""
    submit = sister.submit

    def told(document, files, *, speaker):
        if code in [one["agency"] for one in document["recipients"]]:
            raise TurnedDown("exchange.already-sent", "Đã có.")
        return submit(document, files, speaker=speaker)

    sister.submit = told


@pytest.mark.both
def test_A14_who_has_it_by_another_road_is_followed_there(sister, sender, tmp_path):
    delivery = the_delivery(sender, tmp_path)
    has_one(sister, "H09.12")
    sister.others = [
        DeliveryThere("delivery-8", "H09.13", "", "dispatch-8"),
        DeliveryThere("delivery-0", "H09.12", "/api/v1/records/r0?item=x", "dispatch-9"),
    ]
    turn()
    (asked,) = sister.looked_for
    assert (asked[0], "VP" in asked[2]) == (sender.code, True)
    sister.report(1, "03")
    turn(after=timedelta(minutes=1))
    assert stands(delivery) == DeliveryState.ACCEPTED
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key="thu-hoi",
        actor=gateways.system_actor_for(sender),
        now=clock.now(),
    )
    turn(after=timedelta(minutes=2))
    assert sister.asked_back == [("dispatch-9", ["H09.12"], "Gửi nhầm")]


@pytest.mark.both
@pytest.mark.parametrize("others", [[], [DeliveryThere("delivery-8", "H09.13", "", "d")]])
def test_who_has_it_and_is_not_found_there_is_not_followed_and_not_asked_again(
    sister, sender, tmp_path, others
):
    the_delivery(sender, tmp_path)
    has_one(sister, "H09.12")
    sister.others = others
    turn()
    assert queries.route(SLUG).waiting == 0
    assert not Load.objects.filter(is_followed=True).exists()


@pytest.mark.both
def test_of_several_at_a_sister_each_is_submitted_alone_and_followed(sister, sender, tmp_path):
    others = [TheirAgency(f"H09.{n}", f"Sở {n} tỉnh bên") for n in (12, 13, 14)]
    sister.agencies = lambda *, speaker: others
    turn(hurry=SLUG)
    to = [directory.agency_by_code(one.code) for one in others]
    path = tmp_path / "brought"
    path.write_bytes(a_package(sender, *to))
    gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    has_one(sister, "H09.12")
    turn()
    keys = {document["key"] for _speaker, document, _content in sister.submitted}
    assert len(keys) == 2
    named = [one["recipients"][0]["agency"] for _speaker, one, _content in sister.submitted]
    assert sorted(named) == ["H09.13", "H09.14"]
    assert Load.objects.filter(is_followed=True).count() == 2
    assert queries.route(SLUG).waiting == 0


def an_update(sender, there, tmp_path, between=lambda: None):
    """An update of a document that an agency there has; with the delivery of the earlier one."""
    first = a_package(sender, there)
    path = tmp_path / "first"
    path.write_bytes(first)
    earlier = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    turn()
    between()
    said = read(first, tmp_path)
    business = t.Bussiness(
        document_id=said.document_id,
        doc_type=BussinessDocType.UPDATE,
        reason="Sửa lỗi đánh máy",
        paper="0",
        updates=(t.UpdateInfo(document_info="1", document_receiver="0"),),
    )
    facts = {"document_id": said.document_id, "code": said.code}
    path.write_bytes(a_package(sender, there, trace=t.Trace(bussiness=business), **facts))
    taken = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    before, offered = earlier.delivery_ids[0], taken.delivery_ids[0]
    return exchange.delivery_card(before), exchange.delivery_card(offered)


def test_an_update_says_there_what_it_updates_and_why(sister, sender, tmp_path):
    there = directory.agency_by_code("H09.12")
    _before, offered = an_update(sender, there, tmp_path)
    assert offered.state == DeliveryState.OFFERED
    turn(after=timedelta(minutes=1))
    first, second = (document for _speaker, document, _content in sister.submitted)
    assert "updates" not in first
    assert second["updates"]["reason"] == "Sửa lỗi đánh máy"
    assert second["updates"]["sender_document_id"] == first["sender_document_id"]
    assert WholeSubmissionIn.model_validate(second)


@pytest.mark.both
def test_an_update_that_cannot_be_carried_is_declined_and_told(sister, sender, tmp_path):
    there = directory.agency_by_code("H09.12")
    before, offered = an_update(sender, there, tmp_path)
    sister.refusal = TurnedDown("documents.other-content", "Số này đã dùng.")
    for minutes in (1, 3, 20):
        turn(after=timedelta(minutes=minutes))
    assert stands(offered) == DeliveryState.NOT_TAKEN
    earlier = exchange.delivery_card(before.id)
    assert (earlier.state, earlier.is_change_pending) == (before.state, False)
    last = exchange.course([before.id])[-1]
    assert (str(last.code), "Số này đã dùng." in last.note) == ("16", True)


def test_A12_a_course_that_had_ended_is_read_again_once_an_update_is_asked(
    sister, sender, tmp_path
):
    there = directory.agency_by_code("H09.12")

    def finish():
        sister.report(1, StatusCode.ACCEPTED)
        sister.report(2, StatusCode.FINISHED)
        sister.has_ended = True
        turn(after=timedelta(minutes=1))
        assert not Load.objects.filter(is_followed=True).exists()

    before, _offered = an_update(sender, there, tmp_path, between=finish)
    sister.has_ended = False  # there, too, something is open again
    turn(after=timedelta(minutes=2))
    sister.report(3, StatusCode.AGREED)
    turn(after=timedelta(minutes=10))
    assert stands(before) == DeliveryState.SUPERSEDED


@pytest.mark.both
def test_an_update_takes_the_road_of_the_earlier_document(sister, sender, tmp_path):
    there = directory.agency_by_code("H09.12")
    a_route("re-hon", name="Rẻ hơn", kind=RouteKind.SISTER, secret=KEY, leads_to=("H09",), cost=500)
    turn(hurry="re-hon")

    def get_cheaper():
        services.change_route("re-hon", cost=1, actor=Actor.installation(), now=clock.now())

    _before, offered = an_update(sender, there, tmp_path, between=get_cheaper)
    assert queries.cheapest([there.id])[there.id] == queries.route("re-hon").id
    assert queries.legs([offered.id])[offered.id].route_name == queries.route(SLUG).name
    assert not Parcel.objects.filter(loads__isnull=True).exists()
