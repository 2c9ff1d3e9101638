"""What may be given to everybody, by whom, and what becomes of it."""

import pytest
from tests.issuing.builders import a_secret_letter
from tests.portal.builders import an_issued, published

from lienthong.access.errors import RightMissing
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.types import LegalValue, Road, VersionFacts
from lienthong.exchange import services as exchange
from lienthong.exchange.types import Recipient, Submission
from lienthong.formats.pdf.types import Box, PageText, TextLine
from lienthong.kernel import clock
from lienthong.ledger import queries as ledger
from lienthong.portal import errors, queries, services
from lienthong.portal.rules import circulation_limit
from lienthong.portal.types import (
    ClearanceState,
    PublicFacts,
    PublicFilters,
    PublicState,
    SubjectArea,
)
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
FACTS = PublicFacts(SubjectArea.LAND)


def prepare(office, version_id, key="k"):
    return services.prepare(
        version_id=version_id, facts=FACTS, key=key, actor=office.clerk, now=clock.now()
    )


def waiting(actor) -> dict:
    return worklist.counts(actor, now=clock.now()).by_verb


def test_a_clerk_prepares_and_the_leader_decides(justice, committee):
    ref = an_issued(justice)
    asked = prepare(justice, ref.version_id)
    assert prepare(justice, ref.version_id) == asked
    assert waiting(justice.leader)[Verb.CLEAR] == 1
    assert queries.public_of(ref.document_id) is None
    with pytest.raises(RightMissing):
        services.publish(
            version_id=ref.version_id, facts=FACTS, key="x", actor=justice.clerk, now=clock.now()
        )
    public = published(justice, ref.version_id)
    assert waiting(justice.leader).get(Verb.CLEAR, 0) == 0
    assert public.state == PublicState.SHOWN
    assert [one.state for one in queries.clearances_of(ref.document_id)].count(
        ClearanceState.AGREED
    ) == 2
    assert [one.act for one in _records(public)] == ["portal.published"]


def _records(public):
    return ledger.records_of_subject(public.id)


def test_what_was_declined_says_why_and_stays_inside(justice):
    ref = an_issued(justice)
    with pytest.raises(errors.NothingWaits):
        decline(justice, ref, "Chưa cần.")
    prepare(justice, ref.version_id)
    with pytest.raises(errors.ReasonMissing):
        decline(justice, ref, " ")
    decline(justice, ref, "Chưa cần.")
    (asked,) = queries.clearances_of(ref.document_id)
    assert (asked.state, asked.reason) == (ClearanceState.DECLINED, "Chưa cần.")
    assert queries.public_of(ref.document_id) is None


def decline(office, ref, reason):
    services.decline(version_id=ref.version_id, reason=reason, actor=office.leader, now=clock.now())


def test_what_may_not_go_out_is_refused_with_its_reason(justice, committee):
    inside = an_issued(justice, circulation="Lưu hành nội bộ")
    with pytest.raises(errors.CirculationLimited):
        published(justice, inside.version_id)
    invalid = an_issued(justice, legal_value=LegalValue.INVALID)
    with pytest.raises(errors.SignatureInvalid):
        published(justice, invalid.version_id)
    ref = an_issued(justice)
    with pytest.raises(UnknownDocument):
        published(committee, ref.version_id)
    with pytest.raises(errors.AttachmentUnknown):
        published(justice, ref.version_id, attachments=(7,))
    day = clock.local_day(clock.now())
    with pytest.raises(errors.DaysReversed):
        published(justice, ref.version_id, effective_on=day, ends_on=day.replace(year=2020))
    unread = an_issued(justice, b"%PDF-1.7 nothing")
    with pytest.raises(errors.NotReadable):
        published(justice, unread.version_id)
    secret = an_issued(justice, a_secret_letter())
    with pytest.raises(errors.SecretStamped):
        published(justice, secret.version_id)
    assert queries.public_page(PublicFilters(), skipped=0, limit=9) == []


def test_only_its_issuer_publishes_what_was_sent_to_others(justice, committee):
    ref = an_issued(justice)
    send(justice, committee, ref.version_id)
    with pytest.raises(errors.IssuedByOthers):
        published(committee, ref.version_id)


