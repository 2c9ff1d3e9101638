"""Files that go with a document bear the agency's seal in their corner (B3, C1)."""

import io
import shutil
import subprocess

import pikepdf
import pytest
from tests.issuing.builders import (
    FRIDAY_9AM,
    MINUTE,
    a_draft,
    a_letter,
    a_scan,
    an_upload,
    issued,
    numbered,
    signed,
    the_facts,
    to,
)
from tests.issuing.test_copies import bytes_of, text_of

from lienthong.documents import queries as documents
from lienthong.issuing import queries, services
from lienthong.issuing.types import DraftState, Origin
from lienthong.kernel.ids import uuid7
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.errors import KeyMissing

# On PostgreSQL other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SHEET = b"ten;so\nA;1\n"


def with_files(office, *files, recipients=()):
    """Return a draft with further files: pairs of name and bytes."""
    return services.create_draft(
        facts=the_facts(office, *recipients),
        origin=Origin.HERE,
        file=an_upload(office.officer),
        attachments=[an_upload(office.officer, pdf, name=name) for name, pdf in files],
        key=f"form {uuid7()}",
        actor=office.officer,
        now=FRIDAY_9AM,
    )


def sent_files(card):
    return [each.digest for each in documents.attachments_of(card.version_id)]


def test_C1_an_appendix_in_a_file_of_its_own_bears_number_and_time_under_a_seal(province):
    justice = province.justice
    draft = with_files(justice, ("phu-luc.pdf", a_scan()), recipients=[to(province.committee)])
    card = issued(justice, draft)
    (digest,) = sent_files(card)

    said = text_of(bytes_of(digest)).split()
    assert said == [card.entry_number, "2026-11-20T09:00:00+07:00"]
    with pikepdf.open(io.BytesIO(bytes_of(digest))) as appendix:
        (seal,) = appendix.pages[0].Annots
        assert "/Image" not in str(seal.AP.N.get("/Resources", ""))
    assert [step.name for step in queries.course(draft.id)][-2:] == ["attachment-sealed", "issued"]


@pytest.mark.poppler
def test_C1_an_independent_program_calls_the_seal_of_an_appendix_valid(province, tmp_path):
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is missing: apt-get install poppler-utils")
    card = issued(province.justice, with_files(province.justice, ("phu-luc.pdf", a_scan())))
    path = tmp_path / "phu-luc.pdf"
    path.write_bytes(bytes_of(sent_files(card)[0]))
    said = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said


def test_what_is_no_pdf_and_what_somebody_has_signed_goes_as_it_is(province):
    justice = province.justice
    signed_file = bytes_of(signed(justice, a_draft(justice)).content_digest)
    draft = with_files(justice, ("bang.csv", SHEET), ("da-ky.pdf", signed_file))
    before = [each.digest for each in queries.attachments_of(draft.id)]
    assert sent_files(issued(justice, draft)) == before


def test_a_seal_that_fails_goes_on_with_the_file_that_is_left(province):
    justice = province.justice
    draft = with_files(justice, ("mot.pdf", a_scan()), ("hai.pdf", a_letter(number="7")))
    signed(justice, draft)

    class FailsAtTheThird:
        signs = 0

        def sign(self, *asked):
            self.signs += 1
            if self.signs == 3:
                raise KeyMissing
            return KeyFiles().sign(*asked)

    facts = {"draft_id": draft.id, "actor": justice.clerk}
    with pytest.raises(KeyMissing):
        services.issue_at_once(signer=FailsAtTheThird(), now=FRIDAY_9AM, **facts)
    assert queries.draft_card(draft.id, agency_id=justice.agency.id).state == DraftState.SEALED
    first = queries.attachments_of(draft.id)[0].digest
    card = services.issue_at_once(signer=KeyFiles(), now=FRIDAY_9AM + MINUTE, **facts)

    assert sent_files(card)[0] == first
    assert "2026-11-20T09:01:00+07:00" in text_of(bytes_of(sent_files(card)[1]))
    names = [step.name for step in queries.course(draft.id)]
    assert names.count("attachment-sealed") == 2


def test_with_the_number_the_seal_of_the_appendix_is_void_too(province):
    justice = province.justice
    draft = with_files(justice, ("phu-luc.pdf", a_scan()))
    before = queries.attachments_of(draft.id)[0].digest
    numbered(justice, draft)
    acts = {"draft_id": draft.id, "actor": justice.clerk, "now": FRIDAY_9AM}
    services.seal_attachments(signer=KeyFiles(), **acts)
    assert queries.attachments_of(draft.id)[0].digest != before
    services.void_draft_number(reason="Sai phụ lục", **acts)
    assert queries.attachments_of(draft.id)[0].digest == before
