"""Copies: which there are, who decides, their number, marks, seal and worth (B3, B5, C1)."""

import io
import shutil
import subprocess
from datetime import date

import pikepdf
import pytest
from pypdfium2 import PdfDocument
from tests.issuing.builders import (
    FRIDAY_9AM,
    MINUTE,
    _issued,
    a_draft,
    a_letter,
    a_scan,
    issued,
    signed,
    to,
)
from tests.issuing.copying import (
    A_DECISION,
    ELECTRONIC,
    PAPER,
    a_paper,
    agreed,
    asked,
    made,
)
from tests.issuing.outside import signed_outside

from lienthong.access.errors import RightMissing
from lienthong.blobs import queries as blobs
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import Declared, LegalValue, RelationKind
from lienthong.exchange import queries as exchange
from lienthong.issuing import errors, queries, services
from lienthong.issuing.services.copying import errors as copying_errors
from lienthong.issuing.types import DraftState
from lienthong.registers import queries as registers
from lienthong.registers import services as register_services
from lienthong.registers.types import EntryState, Series
from lienthong.signatures.types import HolderKind

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def lines_of(office, series=Series.COPIES):
    return [
        entry
        for book in registers.books_of(office.agency.id)
        if book.series == series
        for entry in registers.book_rows(book.id, agency_id=office.agency.id)
    ]


