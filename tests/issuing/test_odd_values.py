"""Whatever a browser or a stranger's script sends, no page of issuing breaks."""

import pytest
from django.urls import reverse
from tests.issuing.builders import a_draft, a_letter, an_upload, submitted, to
from tests.issuing.test_pages_send import CHECK, SEND, a_file, filled

from lienthong.issuing.models import Draft
from lienthong.kernel.ids import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ODD = (
    "",
    "\x00",
    "a\x00b",
    "không-có",
    "-1",
    "9" * 60,
    "0001-01-01",
    "9999-12-31",
    "00000000-0000-0000-0000-000000000000",
    "{" * 40,
    "\ud7ff\u202e\ufffe",
    "dài " * 700,
)
FIELDS = (
    "origin",
    "kind",
    "number",
    "notation",
    "issued_on",
    "subject",
    "signer",
    "signer_name",
    "signer_position",
    "signer_authority",
    "urgency",
    "due_on",
    "filing",
    "slip",
    "upload",
    "answers",
    "recipient",
    "role",
    "more_recipients",
    "attachment",
    "idempotency_key",
    "act",
)


@pytest.fixture
def form(province):
    """A whole form of each origin, as it is sent."""
    justice = province.justice
    upload = an_upload(justice.officer)
    here = filled(justice, province.committee, upload=str(upload.upload_id))
    given = {"number": "12", "issued_on": "2026-11-20", "signer_name": "Lê Văn Bình"}
    return [here, {**here, **given, "origin": "complete"}]


def test_no_value_of_a_field_breaks_the_check(province, signed_in, form):
    client = signed_in(province.justice.officer)
    for field in FIELDS:
        # Without its file the check is quick; the forms below have theirs. The origins take turns.
        rests = [
            {name: value for name, value in fields.items() if name not in {field, "upload"}}
            for fields in form
        ]
        for sent in (*rests, *({**rests[at % 2], field: odd} for at, odd in enumerate(ODD))):
            assert client.post(CHECK, sent).status_code < 500, (field, sent.get(field))


@pytest.mark.parametrize("field", FIELDS)
def test_no_value_of_a_field_breaks_a_form_that_is_kept(province, signed_in, form, field):
    client = signed_in(province.justice.officer)
    for odd in ("\x00", "9999-12-31" if field.endswith("_on") else "9" * 120):
        sent = {**form[0], "idempotency_key": str(uuid7()), "act": "keep", field: odd}
        assert client.post(SEND, sent).status_code < 500


@pytest.mark.parametrize("day", ["0001-01-01", "1944-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_that_is_a_slip_is_told_in_its_place(province, signed_in, form, day):
    client = signed_in(province.justice.clerk)
    answer = client.post(SEND, {**form[1], "issued_on": day})

    assert answer.status_code == 422
    assert "Ngày phải trong khoảng từ 01/01/1945 đến 31/12/2100." in answer.content.decode()
    assert not Draft.objects.exists()


def test_odd_parts_of_the_address_open_the_page(province, signed_in):
    client = signed_in(province.justice.officer)
    upload = str(an_upload(province.justice.officer).upload_id)
    parts = ("tra-loi", "nn", "nguon", "khan", "han", "phieu")
    for odd in (*ODD[:4], *ODD[-4:]):
        for part in ("tep", *parts):
            assert client.get(SEND, {part: odd}).status_code == 200
        # With a file, which has to be read, all at once.
        assert client.get(SEND, {"tep": upload, **dict.fromkeys(parts, odd)}).status_code == 200


def test_odd_words_find_no_recipient_and_break_nothing(province, signed_in):
    client = signed_in(province.justice.officer)
    address = reverse("issuing:recipients")
    for odd in ODD:
        assert client.get(address, {"q": odd, "loai": odd}).status_code == 200


@pytest.mark.parametrize("act", ["submit", "return", "withdraw", "sign", "issue", "void"])
def test_no_value_breaks_an_act_on_a_draft(province, signed_in, act):
    justice = province.justice
    draft = submitted(justice, a_draft(justice, to(province.committee)))
    addresses = [reverse(f"issuing:{act}", args=[each]) for each in (draft.id, uuid7())]
    for actor in (justice.officer, justice.leader):
        client = signed_in(actor)
        for address in addresses:
            for odd in ("", "\x00", "9" * 3000, "không-có"):
                sent = {"slip": odd, "reason": odd, "idempotency_key": odd}
                assert client.post(address, sent).status_code < 500


def test_a_file_whose_name_is_odd_is_taken_in_under_a_plain_one(province, signed_in):
    client = signed_in(province.justice.officer)
    sent = filled(province.justice, province.committee, act="keep")
    answer = client.post(SEND, {**sent, "file": a_file(a_letter(), "..\\x\x01\u202e?.pdf")})

    assert answer.status_code == 302
    assert "?" not in Draft.objects.get().content_name


@pytest.mark.parametrize("address", [CHECK, SEND])
def test_a_key_that_no_page_of_ours_wrote_is_refused(province, signed_in, form, address):
    client = signed_in(province.justice.officer)
    for key in ("\x00", "a b", "k" * 101):
        assert client.post(address, {**form[0], "idempotency_key": key}).status_code == 422
    assert not Draft.objects.exists()
