"""What a recipient's system reports, and what a sender's system asks (A1, A10, A12)."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.gateways.calls import a_caller

from lienthong.directory import services as directory
from lienthong.directory.models import Agency
from lienthong.directory.types import SuccessionKind
from lienthong.documents.models import Policy
from lienthong.kernel import clock
from lienthong.ledger import services as ledger
from lienthong.ledger.models import Record
from lienthong.ledger.rules.checks.receipts import verify_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def delivery(sender, recipient) -> dict:
    return sender.submit(recipient).json()["deliveries"][0]


def a_report(code: str, **facts: object) -> dict[str, object]:
    return {"key": str(uuid4()), "code": code, **facts}


def accepted(**facts: object) -> dict[str, object]:
    today = clock.local_day(clock.now()).isoformat()
    return a_report("03", entry_number="57", entered_on=today, **facts)


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_A1_the_sender_sees_each_status_until_the_work_is_finished(sender, recipient, delivery):
    path = f"/deliveries/{delivery['id']}"
    for report in (accepted(), a_report("04"), a_report("05"), a_report("06")):
        assert recipient.post(f"{path}/statuses", report).status_code == 200
    told = sender.get(path).json()
    assert told["state"] == "finished"
    assert [line["code"] for line in told["course"]] == ["01", "03", "04", "05", "06"]
    assert told["course"][1]["entry_number"] == "57"


def test_the_deliveries_of_a_document_come_in_pages_each_once(sender, recipient):
    others = [a_caller(name) for name in ("Sở Tài chính", "Sở Y tế")]
    document = sender.submit(recipient, *others).json()
    path = f"/documents/{document['document']}"
    whole = [one["id"] for one in sender.get(path).json()["deliveries"]]
    seen, after = [], ""
    while after is not None:
        page = sender.get(f"{path}?limit=1&after={after}").json()
        seen += [one["id"] for one in page["deliveries"]]
        after = page["next"]
        assert len(seen) <= len(whole)
    assert seen == whole
    assert len(set(seen)) == 3


def test_an_acceptance_says_number_and_day_of_its_own_book(recipient, delivery):
    answer = recipient.post(f"/deliveries/{delivery['id']}/statuses", a_report("03"))
    assert code_of(answer) == (422, "gateways.entry-number-missing")


def test_a_report_with_the_same_key_is_one_report(sender, recipient, delivery):
    path, report = f"/deliveries/{delivery['id']}/statuses", accepted()
    first, again = recipient.post(path, report), recipient.post(path, report)
    assert first.json()["id"] == again.json()["id"]
    other = recipient.post(path, {**report, "entry_number": "58"})
    assert code_of(other) == (409, "exchange.report-differs") or other.status_code == 409


def test_a_refusal_needs_its_reason_and_reaches_the_sender(sender, recipient, delivery):
    path = f"/deliveries/{delivery['id']}/statuses"
    assert recipient.post(path, a_report("02")).status_code == 422
    assert recipient.post(path, a_report("02", note="Gửi nhầm nơi nhận")).status_code == 200
    assert sender.get(f"/deliveries/{delivery['id']}").json()["state"] == "refused"


def test_only_the_recipient_reports(sender, delivery):
    answer = sender.post(f"/deliveries/{delivery['id']}/statuses", accepted())
    assert answer.status_code == 404


def test_a_stranger_knows_of_nothing(delivery):
    stranger = a_caller("Sở Y tế")
    for path in ("", "/content", "/package", "/attachments/1"):
        assert stranger.get(f"/deliveries/{delivery['id']}{path}").status_code == 404
    assert stranger.get("/arrivals").json()["arrivals"] == []


def test_a_system_does_not_report_what_a_clerk_here_decides(sender):
    here = a_caller("Sở Y tế", books_here=True)
    delivery = sender.submit(here).json()["deliveries"][0]
    answer = here.post(f"/deliveries/{delivery['id']}/statuses", accepted())
    assert code_of(answer) == (403, "gateways.books-kept-here")
    assert sender.get(f"/deliveries/{delivery['id']}").json()["state"] == "arrived"


def test_A12_a_recall_is_asked_and_answered(sender, recipient, delivery):
    asked = sender.post(
        f"/dispatches/{delivery['dispatch']}/recall", {"key": "thu-hoi-1", "reason": "Sai số liệu"}
    )
    assert asked.status_code == 200, asked.json()
    assert [one["id"] for one in asked.json()["asked"]] == [delivery["id"]]
    change = recipient.get("/changes").json()["changes"][0]
    assert (change["kind"], change["reason"]) == ("recall", "Sai số liệu")

    answer = {"key": "tra-loi-1", "agrees": True}
    told = recipient.post(f"/changes/{change['id']}/answer", answer)
    assert told.json()["code"] == "15"
    assert recipient.post(f"/changes/{change['id']}/answer", answer).json() == told.json()
    assert recipient.get("/changes").json()["changes"] == []
    content = recipient.get(f"/deliveries/{delivery['id']}/content")
    assert code_of(content) == (409, "documents.content-withdrawn")
    assert sender.get(f"/deliveries/{delivery['id']}").json()["state"] == "recalled"


def test_a_request_that_was_answered_is_not_answered_otherwise(sender, recipient, delivery):
    sender.post(f"/dispatches/{delivery['dispatch']}/recall", {"key": "k", "reason": "Sai"})
    change = recipient.get("/changes").json()["changes"][0]
    path = f"/changes/{change['id']}/answer"
    recipient.post(path, {"key": "a", "agrees": False, "note": "Đã xử lý xong"})
    assert recipient.post(path, {"key": "b", "agrees": True}).status_code == 409
    assert a_caller("Sở Y tế").post(path, {"key": "c", "agrees": True}).status_code == 404


def test_A1_receipts_verify_with_the_public_key_alone(sender, recipient, delivery):
    path = delivery["receipt"].removeprefix("/api/v1")
    for caller in (sender, recipient):
        receipt = caller.get(path)
        assert receipt.status_code == 200
        steps = verify_receipt(receipt.json(), public_key_pem=ledger.ensure_key().pem)
        assert all(step.ok for step in steps)
    printed = recipient.get(path.replace("?", ".pdf?"))
    assert printed.content.startswith(b"%PDF")
    assert a_caller("Sở Y tế").get(path).status_code == 404


def test_damaged_content_is_a_problem_with_its_code(recipient, delivery, settings):
    path = f"/deliveries/{delivery['id']}/content"
    digest = recipient.get(f"/deliveries/{delivery['id']}").json()["content"]["sha256"]
    [file] = (Path(settings.LIENTHONG_HOME) / "blobs").rglob(f"{digest}*")
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert code_of(recipient.get(path)) == (409, "blobs.content-damaged")
    assert code_of(recipient.get(path, Range="bytes=5-9")) == (409, "blobs.content-damaged")


def test_content_is_sent_by_ranges_and_not_again(recipient, delivery):
    path = f"/deliveries/{delivery['id']}/content"
    whole = recipient.get(path)
    data = b"".join(whole.streaming_content)
    part = recipient.get(path, Range="bytes=5-9")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, data[5:10])
    assert recipient.get(path, If_None_Match=whole["ETag"]).status_code == 304
    assert recipient.get(path, Range=f"bytes={len(data)}-").status_code == 416


def test_A11_a_delivery_is_also_an_edxml_package(recipient, delivery):
    answer = recipient.get(f"/deliveries/{delivery['id']}/package")
    content = b"".join(answer.streaming_content)
    assert b"edXML" in content or b"edxml" in content


def test_an_answer_that_is_known_is_not_sent_again(recipient, delivery):
    first = recipient.get(f"/deliveries/{delivery['id']}")
    assert (
        recipient.get(f"/deliveries/{delivery['id']}", If_None_Match=first["ETag"]).status_code
        == 304
    )


def test_the_directory_names_agencies_codes_and_participation(sender, recipient):
    found = sender.get("/agencies?limit=1").json()
    assert len(found["agencies"]) == 1
    rest = sender.get(f"/agencies?after={found['next']}").json()
    codes = {one["code"] for one in found["agencies"] + rest["agencies"]}
    assert {sender.agency.code, recipient.agency.code} <= codes
    assert found["agencies"][0]["participation"][0]["starts_on"] == "2018-09-06"
    assert [a["code"] for a in sender.get("/agencies?q=noi vu").json()["agencies"]] == [
        recipient.agency.code
    ]
    assert "cong-van" in {one["code"] for one in sender.get("/kinds").json()["kinds"]}


def test_A4_the_list_of_agencies_tells_what_changed_and_that_nothing_did(sender, recipient):
    Agency.objects.update(changed_at=clock.now() - timedelta(days=1))
    whole = sender.get("/agencies")
    as_of = whole.json()["as_of"]
    assert sender.get(f"/agencies?changed_since={as_of}").json()["agencies"] == []
    again = sender.get("/agencies", If_None_Match=whole["ETag"])
    assert again.status_code == 304

    directory.succeed(
        predecessor_id=recipient.agency.id,
        successor_ids=[sender.agency.id],
        kind=SuccessionKind.MERGED,
        on=clock.local_day(clock.now()),
    )

    (ended,) = sender.get(f"/agencies?changed_since={as_of}").json()["agencies"]
    assert ended["id"] == str(recipient.agency.id)
    assert ended["valid_to"] is not None
    assert [one["code"] for one in ended["successors"]] == [sender.agency.code]
    assert sender.get("/agencies", If_None_Match=whole["ETag"]).status_code == 200
    assert sender.get("/agencies?changed_since=2026-11-20T02:00:00").status_code == 422


def test_a_record_that_is_about_no_document_is_nobodys_receipt(sender):
    """Giving the sender its key was recorded as well."""
    record = Record.objects.filter(act="systems.key-added").first()
    answer = sender.get(f"/records/{record.pk}")
    assert (answer.status_code, answer.json()["code"]) == (404, "exchange.not-addressed")


def test_A10_a_sender_s_system_reminds_whoever_is_late_and_both_sides_read_it(
    sender, recipient, delivery, monkeypatch
):
    path = f"/deliveries/{delivery['id']}"
    assert code_of(sender.post(f"{path}/urge", {"key": "k"})) == (409, "exchange.nothing-late")
    later = clock.now() + timedelta(days=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    told = sender.post(f"{path}/urge", {"key": "k"})

    assert told.status_code == 200, told.json()
    assert told.json()["about"] == "acceptance"
    assert sender.post(f"{path}/urge", {"key": "k"}).json() == told.json()
    for caller in (sender, recipient):
        assert caller.get(path).json()["urgings"] == [told.json()]
    assert code_of(sender.post(f"{path}/urge", {"key": "l"})) == (409, "exchange.urged-today")
    assert code_of(recipient.post(f"{path}/urge", {"key": "m"})) == (404, "exchange.not-addressed")

    tomorrow = later + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    other = sender.post(f"{path}/urge", {"key": "n"}).json()
    assert sender.post(f"{path}/urge", {"key": "k"}).json() == told.json() != other
    refused = {"key": "r", "code": "02", "note": "Gửi nhầm"}
    assert recipient.post(f"{path}/statuses", refused).status_code == 200
    assert sender.post(f"{path}/urge", {"key": "k"}).json() == told.json()
    assert code_of(sender.post(f"{path}/urge", {"key": "o"})) == (409, "exchange.nothing-late")


def test_A5_both_sides_systems_mark_the_paper_and_take_an_error_back(sender, recipient):
    today = clock.local_day(clock.now())
    Policy.objects.create(
        matter="routing",
        clause="Chỉ thị 14/CT-UBND",
        title="Gửi điện tử và bản giấy",
        kind="cong-van",
        agency_id=sender.agency.id,
        value={"electronic": True, "paper": True},
        valid_from=date(2020, 1, 1),
    )
    made = sender.submit(recipient)
    (sent,) = made.json()["deliveries"]
    assert (sent["paper"]["state"], sent["paper"]["sent_on"]) == ("owed", None)
    Policy.objects.filter(agency=sender.agency.id).update(concern="finance")
    plain = sender.submit(recipient, number=77, key="plain").json()["deliveries"][0]
    assert plain["paper"] is None
    about = {"concern": "finance", "number": 78, "key": "about"}
    (other,) = sender.submit(recipient, **about).json()["deliveries"]
    assert other["paper"]["state"] == "owed"
    told = recipient.get(f"/deliveries/{other['id']}").json()["document"]
    assert (told["concern"], told["period"]) == ("finance", "")
    assert sender.submit(recipient, **about, period="era").status_code == 422
    path = f"/deliveries/{sent['id']}"
    by_post = {"sent_on": f"{today}", "way": "post", "post_number": "EE 1"}

    marked = sender.post(f"{path}/paper/sent", by_post).json()
    assert sender.post(f"{path}/paper/sent", by_post).json() == marked
    assert recipient.get(path).json()["paper"] == marked
    assert code_of(recipient.post(f"{path}/paper/sent", by_post)) == (404, "exchange.not-addressed")
    came = recipient.post(f"{path}/paper/arrived", {"arrived_on": f"{today}"}).json()
    assert (came["state"], came["post_number"]) == ("arrived", "EE 1")
    back = sender.post(f"{path}/paper/withdraw", {"step": "sent"})
    assert code_of(back) == (409, "exchange.paper-arrived")
    assert recipient.post(f"{path}/paper/withdraw", {"step": "arrived"}).json() == marked
