"""A document is issued (A3, A13, B5)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from tests.documents.builders import (
    MONDAY,
    a_clerk,
    an_agency,
    content,
    facts,
    issue,
    listening,
    subscribed,
)

from lienthong.directory import services as directory
from lienthong.documents import errors, events, queries, services
from lienthong.documents.models import Document, RecipientBlockLine, Rendition, Version
from lienthong.documents.types import (
    AttachedFile,
    LegalValue,
    RecipientLine,
    RecipientRole,
    RelationFacts,
    RelationKind,
    Road,
)
from lienthong.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def keep(given, *, road=Road.ISSUED, legal_value=LegalValue.ORIGINAL):
    return services.issue_version(
        facts=given, road=road, legal_value=legal_value, actor=Actor.installation(), now=MONDAY
    )


@pytest.fixture
def issued_news() -> Iterator[list[events.VersionIssued]]:
    with listening(events.VersionIssued) as heard:
        yield heard


def test_a_document_is_issued_with_all_that_belongs_to_it():
    issuer = an_agency()
    given = facts(issuer, number=5, notation="QĐ-STP", kind="quyet-dinh", subject="Về  nhân sự ")
    issued = keep(given)
    card = queries.version_card(issued.version_id)
    assert issued.is_new
    assert (card.reference_code, card.subject) == ("05/QĐ-STP", "Về nhân sự")
    assert card.kind_name == "Quyết định (cá biệt)"
    assert card.issuer_name == issuer.name
    assert card.legal_value == LegalValue.ORIGINAL
    assert queries.content_of(issued.version_id, a_clerk(issuer)) == given.content_digest


def test_A13_the_recipients_block_is_kept_as_it_stands_on_the_document():
    issuer, named = an_agency(), an_agency("Sở Tài chính", "STC")
    group = directory.define_group(name="các Sở, ban, ngành", member_ids=[named.id])
    issued = issue(
        issuer,
        recipients=(
            RecipientLine("Như trên;", RecipientRole.ACTION),
            RecipientLine("Các Sở, ban, ngành;", RecipientRole.ACTION, group_id=group.id),
            RecipientLine("Sở Tài chính (b/c);", RecipientRole.REPORT, agency_id=named.id),
            RecipientLine("Lưu: VT.", RecipientRole.FILE),
        ),
    )
    lines = queries.recipient_lines_of(issued.version_id)
    assert [(line.text, line.role, line.agency_name) for line in lines] == [
        ("Như trên;", RecipientRole.ACTION, ""),
        ("Các Sở, ban, ngành;", RecipientRole.ACTION, ""),
        ("Sở Tài chính (b/c);", RecipientRole.REPORT, "Sở Tài chính"),
        ("Lưu: VT.", RecipientRole.FILE, ""),
    ]
    assert lines[1].group_id == group.id


def test_the_lines_of_an_earlier_document_are_read_from_their_rows():
    issuer, named = an_agency(), an_agency("Sở Tài chính", "STC")
    issued = issue(issuer, recipients=())
    for position, agency_id in ((2, None), (1, named.id)):
        RecipientBlockLine.objects.create(
            version_id=issued.version_id,
            position=position,
            text=f"Nơi {position}",
            role=RecipientRole.ACTION,
            agency_id=agency_id,
        )
    lines = queries.recipient_lines_of(issued.version_id)
    assert [(line.position, line.text, line.agency_name) for line in lines] == [
        (1, "Nơi 1", "Sở Tài chính"),
        (2, "Nơi 2", ""),
    ]


def test_attachments_keep_their_order_names_and_contents():
    issuer = an_agency()
    files = tuple(
        AttachedFile(name, content(holder=issuer.id), "application/pdf", "Phụ lục")
        for name in ("b.pdf", "../a.pdf")
    )
    issued = issue(issuer, attachments=files)
    kept = queries.attachments_of(issued.version_id)
    assert [(each.position, each.name) for each in kept] == [(1, "b.pdf"), (2, "a.pdf")]
    assert [each.digest for each in kept] == [each.digest for each in files]
    assert queries.content_digests(issued.version_id)[1:] == [each.digest for each in files]


def test_the_same_again_is_the_same_version_and_makes_no_news(issued_news):
    given = facts(an_agency())
    first = keep(given)
    again = keep(given)
    assert not again.is_new
    assert (again.version_id, again.document_id) == (first.version_id, first.document_id)
    assert [news.version_id for news in issued_news] == [first.version_id]


def test_the_same_document_by_another_road_is_one_document():
    """By exchange with its sender's id, by mail without it."""
    given = facts(an_agency(), foreign_id="H19.1,2026/11/16,7/BC-S1")
    first = keep(given, road=Road.PACKAGE)
    again = keep(replace(given, foreign_id=""), road=Road.MAIL)
    assert again.version_id == first.version_id


