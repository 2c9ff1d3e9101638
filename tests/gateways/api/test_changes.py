"""A system updates or replaces what it sent, and a recipient's system answers (A12)."""

import hashlib
from uuid import uuid4

import pytest
from tests.directory.builders import merge
from tests.gateways.builders import MONDAY
from tests.gateways.calls import Caller, a_caller, a_pdf
from tests.issuing.builders import a_secret_letter

from lienthong.documents.models import Version
from lienthong.exchange.models import Delivery
from lienthong.gateways import queries
from lienthong.registers.models import Entry

# On PostgreSQL exchange/test_changes acts, and test_schema asks the interface.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
REASON = "Sửa số liệu ở phụ lục 2"


def sent(sender: Caller, *recipients: Caller) -> tuple[dict, dict]:
    """Return what was submitted, and its answer."""
    document = sender.document(*recipients)
    return document, sender.post("/documents", document).json()


def an_update(sender: Caller, document: dict, made: dict, **facts: object) -> dict:
    return {
        **document,
        "key": str(uuid4()),
        "content": {"upload": sender.upload(a_pdf())},
        "updates": {"document": made["document"], "reason": REASON},
        **facts,
    }


def a_replacement(sender: Caller, made: dict, *recipients: Caller) -> dict:
    replaces = {"document": made["document"], "reason": REASON}
    return sender.document(*recipients, replaces=replaces)


def answer(caller: Caller, change: dict, **facts: object):
    return caller.post(f"/changes/{change['id']}/answer", {"key": str(uuid4()), **facts})


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("kind", ["update", "replacement"])
@pytest.mark.parametrize("agrees", [True, False])
def test_A12_a_change_is_offered_answered_and_seen_by_both(sender, recipient, kind, agrees):
    document, first = sent(sender, recipient)
    new = (
        an_update(sender, document, first)
        if kind == "update"
        else a_replacement(sender, first, recipient)
    )
    made = sender.post("/documents", new)
    assert made.status_code == 201, made.json()
    [offered] = made.json()["deliveries"]
    assert offered["state"] == "offered"
    assert (made.json()["document"] == first["document"]) == (kind == "update")

    [change] = recipient.get("/changes").json()["changes"]
    assert (change["kind"], change["reason"]) == (kind, REASON)
    assert change["delivery"]["id"] == first["deliveries"][0]["id"]
    assert change["offered"]["id"] == offered["id"]
    assert recipient.get(f"/deliveries/{offered['id']}/content").status_code == 200
    assert answer(recipient, change, agrees=agrees, note="Đã xem").status_code == 200
    assert recipient.get("/changes").json()["changes"] == []

    states = [sender.get(f"/deliveries/{one}").json()["state"] for one in both(change)]
    assert states == (["superseded", "arrived"] if agrees else ["arrived", "not-taken"])
    course = sender.get(f"/deliveries/{change['delivery']['id']}").json()["course"]
    assert [(one["code"], one["change"]) for one in course] == [
        ("01", None),
        ("13", kind),
        ("15" if agrees else "16", None),
    ]


def both(change: dict) -> list[str]:
    return [change["delivery"]["id"], change["offered"]["id"]]


def test_A12_the_same_key_asks_once_and_for_ever(sender, recipient):
    document, first = sent(sender, recipient)
    update = an_update(sender, document, first)
    made, again = sender.post("/documents", update), sender.post("/documents", update)
    assert (made.status_code, again.status_code) == (201, 200)
    assert again.json()["deliveries"][0]["id"] == made.json()["deliveries"][0]["id"]
    assert len(recipient.get("/changes").json()["changes"]) == 1


def test_A12_the_same_update_twice_at_one_moment_asks_once(sender, recipient, monkeypatch):
    """The second one has looked for its key before the first one was there."""
    content = a_pdf()
    sender.post("/documents", sender.document(content={"upload": sender.upload(content)}))
    document, first = sent(sender, recipient)
    held = {"sha256": hashlib.sha256(content).hexdigest(), "name": "a.pdf"}
    update = an_update(sender, document, first, content=held)
    made = sender.post("/documents", update)
    look, looked = queries.submitted_before, []

    def late(*asked):
        looked.append(asked)
        return look(*asked) if len(looked) > 1 else None

    monkeypatch.setattr(queries, "submitted_before", late)
    again = sender.post("/documents", update)
    assert (made.status_code, again.status_code) == (201, 200), again.content
    assert again.json()["version"] == made.json()["version"]


def test_A12_an_heir_may_replace_and_not_update_what_it_inherited(sender, recipient):
    document, first = sent(sender, recipient)
    heir = a_caller("Sở Y tế")
    merge(sender.agency, heir.agency, now=MONDAY)
    update = an_update(heir, document, first)
    checked = {name: value for name, value in update.items() if name != "key"}
    found = heir.post("/checks", checked).json()["findings"]
    assert "documents.issued-by-predecessor" in {one["code"] for one in found}
    assert code_of(heir.post("/documents", update)) == (409, "documents.issued-by-predecessor")
    made = heir.post("/documents", a_replacement(heir, first, recipient))
    assert made.status_code == 201, made.content


