"""Many deliveries in one answer, and many statuses in one request (A11)."""

import hashlib
import json
from dataclasses import replace
from io import StringIO
from uuid import uuid4

import httpx
import pytest
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.exchange.builders import Office, a_dispatch, an_office, the_delivery
from tests.gateways.calls import Caller, a_caller, a_caller_of, a_pdf
from tests.gateways.management.test_client import a_site
from tests.hooks.builders import Receivers, a_hook, system_of

from lienthong.access.models import Reading
from lienthong.blobs import places
from lienthong.blobs.models import Blob
from lienthong.exchange.models import StatusReport
from lienthong.gateways.adapters import bundle, site_client
from lienthong.gateways.adapters.bundle import BundleBroken, Part
from lienthong.hooks.models import Notification
from lienthong.hooks.types import NewsKind
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.disk import PIECE
from lienthong.systems import services as systems
from lienthong.vxp.models import Item

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def receivers(settings) -> Receivers:
    settings.LIENTHONG_HOOK_CALLER = "tests.hooks.builders.Caller"
    return Receivers.anew()


def sent(sender: Caller, *recipients: Caller, count: int = 1, attached: bool = False) -> list[str]:
    """Deliveries to the first recipient."""
    found = []
    for _document in range(count):
        facts = {"content": {"upload": sender.upload(a_pdf())}}
        if attached:
            facts["attachments"] = [{"upload": sender.upload(a_pdf(), "phu-luc.pdf")}]
        answer = sender.submit(*recipients, **facts)
        assert answer.status_code == 201, answer.json()
        found.append(answer.json()["deliveries"][0]["id"])
    return found


def fetched(caller: Caller, deliveries: list[str]) -> list[tuple[str, str, dict, bytes]]:
    """(delivery, part, fields, bytes) of each part of a bundle."""
    answer = caller.post("/bundles/deliveries", {"deliveries": deliveries})
    assert answer.status_code == 200, answer.json()
    boundary = bundle.boundary_of(answer["Content-Type"])
    pieces = iter(list(answer.streaming_content))
    return [(p.delivery, p.name, dict(p.fields), p.read()) for p in bundle.parts(pieces, boundary)]


def codes(parts: list[tuple[str, str, dict, bytes]]) -> list[tuple[str, str]]:
    return [
        (part, json.loads(body)["code"])
        for _delivery, part, fields, body in parts
        if fields["content-type"] == "application/problem+json"
    ]


def test_A11_many_deliveries_come_with_all_their_files_in_one_answer(sender, recipient):
    deliveries = sent(sender, recipient, count=3, attached=True)
    parts = fetched(recipient, deliveries)
    names = ["delivery", "content", "attachment-1"]
    assert [(one, part) for one, part, *_rest in parts] == [
        (one, name) for one in deliveries for name in names
    ]
    for delivery, part, fields, body in parts:
        assert int(fields["content-length"]) == len(body)
        if part == "delivery":
            alone = recipient.get(f"/deliveries/{delivery}").json()
            assert json.loads(body) == alone
        else:
            path = {"content": "content", "attachment-1": "attachments/1"}[part]
            alone = recipient.get(f"/deliveries/{delivery}/{path}")
            assert body == b"".join(alone.streaming_content)
            assert fields["repr-digest"].startswith("sha-256=:")


def test_a_bundle_goes_in_pieces_however_large_its_files_are(sender, recipient):
    content = {"upload": sender.upload(a_pdf(size=3 * PIECE))}
    delivery = sender.submit(recipient, content=content).json()["deliveries"][0]["id"]
    answer = recipient.post("/bundles/deliveries", {"deliveries": [delivery]})
    sizes = [len(piece) for piece in answer.streaming_content]
    assert sum(sizes) > 3 * PIECE
    assert max(sizes) <= PIECE


def test_what_is_fetched_is_in_the_log_of_reading_before_it_is_sent(sender, recipient):
    deliveries = sent(sender, recipient, count=2, attached=True)
    answer = recipient.post("/bundles/deliveries", {"deliveries": deliveries})
    rows = Reading.objects.filter(agency_id=recipient.agency.id)
    assert sorted(rows.values_list("part", flat=True)) == ["", "", "phu-luc-1", "phu-luc-1"]
    b"".join(answer.streaming_content)
    for path in ("content", "attachments/1"):
        b"".join(recipient.get(f"/deliveries/{deliveries[0]}/{path}").streaming_content)
    assert rows.count() == 4, "the same lines as when they are fetched one by one"


def test_unknown_and_foreign_deliveries_are_problems_beside_the_others(sender, recipient):
    (own,) = sent(sender, recipient)
    (foreign,) = sent(sender, a_caller("Sở Y tế"))
    unknown = str(uuid4())
    parts = fetched(recipient, [foreign, own, unknown])
    assert [one for one, *_rest in parts] == [foreign, own, own, unknown]
    assert codes(parts) == [("delivery", "exchange.not-addressed")] * 2