def test_the_senders_id_alone_tells_a_document_without_a_number():
    given = facts(an_agency(), number=None, notation="", foreign_id="5f2a")
    first = keep(given, road=Road.PACKAGE)
    assert keep(given, road=Road.PACKAGE).version_id == first.version_id
    assert keep(replace(given, foreign_id="5f2b"), road=Road.PACKAGE).is_new is False
    other = replace(given, foreign_id="5f2c", content_digest=content(holder=given.issuer_id))
    assert keep(other, road=Road.PACKAGE).is_new


def test_other_content_under_the_same_identity_is_refused():
    issuer = an_agency()
    given = facts(issuer)
    keep(given)
    with pytest.raises(errors.OtherContent):
        keep(replace(given, content_digest=content(holder=issuer.id)))


def test_another_attachment_is_other_content():
    issuer = an_agency()
    given = facts(issuer)
    keep(given)
    more = AttachedFile("them.pdf", content(holder=issuer.id), "application/pdf")
    with pytest.raises(errors.OtherContent):
        keep(replace(given, attachments=(more,)))


def test_other_content_under_the_same_senders_id_is_refused_whatever_else_it_says():
    issuer = an_agency()
    given = facts(issuer, foreign_id="abc")
    keep(given, road=Road.PACKAGE)
    changed = replace(
        given, number=777, subject="Khác hẳn", content_digest=content(holder=issuer.id)
    )
    with pytest.raises(errors.OtherContent):
        keep(changed, road=Road.PACKAGE)


def test_a_number_serves_one_document_in_a_year():
    issuer = an_agency()
    given = facts(issuer, subject="Về việc thứ nhất")
    keep(given)
    second = replace(given, subject="Về việc thứ hai", content_digest=content(holder=issuer.id))
    with pytest.raises(errors.NumberDoubled) as refused:
        keep(second)
    assert refused.value.facts["subject"] == "Về việc thứ nhất"
    assert keep(replace(second, issued_on=date(2025, 11, 16))).is_new
    assert keep(replace(second, number_suffix="a")).is_new


def test_a_version_never_changes():
    """An entry, a delivery and a receipt pin it."""
    version = Version.objects.get(pk=issue(an_agency()).version_id)
    version.subject = "Khác"
    with pytest.raises(TypeError, match="never changes"):
        version.save()


def test_two_agencies_have_a_number_each():
    one, other = an_agency(), an_agency("Sở Tài chính", "STP")
    assert issue(one, number=1).is_new
    assert issue(other, number=1).is_new


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"issued_on": date(2026, 11, 17)}, errors.DateInFuture),
        ({"kind": "khong-co"}, errors.UnknownKind),
        ({"kind": "giay-di-duong", "notation": "ĐĐ-STP"}, errors.UnknownKind),
        ({"notation": "STP"}, None),
        ({"notation": "CV-STP"}, errors.NotationAgainstRule),
        ({"subject": "  "}, errors.FieldMissing),
        ({"due_on": date.max}, errors.DueTooFar),
        ({"number": None}, errors.FieldMissing),
        ({"subject": "x" * 501}, errors.FieldTooLong),
        ({"notation": "STP-" + "X" * 60}, errors.FieldTooLong),
        ({"recipients": (RecipientLine("x" * 201, RecipientRole.ACTION),)}, errors.FieldTooLong),
        ({"number": 10**12}, errors.FieldTooLong),
        ({"number": -1}, errors.FieldTooLong),
        ({"foreign_id": "x" * 201}, errors.FieldTooLong),
        (
            {"relations": (RelationFacts(RelationKind.ANSWERS, foreign_id="x" * 201),)},
            errors.FieldTooLong,
        ),
        ({"secrecy": "Mật"}, errors.SecretDocument),
        ({"secrecy": "lạ"}, errors.SecretDocument),
        ({"circulation": "TUYỆT MẬT"}, errors.SecretDocument),
        ({"circulation": "Lưu hành nội bộ"}, None),
    ],
)
def test_A3_B5_what_breaks_a_rule_is_refused_and_leaves_nothing_behind(changes, refusal):
    issuer = an_agency()
    if refusal is None:
        assert issue(issuer, **changes).is_new
        return
    with pytest.raises(refusal) as refused:
        issue(issuer, **changes)
    told = refused.value
    assert told.sentence % told.facts
    assert told.cause % told.facts
    assert told.next_step % told.facts
    assert not Document.objects.exists()


def test_a_wrong_notation_of_ours_is_told_what_it_should_be():
    with pytest.raises(errors.NotationAgainstRule) as refused:
        issue(an_agency(), kind="bao-cao", notation="STP-BC")
    assert refused.value.facts["expected"] == "BC-STP"


