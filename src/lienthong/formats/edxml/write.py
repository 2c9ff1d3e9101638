"""Writing a package, element for element as the client library writes it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

from lxml import etree

from lienthong.formats.edxml import errors
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.contents import check_attachments, encoded
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.formats.edxml.node import local_name
from lienthong.formats.edxml.parse import NAMESPACE, hardened_parser
from lienthong.formats.edxml.scan import CONTENT
from lienthong.formats.edxml.xmlwriter import XmlWriter

OpenFile = Callable[[t.Attachment], BinaryIO]
_PREFIX = "edXML:"
_DECLARED = f' xmlns:edXML="{NAMESPACE}"'


def write_package(package: t.Package, *, open_content: OpenFile, target: BinaryIO) -> None:
    """Write a document or status package.

    open_content: opens the file of an attachment (not its zip); it is closed here.
    target: need not be seekable; what was written before a refusal is of no use.
    Deterministic: the same values and files give the same bytes. Memory does not grow with the
    files. Raises AttachmentUnnamed, AttachmentRepeated, AttachmentEmpty, AttachmentNotZip,
    ForbiddenCharacter or SignatureUnwritable, each for what recipients could not read.
    """
    if isinstance(package, t.DocumentPackage):
        check_attachments(package.attachments)
        _check_signature(package.signature)
    _PackageWriter(XmlWriter(target), open_content).write(package)


class _PackageWriter:
    def __init__(self, xml: XmlWriter, open_content: OpenFile) -> None:
        self._xml, self._open_content = xml, open_content

    def write(self, package: t.Package) -> None:
        xml = self._xml
        with xml.element("edXML", xmlns=NAMESPACE):
            with xml.element("edXML:edXMLEnvelope", xmlns_edXML=NAMESPACE):
                with self._element("edXMLHeader"):
                    self._header(package)
                if isinstance(package, t.DocumentPackage):
                    self._body(package.attachments)
            if isinstance(package, t.DocumentPackage):
                with xml.element("AttachmentEncoded"):
                    for one in package.attachments:
                        self._attachment(one)

    def _header(self, package: t.Package) -> None:
        with self._element("MessageHeader"):
            if isinstance(package, t.StatusPackage):
                self._status(package)
                return
            self._document(package)
        if package.trace:
            self._trace(package.trace)
        if package.signature:
            self._xml.block(package.signature.encode())

    # MessageHeader

    def _status(self, package: t.StatusPackage) -> None:
        self._organisation("From", package.sender)
        self._response(package.response_for)
        self._staff(package.staff)
        self._text("StatusCode", package.status_code.zfill(2))
        self._text("Description", package.description)
        self._wire("Timestamp", package.timestamp)

    def _document(self, package: t.DocumentPackage) -> None:
        self._organisation("From", package.sender)
        for recipient in package.recipients:
            self._organisation("To", recipient)
        self._text("DocumentId", package.document_id)
        self._code(package.code)
        self._promulgation(package.promulgation)
        self._type(package.type)
        self._text("Subject", package.subject)
        self._text("Content", package.content)
        self._signer(package.signer)
        self._wire("DueDate", package.due)
        self._other(package.other)
        for response in package.responses:
            self._response(response)
        self._xml.number("edXML:SteeringType", package.steering_type)
        self._list("ResponseForTask", "TaskCode", package.task_codes)
        self._text("ApplicationType", package.application_type)
        self._list("ToPlaces", "Place", package.to_places)

    def _organisation(self, name: str, organisation: t.Organisation | None) -> None:
        if organisation is None:
            return
        with self._element(name):
            self._text("OrganId", organisation.organ_id)
            self._text("OrganizationInCharge", organisation.in_charge)
            self._text("OrganName", organisation.name)
            self._text("OrganAdd", organisation.address)
            self._text("Email", organisation.email)
            self._text("Telephone", organisation.telephone)
            self._text("Fax", organisation.fax)
            self._text("Website", organisation.website)

    def _code(self, code: t.Code | None) -> None:
        if code:
            with self._element("Code"):
                self._text("CodeNumber", code.number)
                self._text("CodeNotation", code.notation)

    def _promulgation(self, info: t.PromulgationInfo | None) -> None:
        if info:
            with self._element("PromulgationInfo"):
                self._text("Place", info.place)
                self._wire("PromulgationDate", info.promulgated)

    def _type(self, kind: t.DocumentType | None) -> None:
        if kind:
            with self._element("DocumentType"):
                self._xml.number("edXML:Type", kind.type)
                self._xml.number("edXML:TypeDetail", kind.detail)
                self._text("TypeName", kind.name)

    def _signer(self, signer: t.SignerInfo | None) -> None:
        if signer:
            with self._element("SignerInfo"):
                self._text("Competence", signer.competence)
                self._text("Position", signer.position)
                self._text("FullName", signer.full_name)

    def _other(self, other: t.OtherInfo | None) -> None:
        if other is None:
            return
        with self._element("OtherInfo"):
            self._xml.number("edXML:Priority", other.priority)
            self._text("SphereOfPromulgation", other.sphere)
            self._text("TyperNotation", other.typer_notation)
            self._xml.number("edXML:PromulgationAmount", other.copies)
            self._xml.number("edXML:PageAmount", other.pages)
            self._text("ReplyFors", other.reply_fors)
            self._text("Direction", "true" if other.direction else "false")
            self._text("ReferenceCodes", other.reference_codes)
            self._list("Appendixes", "Appendix", other.appendixes)

    def _response(self, response: t.ResponseFor | None) -> None:
        if response:
            with self._element("ResponseFor"):
                self._text("OrganId", response.organ_id)
                self._text("Code", response.code)
                self._text("DocumentId", response.document_id)
                self._wire("PromulgationDate", response.promulgated)

    # TraceHeaderList

    def _trace(self, trace: t.Trace) -> None:
        with self._xml.element("edXML:TraceHeaderList", id=trace.id, version=trace.version):
            self._text("Paper", trace.paper)
            if trace.bussiness:
                self._bussiness(trace.bussiness)
            for hop in trace.headers:
                with self._element("TraceHeader"):
                    self._text("OrganId", hop.organ_id)
                    self._wire("Timestamp", hop.timestamp)

    def _bussiness(self, block: t.Bussiness) -> None:
        with self._element("Bussiness"):
            self._text("DocumentId", block.document_id)
            self._text("BussinessDocType", block.doc_type)
            self._text("BussinessDocReason", block.reason)
            self._text("Paper", block.paper)
            for update in block.updates:
                self._update(update)
            if block.replacements:
                with self._element("ReplacementInfoList"):
                    for replacement in block.replacements:
                        self._replacement(replacement)
            for staff in block.staff:
                self._staff(staff)

    def _update(self, update: t.UpdateInfo) -> None:
        with self._element("BussinessDocumentInfo"):
            self._text("DocumentInfo", update.document_info)
            self._text("DocumentReceiver", update.document_receiver)
            if update.receivers:
                with self._element("ReceiverList"):
                    for receiver in update.receivers:
                        with self._element("Receiver"):
                            self._text("OrganId", receiver.organ_id)
                            self._text("ReceiverType", receiver.type)

    def _replacement(self, replacement: t.ReplacementInfo) -> None:
        with self._element("ReplacementInfo"):
            self._text("DocumentId", replacement.document_id)
            self._list("OrganIdList", "OrganId", replacement.organ_ids)

    def _staff(self, staff: t.StaffInfo | None) -> None:
        if staff:
            with self._element("StaffInfo"):
                self._text("Department", staff.department)
                self._text("DepartmentId", staff.department_id)
                self._text("Staff", staff.staff)
                self._text("StaffId", staff.staff_id)
                self._text("Email", staff.email)
                self._text("Mobile", staff.mobile)

    # Files

    def _body(self, attachments: tuple[t.Attachment, ...]) -> None:
        with (
            self._element("edXMLBody"),
            self._xml.element("edXML:edXMLManifest", version="1.0"),
        ):
            for one in attachments:
                with self._element("Reference"):
                    self._text("ContentId", _written_id(one))
                    self._text("ContentType", one.manifest_content_type)
                    self._text("Description", one.description)
                    self._text("AttachmentName", one.name)

    def _attachment(self, one: t.Attachment) -> None:
        xml = self._xml
        with xml.element("Attachment"):
            xml.text("ContentId", _written_id(one))
            xml.text("AttachmentName", one.name)
            xml.text("Description", one.description)
            xml.text("FieldName", one.field_name)
            xml.text("MimeType", one.mime_type)
            xml.text("ContentType", one.content_type)
            with self._open_content(one) as content:
                xml.pieces(
                    f"{_PREFIX}{CONTENT}", _DECLARED, encoded(one, content, element=xml.path)
                )

    # Parts

    def _element(self, name: str) -> AbstractContextManager[None]:
        return self._xml.element(_PREFIX + name)

    def _text(self, name: str, value: str) -> None:
        self._xml.text(_PREFIX + name, value)

    def _wire(self, name: str, value: PackageDate | PackageTime | None) -> None:
        self._text(name, value.wire if value else "")

    def _list(self, name: str, item: str, values: tuple[str, ...]) -> None:
        if values:
            with self._element(name):
                for value in values:
                    self._text(item, value)


def _written_id(one: t.Attachment) -> str:
    return f"cid:{one.content_id}" if one.content_id else ""


def _check_signature(block: str) -> None:
    """Raise SignatureUnwritable unless the block can stand in a package of ours by itself."""
    element = "edXMLHeader/Signature"
    if not block:
        return
    try:
        data = f'<edXML xmlns="{NAMESPACE}"{_DECLARED}>{block}</edXML>'.encode()
        root = etree.fromstring(data, hardened_parser())
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise errors.SignatureUnwritable(element=element, reason=str(error)) from error
    is_alone = len(root) == 1 and not root.text and not root[0].tail
    if not is_alone or local_name(root[0]) not in ("Signature", "DigitalSignature"):
        raise errors.SignatureUnwritable(element=element, reason="not one block")