def test_a_delivery_that_was_given_back_comes_without_its_files(sender, recipient):
    answer = sender.submit(recipient).json()
    asked = {"key": "k", "reason": "Gửi nhầm"}
    sender.post(f"/dispatches/{answer['dispatch']}/recall", asked)
    change = recipient.get("/changes").json()["changes"][0]["id"]
    recipient.post(f"/changes/{change}/answer", {"key": "a", "agrees": True, "note": ""})
    delivery = answer["deliveries"][0]["id"]
    assert codes(fetched(recipient, [delivery])) == [("content", "documents.content-withdrawn")]
    assert not Reading.objects.filter(agency_id=recipient.agency.id).exists()


def test_content_that_goes_between_the_look_and_its_turn_is_a_problem(sender, recipient):
    gone, kept = sent(sender, recipient, count=2)
    answer = recipient.post("/bundles/deliveries", {"deliveries": [gone, kept]})
    digest = recipient.get(f"/deliveries/{gone}").json()["content"]["sha256"]
    row = Blob.objects.get(pk=digest)
    places.content_store().remove(row.file_name, untouched_since=clock.now())
    pieces = iter(list(answer.streaming_content))
    parts = [
        (p.delivery, p.name, dict(p.fields), p.read())
        for p in bundle.parts(pieces, bundle.boundary_of(answer["Content-Type"]))
    ]
    assert codes(parts) == [("content", "blobs.content-destroyed")]
    assert parts[-1][3].startswith(b"%PDF")


@pytest.mark.parametrize("deliveries", [[], ["x"], "all", [str(uuid4()) for _n in range(51)]])
def test_a_bundle_of_another_shape_is_refused(recipient, deliveries):
    answer = recipient.post("/bundles/deliveries", {"deliveries": deliveries})
    assert (answer.status_code, answer.json()["code"]) == (422, "api.invalid-request")


def test_a_delivery_stands_once_in_a_bundle(sender, recipient):
    (one,) = sent(sender, recipient)
    answer = recipient.post("/bundles/deliveries", {"deliveries": [one, one]})
    assert answer.json()["code"] == "gateways.bundle-repeats"
    assert not Reading.objects.exists()


