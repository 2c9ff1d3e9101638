"""The form fields of a document: blanks for number and date, and two places for signatures."""

import io
from datetime import date
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)

from lienthong.printing.letters import written_number
from lienthong.signatures.pdf.grown import Grown
from lienthong.signatures.pdf.marks import ShortText, text_pages
from lienthong.signatures.pdf.places import DAY, MONTH, NUMBER, NUMBER_FIELDS, YEAR, Box, Places

PERSON_FIELD, AGENCY_FIELD = "NguoiKy", "CoQuan"
READ_ONLY = 1
PRINTED = 4
_LABELS = {NUMBER: "Số văn bản", DAY: "Ngày", MONTH: "Tháng", YEAR: "Năm"}
# What may still change after the person's signature; the seal then locks everything.
_OPEN_AFTER_PERSON = [*NUMBER_FIELDS, AGENCY_FIELD]
LOCKS = {
    PERSON_FIELD: (FieldMDPSpec(FieldMDPAction.EXCLUDE, _OPEN_AFTER_PERSON), MDPPerm.FILL_FORMS),
    AGENCY_FIELD: (FieldMDPSpec(FieldMDPAction.ALL), MDPPerm.NO_CHANGES),
}


def add_fields(pdf: bytes, places: Places) -> bytes:
    """Return the document, written anew, with the fields at their places.

    Only for documents that nobody has signed: the structure is normalised here, so that the
    strictest reader finds nothing irregular later.
    """
    out = io.BytesIO(_with_text_fields(pdf, places.numbers))
    writer = IncrementalPdfFileWriter(out)
    for name, box in ((PERSON_FIELD, places.signature), (AGENCY_FIELD, places.seal)):
        lock, permission = LOCKS[name]
        append_signature_field(
            writer,
            SigFieldSpec(
                name,
                on_page=box.page,
                box=tuple(round(side, 2) for side in box.rect),
                field_mdp_spec=lock,
                doc_mdp_update_value=permission,
            ),
        )
    writer.write_in_place()
    return out.getvalue()


def signature_fields(pdf: bytes | BinaryIO) -> dict[str, bool]:
    """Return the names of the signature fields and whether each is signed."""
    reader = PdfFileReader(_as_file(pdf), strict=False)
    return {name: value is not None for name, value, _ref in enumerate_sig_fields(reader)}


def number_values(pdf: bytes | BinaryIO) -> dict[str, str]:
    """Return the fields for number and date with what they hold, in the order of the form."""
    reader = PdfFileReader(_as_file(pdf), strict=False)
    return {name: str(field.get("/V", "")) for name, (_ref, field) in _text_fields(reader).items()}


def number_texts(number: str, issued_on: date) -> dict[str, str]:
    """Return what is written into the fields.

    Numbers and days under 10 and the months 1 and 2 have a leading zero (Decree 30/2020,
    Appendix I, II.3 and II.4).
    """
    month = f"{issued_on.month:02}" if issued_on.month < 3 else str(issued_on.month)
    return {
        NUMBER: written_number(number),
        DAY: f"{issued_on.day:02}",
        MONTH: month,
        YEAR: str(issued_on.year),
    }


def filling(source: BinaryIO, texts: dict[str, str]) -> bytes:
    """Return what is appended to a document so that its fields are filled and closed.

    Only fields that are there are filled. The appearance is written with an embedded font: readers
    that do not draw forms themselves show the number too. Memory does not grow with the document.
    """
    grown = Grown(source)
    writer = IncrementalPdfFileWriter(grown.stream)
    fields = {name: field for name, field in _text_fields(writer).items() if name in texts}
    pages = text_pages(
        [_short_text(name, texts[name], field) for name, (_ref, field) in fields.items()]
    )
    drawn = PdfFileReader(io.BytesIO(pages))
    for page, (name, (reference, field)) in enumerate(fields.items()):
        form = writer.import_page_as_xobject(drawn, page_ix=page)
        field[pdf_name("/V")] = generic.pdf_string(texts[name])
        field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): form})
        field[pdf_name("/Ff")] = generic.NumberObject(READ_ONLY)
        writer.mark_update(reference)
    writer.write_in_place()
    return grown.update()


def _as_file(pdf: bytes | BinaryIO) -> BinaryIO:
    return io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf


def _short_text(name: str, text: str, field: generic.DictionaryObject) -> ShortText:
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    # Place and date are printed in italics (Decree 30/2020, Appendix I, II.4), the number upright.
    return ShortText(text, right - left, top - bottom, "normal" if name == NUMBER else "italic")


def _text_fields(
    document: PdfFileReader | IncrementalPdfFileWriter,
) -> dict[str, tuple[generic.Reference, generic.DictionaryObject]]:
    if "/AcroForm" not in document.root or "/Fields" not in document.root["/AcroForm"]:
        return {}
    found = {}
    for entry in document.root["/AcroForm"].raw_get("/Fields").get_object():
        field = entry.get_object()
        if field.get("/FT") == "/Tx" and field.get("/T") in NUMBER_FIELDS:
            found[str(field["/T"])] = (entry.reference, field)
    return {name: found[name] for name in NUMBER_FIELDS if name in found}


def _with_text_fields(pdf: bytes, boxes: dict[str, Box]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.get(Name.AcroForm)
        if form is None:
            form = document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array()))
        form.DA = String("/TiRo 13 Tf 0 g")
        times = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"))
        form.DR = Dictionary(Font=Dictionary(TiRo=times))
        for name, box in boxes.items():
            field = document.make_indirect(_text_field(document, name, box))
            page = document.pages[box.page]
            page.Annots = Array([*page.get(Name.Annots, []), field])
            form.Fields.append(field)
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _text_field(document: pikepdf.Pdf, name: str, box: Box) -> Dictionary:
    left, bottom, right, top = (round(side, 2) for side in box.rect)
    empty = pikepdf.Stream(document, b"")
    empty.Type, empty.Subtype = Name.XObject, Name.Form
    empty.BBox = Array([0, 0, right - left, top - bottom])
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String(name),
        TU=String(_LABELS[name]),
        Rect=Array([left, bottom, right, top]),
        P=document.pages[box.page].obj,
        F=PRINTED,
        Q=1,
        DA=String(f"/TiRo {box.size:.1f} Tf 0 g"),
        AP=Dictionary(N=empty),
    )