def send(sender, recipient, version_id, key="gui"):
    return exchange.submit_dispatch(
        submission=Submission(sender.agency.id, version_id, (Recipient(recipient.agency.id),), key),
        actor=sender.clerk,
        now=clock.now(),
    )


def recall(sender, dispatch, recipients=None, key="thu-hoi"):
    exchange.request_recall(
        dispatch_id=dispatch.id,
        recipient_ids=recipients,
        reason="Sai số liệu nội bộ.",
        key=key,
        actor=sender.clerk,
        now=clock.now(),
    )


def test_what_its_issuer_recalls_from_all_is_taken_down_and_stays_so(justice, committee, finance):
    ref = an_issued(justice)
    public = published(justice, ref.version_id)
    first = send(justice, committee, ref.version_id)
    second = send(justice, finance, ref.version_id, "gui-2")
    recall(justice, first)
    assert queries.public_document(public.id).state == PublicState.SHOWN
    recall(justice, second)
    gone = queries.public_document(public.id)
    assert gone.state == PublicState.TAKEN_DOWN
    assert gone.reason == "Cơ quan ban hành đã thu hồi văn bản."
    with pytest.raises(errors.RecalledByIssuer):
        published(justice, ref.version_id)
    with pytest.raises(errors.RecalledByIssuer):
        prepare(justice, ref.version_id)


def test_an_update_is_offered_and_takes_the_place_of_the_earlier_version(justice):
    ref = an_issued(justice)
    public = published(justice, ref.version_id)
    newer = update(justice, ref)
    assert waiting(justice.clerk)[Verb.PREPARE_CLEARANCE] == 1
    with pytest.raises(errors.NewerVersion):
        published(justice, ref.version_id)
    again = published(justice, newer.version_id)
    assert (again.id, again.ordinal) == (public.id, 2)
    assert waiting(justice.clerk).get(Verb.PREPARE_CLEARANCE, 0) == 0
    assert [one.ordinal for one in queries.files_of(public.id)] == [2, 1]


def update(office, ref):
    card = documents.version_card(ref.version_id)
    number, _slash, notation = card.reference_code.partition("/")
    other = an_issued(office)  # for its content
    return document_services.issue_update(
        document_id=ref.document_id,
        facts=VersionFacts(
            issuer_id=office.agency.id,
            number=int(number),
            number_suffix="",
            notation=notation,
            issued_on=card.issued_on,
            kind=card.kind,
            subject=f"{card.subject}, sửa",
            content_digest=documents.version_card(other.version_id).content_digest,
            content_name="sua.pdf",
            page_count=1,
        ),
        road=Road.ISSUED,
        legal_value=LegalValue.ORIGINAL,
        actor=office.clerk,
        now=clock.now(),
    )


def take_down(office, ref, reason="Nhầm tệp."):
    return services.take_down(
        version_id=ref.version_id, reason=reason, actor=office.clerk, now=clock.now()
    )


def test_who_takes_down_says_why_and_it_can_come_back(justice):
    ref = an_issued(justice)
    with pytest.raises(errors.NotShown):
        take_down(justice, ref)
    public = published(justice, ref.version_id)
    with pytest.raises(errors.ReasonMissing):
        take_down(justice, ref, "")
    down = take_down(justice, ref)
    assert take_down(justice, ref) == down
    with pytest.raises(errors.NotShown):
        take_down(justice, ref, "Lý do khác.")
    with pytest.raises(errors.NotPublic):
        queries.shown_file(public.id, 1, 0)
    back = published(justice, ref.version_id)
    assert (back.id, back.state, back.reason) == (public.id, PublicState.SHOWN, "")
    assert len(_records(public)) == 3


def test_a_stamp_that_limits_who_may_have_it_is_found_by_itself_alone():
    def page(text):
        return [PageText(1, 595, 842, (TextLine(text, Box(10, 10, 90, 20), 12),))]

    assert circulation_limit(page("LƯU HÀNH NỘI BỘ")) == "LƯU HÀNH NỘI BỘ"
    assert circulation_limit(page("[ Xem xong trả lại ]".upper())) == "XEM XONG TRẢ LẠI"
    assert circulation_limit(page("tài liệu lưu hành nội bộ của cơ quan")) == ""
    assert circulation_limit(page("Lưu hành nội bộ")) == ""