def text_of(pdf: bytes, page: int = 0) -> str:
    """What stands on a page as it is shown, the faces of its signatures among it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as shown:
        shown.flatten_annotations("screen")
        shown.save(out)
    with PdfDocument(out.getvalue()) as document:
        return document[page % len(document)].get_textpage().get_text_range()


def bytes_of(digest: str) -> bytes:
    with blobs.open_content(digest) as source:
        return source.read()


def test_B3_a_paper_becomes_an_electronic_copy_that_is_worth_what_the_main_copy_is(province):
    justice, committee = province.justice, province.committee
    card = made(justice, to(committee))

    assert card.state == DraftState.ISSUED
    short = justice.agency.abbreviation
    assert card.entry_number == f"01/SY-{short}"
    version = documents.version_card(card.version_id)
    assert (version.kind, version.legal_value) == ("sao-y", LegalValue.COPY)
    assert documents.legal_values([version.id])[version.id].value == LegalValue.COPY
    assert [entry.state for entry in lines_of(justice)] == [EntryState.ENTERED]
    assert exchange.delivery_to(version.id, recipient_id=committee.agency.id)
    assert [step.name for step in queries.course(card.id)] == [
        "copy-asked",
        "copy-agreed",
        "numbered",
        "sealed",
        "issued",
    ]


def test_the_corner_says_form_agency_and_time_and_shows_no_seal(province):
    card = made(province.justice)
    text = text_of(bytes_of(documents.version_card(card.version_id).content_digest))

    assert text.split() == ["Sao", "y", "Sở", "Tư", "pháp", "2026-11-20T09:00:00+07:00"]


def test_B7_the_copy_names_what_it_copies(province):
    justice = province.justice
    draft = a_draft(justice, to(province.committee))
    letter = documents.version_card(issued(justice, draft).version_id)
    card = made(justice, version_id=letter.id, written=None)

    viewer = documents.viewer_of(justice.clerk)
    line = documents.relations_of(letter.document_id, viewer=viewer)[0]
    assert (line.kind, line.source.id) == (RelationKind.COPIES, card.version_id)
    assert line.target.id == letter.id
    assert card.facts.subject.startswith(f"Sao y Công văn {letter.reference_code} ngày 20/11/2026")


def test_a_paper_that_is_not_in_the_system_is_named_as_it_was_written(province):
    card = made(province.justice)
    version = documents.version_card(card.version_id)
    viewer = documents.viewer_of(province.justice.clerk)
    line = documents.relations_of(version.document_id, viewer=viewer)[0]

    assert (line.target, line.target_reference) == (None, "12/QĐ-UBND")


def test_all_forms_of_copies_share_one_series_of_numbers(province):
    justice = province.justice
    first = made(justice)
    certified = A_DECISION.__class__(
        None, "Sở Nội vụ", "03/SY-SNV", A_DECISION.issued_on, "sao-y", "Sao y Quyết định"
    )
    second = made(justice, form="sao-luc", written=certified)
    third = made(justice, form="trich-sao", pdf=a_letter(number="7"))
    letter = issued(justice, a_draft(justice, to(province.committee)))

    short = justice.agency.abbreviation
    assert [card.entry_number for card in (first, second, third)] == [
        f"01/SY-{short}",
        f"02/SL-{short}",
        f"03/TrS-{short}",
    ]
    assert letter.entry_number == f"01/{short}-VP"


@pytest.mark.parametrize("form", ["sao-y", "sao-luc"])
def test_an_electronic_document_is_forwarded_not_copied_to_an_electronic_one(province, form):
    justice = province.justice
    letter = issued(justice, a_draft(justice, to(province.committee)))
    with pytest.raises(copying_errors.CopyIsForwarded) as refused:
        asked(justice, form=form, source=ELECTRONIC, version_id=letter.version_id, written=None)
    assert refused.value.code == "issuing.copy-is-forwarded"


def test_a_copy_is_copied_as_sao_luc_and_an_original_is_not(province):
    justice = province.justice
    copy = made(justice)
    with pytest.raises(copying_errors.CopyNotOfThis) as refused:
        asked(justice, version_id=copy.version_id, written=None)
    assert refused.value.code == "issuing.copy-not-of-this"
    with pytest.raises(copying_errors.CopyNotOfThis):
        asked(justice, form="sao-luc")


def test_what_no_signature_makes_an_original_is_not_printed_as_one(province):
    justice = province.justice
    unsigned = documents_of_a_scan(province)
    with pytest.raises(copying_errors.CopyNotOfOriginal) as refused:
        asked(
            justice,
            pdf=None,
            source=ELECTRONIC,
            target=PAPER,
            version_id=unsigned.version_id,
            written=None,
        )
    assert refused.value.code == "issuing.copy-not-of-original"


def documents_of_a_scan(province):
    from tests.issuing.builders import a_complete_draft

    finance = province.finance
    draft = a_complete_draft(finance, to(province.justice), pdf=a_scan())
    return services.issue_document(draft_id=draft.id, actor=finance.clerk, now=FRIDAY_9AM)


def test_a_file_from_elsewhere_is_no_electronic_original(province):
    with pytest.raises(copying_errors.CopyNotOfOriginal):
        asked(province.justice, source=ELECTRONIC, target=PAPER)


@pytest.mark.parametrize(
    ("pdf", "why"),
    [
        (a_paper(dpi=150), "dưới 200 dpi"),
        (a_paper(mode="L"), "không phải ảnh màu"),
        (a_letter(number="7"), "có trang không phải ảnh quét"),
    ],
)
def test_C3_a_poor_scan_is_no_digitised_document(province, pdf, why):
    with pytest.raises(copying_errors.ScanTooPoor) as refused:
        asked(province.justice, pdf=pdf)
    assert (refused.value.code, refused.value.facts["why"]) == ("issuing.scan-too-poor", why)


def test_a_signed_file_is_no_scan_and_no_extract(province):
    justice = province.justice
    signed_letter = bytes_of(signed(justice, a_draft(justice)).content_digest)
    with pytest.raises(copying_errors.CopyFileSigned) as refused:
        asked(justice, form="trich-sao", pdf=signed_letter)
    assert refused.value.code == "issuing.copy-file-signed"


def test_the_file_is_there_where_it_is_needed_and_nowhere_else(province):
    justice = province.justice
    with pytest.raises(copying_errors.CopyFileMissing) as missing:
        asked(justice, pdf=None)
    assert missing.value.code == "issuing.copy-file-missing"
    letter = issued(justice, a_draft(justice, to(province.committee)))
    with pytest.raises(copying_errors.CopyFileNeedless) as needless:
        asked(justice, source=ELECTRONIC, target=PAPER, version_id=letter.version_id, written=None)
    assert needless.value.code == "issuing.copy-file-needless"


def test_a_paper_without_its_name_is_refused(province):
    with pytest.raises(copying_errors.CopiedUnnamed) as refused:
        asked(province.justice, written=None)
    assert refused.value.code == "issuing.copied-unnamed"


def test_a_recipient_that_cannot_get_it_is_told_before_a_number_is_taken(province):
    from tests.exchange.builders import an_office

    outsider = an_office("Chi cục Kiểm lâm", parent=province.committee.agency, takes_part=False)
    with pytest.raises(copying_errors.CopyNotSendable) as refused:
        asked(province.justice, to(outsider))
    assert refused.value.code == "issuing.copy-not-sendable"
    assert "Kiểm lâm" in str(refused.value.facts["sentence"].facts)


def test_only_the_one_who_may_decide_agrees_and_another_person_seals(province):
    justice = province.justice
    draft = asked(justice)
    with pytest.raises(RightMissing):
        services.agree_copy(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    with pytest.raises(errors.WrongState):
        services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    first = services.agree_copy(draft_id=draft.id, actor=justice.leader, now=FRIDAY_9AM)
    again = services.agree_copy(draft_id=draft.id, actor=justice.leader, now=FRIDAY_9AM + MINUTE)
    assert (first.state, again) == (DraftState.SIGNED, first)


def test_what_is_no_copy_is_not_agreed_to_and_a_copy_is_not_signed(province):
    justice = province.justice
    letter = a_draft(justice)
    with pytest.raises(errors.WrongState):
        services.agree_copy(draft_id=letter.id, actor=justice.leader, now=FRIDAY_9AM)
    with pytest.raises(errors.WrongState):
        services.prepare_signing(draft_id=asked(justice).id, actor=justice.leader, now=FRIDAY_9AM)


def test_the_same_form_twice_asks_once(province):
    justice = province.justice
    first, again = (asked(justice, key="một lần") for _ in range(2))
    assert first.id == again.id
    with pytest.raises(errors.DraftDiffers):
        asked(justice, key="một lần", form="trich-sao", pdf=a_letter(number="7"))


def test_B3_an_electronic_original_is_printed_with_the_block_of_the_copy_under_it(province):
    justice = province.justice
    letter = issued(justice, a_draft(justice, to(province.committee)))
    draft = agreed(
        justice,
        pdf=None,
        source=ELECTRONIC,
        target=PAPER,
        version_id=letter.version_id,
        written=None,
    )
    card = services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)

    printed = bytes_of(card.content_digest)
    text = " ".join(text_of(printed, page=-1).split())
    assert "SAO Y" in text
    assert f"Số: 01/SY-{justice.agency.abbreviation}" in text
    assert "Biên Hòa, ngày 20 tháng 11 năm 2026" in text
    assert card.facts.signer_name in text
    with pytest.raises(copying_errors.CopyIsOnPaper) as refused:
        services.prepare_seal(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    assert refused.value.code == "issuing.copy-is-on-paper"
    with pytest.raises(copying_errors.CopyIsOnPaper):
        services.bring_sealed(
            io.BytesIO(printed),
            draft_id=draft.id,
            name="ban-in.pdf",
            largest=10**7,
            actor=justice.clerk,
            now=FRIDAY_9AM,
        )


@pytest.mark.both
def test_a_paper_copy_ends_with_the_hand_of_the_clerk_and_a_full_line_in_the_book(province):
    justice = province.justice
    draft = agreed(justice, target=PAPER)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    done = {"draft_id": draft.id, "actor": justice.clerk, "now": FRIDAY_9AM}
    first, again = (services.finish_on_paper(**done) for _ in range(2))

    assert (first.state, again) == (DraftState.ON_PAPER, first)
    (line,) = lines_of(justice)
    assert (line.state, line.version_id) == (EntryState.ENTERED, None)


def test_what_has_an_electronic_form_does_not_end_on_paper(province):
    justice = province.justice
    draft = agreed(justice)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    with pytest.raises(copying_errors.CopyNotOnPaper) as refused:
        services.finish_on_paper(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    assert refused.value.code == "issuing.copy-not-on-paper"


@pytest.mark.parametrize(("ink_to", "pages"), [(0.5, 1), (0.92, 2)])
def test_the_block_stands_on_the_same_page_where_there_is_room(province, ink_to, pages):
    justice = province.justice
    draft = agreed(justice, target=PAPER, pdf=a_paper(ink_to=ink_to))
    card = services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    assert len(PdfDocument(io.BytesIO(bytes_of(card.content_digest)))) == pages


def test_a_voided_number_stays_in_the_book_of_copies(province):
    justice = province.justice
    draft = agreed(justice)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    card = services.void_draft_number(
        draft_id=draft.id, reason="Quét thiếu trang", actor=justice.clerk, now=FRIDAY_9AM
    )
    assert card.state == DraftState.RETURNED
    assert [entry.state for entry in lines_of(justice)] == [EntryState.VOIDED]
    with pytest.raises(errors.WrongState):
        services.submit_draft(draft_id=draft.id, slip="", actor=justice.clerk, now=FRIDAY_9AM)
    assert made(justice).entry_number.startswith("02/SY-")


def test_C1_the_seal_may_be_set_with_a_token(province):
    justice = province.justice
    draft = agreed(justice)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    out = services.give_out_to_seal(draft_id=draft.id, actor=justice.clerk)
    sealed = signed_outside(bytes_of(out.digest), _issued(HolderKind.AGENCY), field="CoQuan")
    card = services.bring_sealed(
        io.BytesIO(sealed),
        draft_id=draft.id,
        name="ban-sao.pdf",
        largest=10**7,
        actor=justice.clerk,
        now=FRIDAY_9AM + MINUTE,
    )
    assert card.state == DraftState.SEALED
    issued_copy = services.issue_document(
        draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM + MINUTE
    )
    assert documents.version_card(issued_copy.version_id).legal_value == LegalValue.COPY


@pytest.mark.poppler
def test_C1_an_independent_program_calls_the_seal_of_a_copy_valid(province, tmp_path):
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is missing: apt-get install poppler-utils")
    card = made(province.justice)
    path = tmp_path / "ban-sao.pdf"
    path.write_bytes(bytes_of(documents.version_card(card.version_id).content_digest))
    said = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout

    assert said.count("Signature #") == 1
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said


def test_a_paper_that_was_scanned_turned_bears_its_words_upright(province):
    turned = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_paper())) as paper:
        paper.pages[0].rotate(90, relative=True)
        paper.save(turned)
    card = made(province.justice, pdf=turned.getvalue())
    pdf = bytes_of(documents.version_card(card.version_id).content_digest)
    with pikepdf.open(io.BytesIO(pdf)) as copy:
        (box,) = [one.Rect for one in copy.pages[0].Annots]
        width, height = (float(side) for side in copy.pages[0].mediabox[2:])
    assert (width > height, float(box[2]) > width * 0.9, float(box[3]) > height * 0.9) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("kind", "worth"), [("sao-y", LegalValue.COPY), ("quyet-dinh", LegalValue.SCAN)]
)
def test_A9_a_copy_that_comes_from_elsewhere_is_worth_it_by_its_kind(province, kind, worth):
    justice = province.justice
    card = made(justice)
    sealed = bytes_of(documents.version_card(card.version_id).content_digest)
    declared = Declared(
        issuer_id=justice.agency.id,
        issued_on=date(2026, 11, 20),
        is_own=False,
        will_be_signed=False,
        kind=kind,
    )
    seen = document_services.examine(
        io.BytesIO(sealed), name="ban-sao.pdf", now=FRIDAY_9AM, declared=declared
    )
    assert seen.standing.value == worth


def test_the_book_of_copies_is_printed_under_its_name(province):
    justice = province.justice
    made(justice)
    book = next(b for b in registers.books_of(justice.agency.id) if b.series == Series.COPIES)
    pdf = register_services.print_small_book(book_id=book.id, actor=justice.clerk)
    text = " ".join(text_of(pdf).split())

    assert "Bản sao" in text
    assert f"01/SY-{justice.agency.abbreviation}" in " ".join(
        text_of(pdf, page).replace("\n", "") for page in range(len(PdfDocument(pdf)))
    ).replace("\r", "")