def test_A12_a_recipient_without_the_document_gets_the_new_version_as_it_is(sender, recipient):
    document, first = sent(sender, recipient)
    other = a_caller("Sở Y tế")
    to = [{"agency": one.agency.code} for one in (recipient, other)]
    update = an_update(sender, document, first, recipients=to)
    made, again = (sender.post("/documents", update).json() for _time in range(2))
    for answered in (made, again):
        assert {one["state"] for one in answered["deliveries"]} == {"offered", "arrived"}
    assert other.get("/changes").json()["changes"] == []


def test_A12_an_update_of_a_replacement_that_waits_leaves_one_document_in_force(sender, recipient):
    _document, first = sent(sender, recipient)
    replacing = a_replacement(sender, first, recipient)
    offered = sender.post("/documents", replacing).json()
    corrected = an_update(sender, {**replacing, "replaces": None}, offered)
    made = sender.post("/documents", corrected).json()
    [change] = recipient.get("/changes").json()["changes"]
    assert change["delivery"]["id"] == first["deliveries"][0]["id"]
    assert answer(recipient, change, agrees=True).status_code == 200
    all_three = [one["deliveries"][0]["id"] for one in (first, offered, made)]
    states = [sender.get(f"/deliveries/{one}").json()["state"] for one in all_three]
    assert states == ["superseded", "not-taken", "arrived"]


def test_A12_what_cannot_be_changed_is_refused_and_leaves_nothing(sender, recipient):
    document, first = sent(sender, recipient)
    kept = (Version.objects.count(), Delivery.objects.count())
    stranger = a_caller("Sở Y tế")
    same = {"sha256": digest_of(first), "name": "van-ban.pdf"}
    unknown = {"document": str(uuid4()), "reason": REASON}
    refused = {
        "documents.nothing-changed": an_update(sender, document, first, content=same),
        "documents.other-number": an_update(sender, document, first, number=99_999),
        "documents.target-unknown": an_update(sender, document, first, updates=unknown),
    }
    for code, body in refused.items():
        assert code_of(sender.post("/documents", body))[1] == code
    foreign = stranger.document(recipient, replaces={**unknown, "document": first["document"]})
    assert code_of(stranger.post("/documents", foreign)) == (422, "documents.target-unknown")
    secret = an_update(
        sender, document, first, content={"upload": sender.upload(a_secret_letter())}
    )
    assert code_of(sender.post("/documents", secret)) == (422, "documents.secret")
    twice = an_update(sender, document, first)
    assert sender.post("/documents", {**twice, "replaces": twice["updates"]}).status_code == 422
    assert (Version.objects.count(), Delivery.objects.count()) == kept


def digest_of(made: dict) -> str:
    return Version.objects.get(pk=made["version"]).content_id


def test_A12_an_update_keeps_its_line_and_a_replacement_has_its_own(recipient):
    sender = a_caller("Sở Tư pháp", books_here=True)
    document, first = sent(sender, recipient)
    sender.post("/documents", an_update(sender, document, first))
    assert Entry.objects.filter(register__agency_id=sender.agency.id).count() == 1
    assert sender.post("/documents", a_replacement(sender, first, recipient)).status_code == 201
    lines = Entry.objects.filter(register__agency_id=sender.agency.id).order_by("number")
    assert len(lines) == 2
    assert "Cập nhật bản mới" in lines[0].note
    assert "Thay bằng" in lines[0].note


def test_A12_the_check_says_what_an_update_would_be_refused_for(sender, recipient):
    document, first = sent(sender, recipient)
    update = an_update(sender, document, first)
    del update["key"]
    assert sender.post("/checks", update).json()["can_go"]
    update["updates"]["document"] = str(uuid4())
    found = sender.post("/checks", update).json()
    assert "documents.target-unknown" in {one["code"] for one in found["findings"]}


def test_A12_a_document_is_named_by_the_id_that_its_system_gave_it(sender, recipient):
    document = sender.document(recipient, sender_document_id="VB-0001")
    first = sender.post("/documents", document).json()
    [listed] = sender.get("/documents?sender_document_id=VB-0001").json()["sent"]
    assert listed["dispatch"]["id"] == first["dispatch"]
    named = {"sender_document_id": "VB-0001", "reason": REASON}
    made = sender.post("/documents", an_update(sender, document, first, updates=named))
    assert made.status_code == 201, made.content
    assert made.json()["document"] == first["document"]


def test_A12_the_sendings_of_a_document_are_listed_to_their_end(sender, recipient):
    others = [recipient, a_caller("Sở Y tế"), a_caller("Sở Xây dựng")]
    document = sender.document(recipient, sender_document_id="VB-0001")
    sent = [
        sender.post(
            "/documents",
            {**document, "key": str(uuid4()), "recipients": [{"agency": each.agency.code}]},
        )
        for each in others
    ]
    listed, after = [], ""
    while after is not None:
        page = sender.get(f"/documents?sender_document_id=VB-0001&limit=2&after={after}").json()
        listed += [one["dispatch"]["id"] for one in page["sent"]]
        after = page["next"]
    assert listed == [one.json()["dispatch"] for one in reversed(sent)]


def test_A12_the_id_of_another_system_names_nothing(sender, recipient):
    stranger = a_caller("Sở Y tế")
    stranger.post("/documents", stranger.document(recipient, sender_document_id="VB-0001"))
    assert sender.get("/documents?sender_document_id=VB-0001").json()["sent"] == []
