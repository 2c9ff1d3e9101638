"""Who may see what, and what is left after a recall."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.documents.builders import (
    MONDAY,
    a_clerk,
    an_agency,
    an_officer,
    content,
    facts,
    issue,
)

from lienthong.documents import errors, queries, services
from lienthong.documents.models import ReadingRight, Version
from lienthong.documents.services._words import stock_after
from lienthong.documents.types import AttachedFile, Grant, LegalValue, Road, Viewer
from lienthong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7)


def deliver(issued, *agencies):
    services.grant(
        issued.document_id,
        [(agency.id, None, None) for agency in agencies],
        granted_by=Grant.DELIVERED,
        now=MONDAY,
    )


def assign(issued, officer, *, to_unit=False):
    reader = (
        (officer.agency_id, officer.unit_id, None)
        if to_unit
        else (
            officer.agency_id,
            None,
            officer.person_id,
        )
    )
    services.grant(issued.document_id, [reader], granted_by=Grant.ASSIGNED, now=MONDAY)


def found(viewer):
    return [row.id for row in queries.search_versions(viewer).rows]


def sees(viewer, issued):
    """All doors say the same."""
    answers = {
        queries.may_see(viewer, issued.document_id),
        issued.version_id in found(viewer),
        issued.version_id in set(queries.readable_version_ids(viewer)),
    }
    assert len(answers) == 1
    return answers.pop()


def test_issuer_and_recipients_see_a_document_and_a_stranger_does_not():
    issuer, recipient, stranger = an_agency(), an_agency("Sở Y tế"), an_agency("Sở Nội vụ")
    issued = issue(issuer)
    deliver(issued, recipient)
    assert sees(a_clerk(issuer), issued)
    assert sees(a_clerk(recipient), issued)
    assert not sees(a_clerk(stranger), issued)


def test_an_officer_sees_what_was_given_to_the_officer_or_the_unit():
    agency = an_agency()
    mine, units, others = issue(agency), issue(agency), issue(agency)
    officer = an_officer(agency)
    colleague = an_officer(agency, "Phòng Hành chính")
    assign(mine, officer)
    assign(units, officer, to_unit=True)
    assert sees(officer, mine)
    assert sees(officer, units)
    assert not sees(officer, others)
    assert not sees(colleague, mine)
    assert not sees(colleague, units)
    assert all(sees(a_clerk(agency), each) for each in (mine, units, others))


def test_a_post_elsewhere_counts_there_and_not_here():
    """The same person in another agency does not carry what was seen here along."""
    here, there = an_agency(), an_agency("Sở Y tế")
    officer = an_officer(here)
    issued = issue(here)
    assign(issued, officer)
    moved = Viewer(there.id, None, officer.person_id, sees_whole_agency=False)
    assert not sees(moved, issued)


def test_a_viewer_without_unit_and_person_sees_nothing():
    agency = an_agency()
    issued = issue(agency)
    assert not sees(Viewer(agency.id, None, None, sees_whole_agency=False), issued)


def test_not_allowed_is_not_found():
    issued, stranger = issue(an_agency()), a_clerk(an_agency("Sở Nội vụ"))
    for ask in (queries.content_of, queries.visible_version):
        with pytest.raises(errors.UnknownDocument):
            ask(issued.version_id, stranger)
        with pytest.raises(errors.UnknownDocument):
            ask(NOBODY, stranger)
    with pytest.raises(errors.UnknownDocument):
        queries.attachment_content_of(issued.version_id, 1, stranger)


def test_attachments_are_read_under_the_same_condition():
    agency = an_agency()
    digest = content(holder=agency.id)
    issued = issue(agency, attachments=(AttachedFile("a.pdf", digest, "application/pdf"),))
    assert queries.attachment_content_of(issued.version_id, 1, a_clerk(agency)) == digest
    with pytest.raises(errors.UnknownDocument):
        queries.attachment_content_of(issued.version_id, 2, a_clerk(agency))


def test_granting_again_changes_nothing():
    issuer, recipient = an_agency(), an_agency("Sở Y tế")
    issued = issue(issuer)
    deliver(issued, recipient)
    deliver(issued, recipient, issuer)
    rows = ReadingRight.objects.order_by("pk").values_list("agency_id", "granted_by")
    assert list(rows) == [(issuer.id, Grant.ISSUED), (recipient.id, Grant.DELIVERED)]


def test_A12_after_an_agreed_recall_the_line_stays_and_the_content_goes():
    issuer, recipient = an_agency(), an_agency("Sở Y tế")
    officer = an_officer(recipient)
    issued = issue(issuer)
    deliver(issued, recipient)
    assign(issued, officer)
    assert services.end_content(issued.version_id, recipient.id, now=MONDAY) == 2
    assert services.end_content(issued.version_id, recipient.id, now=MONDAY) == 0
    for viewer in (a_clerk(recipient), officer):
        assert sees(viewer, issued)
        with pytest.raises(errors.ContentWithdrawn) as refused:
            queries.content_of(issued.version_id, viewer)
        assert refused.value.facts["reference"]
    assert queries.content_of(issued.version_id, a_clerk(issuer))


def test_A12_an_assignment_after_the_recall_does_not_bring_the_content_back():
    issuer, recipient = an_agency(), an_agency("Sở Y tế")
    issued = issue(issuer)
    deliver(issued, recipient)
    services.end_content(issued.version_id, recipient.id, now=MONDAY)
    officer = an_officer(recipient)
    assign(issued, officer)
    for viewer in (officer, a_clerk(recipient)):
        with pytest.raises(errors.ContentWithdrawn):
            queries.content_of(issued.version_id, viewer)


def test_A12_a_file_of_two_documents_is_kept_by_who_may_read_the_other_one_only():
    issuer, recipient, stranger = an_agency(), an_agency("Sở Y tế"), an_agency("Sở Nội vụ")
    shared = content(holder=issuer.id)
    asked_back, other = (issue(issuer, content_digest=shared) for _n in range(2))
    deliver(asked_back, recipient)
    deliver(other, stranger)
    assert queries.held_for(asked_back.version_id, recipient.id) == {shared}
    deliver(other, recipient)
    assert queries.held_for(asked_back.version_id, recipient.id) == set()


def test_A4_an_heir_reads_what_the_agency_before_it_could_and_nothing_of_a_third_one():
    issuer, ended, heir = an_agency(), an_agency("Sở Y tế"), an_agency("Sở Nội vụ")
    third = an_agency("Sở Tài chính")
    of_ended, of_third = issue(issuer), issue(issuer)
    deliver(of_ended, ended)
    deliver(of_third, third)
    services.copy_rights(ended.id, to_id=heir.id, units={}, now=MONDAY)
    assert sees(a_clerk(heir), of_ended)
    assert not sees(a_clerk(heir), of_third)


def test_A12_a_new_delivery_brings_it_back_to_its_recipient_only():
    issuer, one, other = an_agency(), an_agency("Sở Y tế"), an_agency("Sở Nội vụ")
    issued = issue(issuer)
    deliver(issued, one, other)
    for agency in (one, other):
        services.end_content(issued.version_id, agency.id, now=MONDAY)
    deliver(issued, one)
    assert queries.content_of(issued.version_id, a_clerk(one))
    with pytest.raises(errors.ContentWithdrawn):
        queries.content_of(issued.version_id, a_clerk(other))


def test_a_list_of_another_package_is_narrowed_in_one_statement(count_statements):
    agency = an_agency()
    issue(agency)

    def read():
        readable = queries.readable_version_ids(a_clerk(agency))
        return list(Version.objects.filter(pk__in=readable))

    assert len(read()) == 1
    assert count_statements(read) == 1


def test_granting_to_many_costs_no_more_than_granting_to_one(count_statements):
    issued = issue(an_agency())
    agencies = [an_agency(f"Xã số {n}") for n in range(60)]
    one = count_statements(lambda: deliver(issued, agencies[0]))
    assert count_statements(lambda: deliver(issued, *agencies)) == one
    assert all(sees(a_clerk(agency), issued) for agency in agencies[::20])


def an_update_of(issuer, issued, subject):
    number = Version.objects.get(pk=issued.version_id).document.number
    return services.issue_update(
        document_id=issued.document_id,
        facts=facts(issuer, number=number, subject=subject),
        road=Road.UPLOAD,
        legal_value=LegalValue.ORIGINAL,
        actor=Actor.installation(),
        now=MONDAY + timedelta(minutes=1),
    )


def test_A12_who_gave_a_document_back_does_not_find_the_words_of_later_versions():
    issuer, one, other = an_agency(), an_agency("Sở Y tế"), an_agency("Sở Nội vụ")
    issued = issue(issuer)
    deliver(issued, one, other)
    services.end_content(issued.version_id, one.id, now=MONDAY)
    new = an_update_of(issuer, issued, "Về việc thanh tra đột xuất")
    rows = [
        queries.search_versions(a_clerk(agency), "thanh tra").rows
        for agency in (one, other, issuer)
    ]
    assert [len(each) for each in rows] == [0, 1, 1]
    indexed = {pk: texts[0].readers for pk, texts in stock_after(UUID(int=0), 10)}
    assert (one.id,) not in indexed[new.version_id]
    assert (one.id,) in indexed[issued.version_id]
    deliver(new, one)
    assert [row.id for row in queries.search_versions(a_clerk(one), "thanh tra").rows] == [
        new.version_id
    ]