@pytest.mark.parametrize(
    "changes",
    [
        {"notation": "CV-STP"},
        {"kind": "khac"},
        {"kind": "khong-co"},
        {"number": None, "foreign_id": "x"},
        {"subject": "x" * 2000},
    ],
)
def test_what_others_send_is_kept_in_their_own_form(changes):
    assert issue(an_agency(), road=Road.PACKAGE, **changes).is_new


def test_a_date_in_the_future_is_refused_from_everybody():
    with pytest.raises(errors.DateInFuture):
        issue(an_agency(), road=Road.PACKAGE, issued_on=date(2026, 11, 17))


def test_a_deadline_of_another_system_that_cannot_be_one_is_left_out():
    version = issue(an_agency(), road=Road.PACKAGE, due_on=date.max)
    assert queries.version_card(version.version_id).due_on is None


def test_the_day_in_vietnam_decides_what_is_future():
    """16 November 02:00 UTC is 09:00 there; 15 November 18:00 UTC is already the 16th."""
    given = facts(an_agency(), issued_on=date(2026, 11, 16))
    early = MONDAY.replace(day=15, hour=18)
    issued = services.issue_version(
        facts=given,
        road=Road.ISSUED,
        legal_value=LegalValue.ORIGINAL,
        actor=Actor.installation(),
        now=early,
    )
    assert issued.is_new


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_many_who_issue_the_same_at_one_moment_make_one_document():
    given = facts(an_agency())
    start = Barrier(4)

    def one_of_them(_n):
        start.wait()
        try:
            with transaction.atomic():
                return keep(given)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one_of_them, range(4)))
    assert sorted(answer.is_new for answer in answers) == [False, False, False, True]
    assert len({answer.version_id for answer in answers}) == 1


def test_an_error_of_somebody_who_hears_the_news_undoes_the_issue():
    def break_down(news):
        raise IntegrityError("somebody else's table")

    heard = subscribed(events.VersionIssued, break_down)
    with heard, pytest.raises(IntegrityError), transaction.atomic():
        issue(an_agency())
    assert not Document.objects.exists()


def test_the_news_says_what_was_issued(issued_news):
    issuer = an_agency()
    issued = issue(issuer, road=Road.PACKAGE)
    (news,) = issued_news
    assert (news.version_id, news.document_id) == (issued.version_id, issued.document_id)
    assert (news.issuer_id, news.road, news.kind) == (issuer.id, Road.PACKAGE, "cong-van")


def test_the_number_of_statements_does_not_grow_with_the_document(count_statements):
    issuer = an_agency()

    def of_size(size):
        lines = tuple(RecipientLine(f"Dòng {n}", RecipientRole.ACTION) for n in range(size))
        files = tuple(
            AttachedFile(f"{n}.pdf", content(f"tệp {n}", holder=issuer.id), "application/pdf")
            for n in range(size)
        )
        return facts(issuer, recipients=lines, attachments=files)

    small, large = of_size(2), of_size(90)
    keep(of_size(1))  # whatever is read once only
    assert count_statements(lambda: keep(small)) == count_statements(lambda: keep(large)) <= 14


def test_a_scan_of_one_agency_never_becomes_anothers_document():
    issuer, one, other = an_agency(), an_agency("Sở Y tế", "SYT"), an_agency("Sở Nội vụ", "SNV")
    issued = issue(issuer)
    scan = content("bản quét", holder=one.id)

    def add():
        return services.add_rendition(
            version_id=issued.version_id,
            digest=scan,
            road=Road.PAPER,
            agency_id=one.id,
            legal_value=LegalValue.SCAN,
            is_scan=True,
            now=MONDAY,
        )

    assert add() == add()
    assert Rendition.objects.count() == 2
    mine = queries.renditions_of(issued.version_id, agency_id=one.id)
    theirs = queries.renditions_of(issued.version_id, agency_id=other.id)
    assert [each.road for each in mine] == [Road.ISSUED, Road.PAPER]
    assert [each.road for each in theirs] == [Road.ISSUED]
    assert queries.version_card(issued.version_id).content_digest != scan


def test_A12_only_its_issuer_updates_a_document():
    one, other = an_agency(), an_agency("Sở Y tế")
    documents = {agency.id: issue(agency).document_id for agency in (one, other)}
    for agency in (one, other):
        services.require_issuer(documents[agency.id], agency.id)
    with pytest.raises(errors.UnknownDocument):
        services.require_issuer(documents[one.id], other.id)
    with pytest.raises(errors.UnknownDocument):
        services.require_issuer(documents[other.id], one.id)