def test_a_bundle_takes_the_same_statements_whatever_it_brings(sender, recipient):
    deliveries = sent(sender, recipient, count=5, attached=True)

    def statements(wanted: list[str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            fetched(recipient, wanted)
        return len(asked)

    statements(deliveries[:1])
    assert statements(deliveries[1:]) <= statements(deliveries[:1]) + 1


def reported(caller: Caller, *reports: dict, **facts: object):
    return caller.post("/bundles/statuses", {"reports": list(reports), **facts})


def a_report(delivery: str, code: str = "03", **facts: object) -> dict:
    today = clock.local_day(clock.now()).isoformat()
    entry = {"entry_number": "7", "entered_on": today} if code == "03" else {}
    return {"delivery": delivery, "key": f"{delivery}-{code}", "code": code, **entry, **facts}


def test_A11_many_statuses_are_written_by_one_commit_and_answered_one_by_one(sender, recipient):
    one, two, three = sent(sender, recipient, count=3)
    unknown = str(uuid4())
    answer = reported(
        recipient,
        a_report(two),
        a_report(one, "02"),
        a_report(unknown),
        a_report(three),
        a_report(three, "04"),
    )
    results = answer.json()["results"]
    assert [one["delivery"] for one in results] == [two, one, unknown, three, three]
    assert [one["problem"] and one["problem"]["code"] for one in results] == [
        None,
        "exchange.reason-missing",
        "exchange.not-addressed",
        None,
        None,
    ]
    assert [one["report"] and one["report"]["code"] for one in results] == [
        "03",
        None,
        None,
        "03",
        "04",
    ]
    assert sender.get(f"/deliveries/{three}").json()["state"] == "assigned"


def test_a_bundle_that_is_sent_again_changes_nothing(sender, recipient):
    reports = [a_report(one) for one in sent(sender, recipient, count=2)]
    first = reported(recipient, *reports).json()
    count = StatusReport.objects.count()
    assert reported(recipient, *reports).json() == first
    assert StatusReport.objects.count() == count
    other = reported(recipient, {**reports[0], "note": "khác"}).json()["results"][0]
    assert other["problem"]["code"] == "exchange.report-key-used-for-other-content"


def test_together_all_are_written_or_none(sender, recipient):
    one, two = sent(sender, recipient, count=2)
    count = StatusReport.objects.count()
    answer = reported(recipient, a_report(one), a_report(two, "06"), together=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "gateways.bundle-refused")
    assert "exchange.already-decided" in answer.json()["title"]
    assert StatusReport.objects.count() == count
    done = reported(recipient, a_report(one), a_report(two), together=True)
    assert [one["report"]["code"] for one in done.json()["results"]] == ["03", "03"]


def test_an_agency_whose_books_are_here_reports_nothing_by_bundle(sender):
    recipient = a_caller("Sở Tài chính", books_here=True)
    answer = reported(recipient, a_report(sent(sender, recipient)[0]))
    assert answer.json()["code"] == "gateways.books-kept-here"


def waiting_for(recipient: Caller, office: Office, count: int) -> list[str]:
    """Deliveries of as many documents of an office, sent from its desk."""
    to = replace(office, agency=recipient.agency)
    sent_now = [a_dispatch(office, to, now=clock.now()) for _document in range(count)]
    return [str(the_delivery(one, to).id) for one in sent_now]


@pytest.mark.parametrize("code", ["03", "02"])
def test_a_bundle_of_statuses_takes_the_same_statements_whatever_its_number(
    receivers, recipient, code
):
    office = an_office("Sở Công Thương")
    listener = a_caller_of(office.agency)
    a_hook(listener)
    systems.make_shared_secret(
        system_id=system_of(listener).id, actor=Actor.installation(), now=clock.now()
    )
    deliveries = waiting_for(recipient, office, 53)
    fields = {"note": "Gửi nhầm nơi nhận"} if code == "02" else {}

    def statements(wanted: list[str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = reported(recipient, *(a_report(one, code, **fields) for one in wanted))
        assert all(one["report"] for one in answer.json()["results"])
        # One job calls for all that happens within a second.
        left_out = ("BEGIN", "SAVEPOINT", "RELEASE", "jobs_")
        return len([one for one in asked if not any(word in one["sql"] for word in left_out)])

    statements(deliveries[:1])
    assert statements(deliveries[3:]) == statements(deliveries[1:3])
    said = {"subject_id__in": deliveries, "kind": NewsKind.STATUS_REPORTED}
    assert Notification.objects.filter(**said).count() == 53
    assert Item.objects.filter(delivery__in=deliveries, report__isnull=False).count() == 53


def test_a_status_by_itself_asks_little(sender, recipient):
    """Nothing that the act knows is asked again; a row of docs/explain/performance-gains.md."""
    first, second = sent(sender, recipient, count=2)

    def statements(delivery: str) -> int:
        said = a_report(delivery)
        del said["delivery"]
        with CaptureQueriesContext(connection) as asked:
            answer = recipient.post(f"/deliveries/{delivery}/statuses", said)
        assert answer.json()["code"] == "03"
        ends = ("BEGIN", "SAVEPOINT", "RELEASE")
        return len([one for one in asked if not one["sql"].startswith(ends)])

    statements(first)
    assert statements(second) <= 18


def test_the_client_saves_bundles_and_reports_from_a_file(
    request, monkeypatch, tmp_path, sender, recipient
):
    site, into = a_site(tmp_path, recipient.agency), tmp_path / "into"
    one, two = sent(sender, recipient, count=2, attached=True)
    request.getfixturevalue("kept_connection")
    made = httpx.WSGITransport(get_wsgi_application())
    monkeypatch.setattr(site_client.SiteClient, "transport", made)

    def run(*words: object) -> list[dict]:
        out = StringIO()
        call_command("client", "--site", str(site), *map(str, words), stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    saved = run("fetch-many", one, two, uuid4(), "--into", into)
    assert [line["part"] for line in saved] == ["delivery", "content", "attachment-1"] * 2 + [
        "delivery"
    ]
    assert saved[-1]["problem"]["code"] == "exchange.not-addressed"
    told = json.loads((into / one / "delivery.json").read_text())
    content = into / one / f"00-{told['content']['name']}"
    assert hashlib.sha256(content.read_bytes()).hexdigest() == told["content"]["sha256"]
    assert (into / two / "01-phu-luc.pdf").exists()
    lines = tmp_path / "statuses.jsonl"
    lines.write_text("\n".join(json.dumps(a_report(each)) for each in (one, two)))
    assert [line["report"]["code"] for line in run("report-many", lines)] == ["03", "03"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"--b",
        b"--b\r\n",
        b"--b\r\nContent-Length: 5\r\n\r\nabc",
        b"--b\r\nContent-Length: 2\r\n\r\nabc\r\n--b--\r\n",
        b"--b\r\nContent-Length: -1\r\n\r\n\r\n--b--\r\n",
        b"--b\r\nno field\r\n\r\n\r\n--b--\r\n",
        b"--b\r\nContent-Length: 3\r\n\r\nabc\r\n",
        b"--c\r\nContent-Length: 3\r\n\r\nabc\r\n--c--\r\n",
        b"--b\r\nX: " + b"a" * 20_000 + b"\r\nContent-Length: 0\r\n\r\n\r\n--b--\r\n",
    ],
)
def test_an_answer_that_broke_off_or_is_no_bundle_is_noticed(answer):
    for size in (1, 7, 100_000):
        pieces = iter([answer[at : at + size] for at in range(0, len(answer), size)])
        with pytest.raises(BundleBroken):
            list(map(Part.read, bundle.parts(pieces, "b")))


def test_other_bytes_than_announced_get_no_name(tmp_path):
    head = b"--b\r\nLienthong-Delivery: d\r\nLienthong-Part: content\r\nContent-Length: 3\r\n"
    answer = head + b"Repr-Digest: sha-256=:AAAA:\r\n\r\nabc\r\n--b--\r\n"
    with pytest.raises(BundleBroken):
        list(bundle.save(iter([answer]), "b", tmp_path))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    with pytest.raises(BundleBroken):
        bundle.boundary_of("application/json")
