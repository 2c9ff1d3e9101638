"""From the skeleton to plain values. Tolerant: local names, any order, unknown elements noted."""

from collections import Counter

from lxml import etree

from lienthong.formats.edxml import errors
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.codes import BussinessDocType, Priority, StatusCode
from lienthong.formats.edxml.findings import FindingCode, Findings
from lienthong.formats.edxml.node import Node, local_name
from lienthong.formats.edxml.scan import CONTENT, Scan

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


def parse_root(scan: Scan) -> etree._Element:
    """Return the root of a skeleton in which each content is replaced by its hole's number.

    Raises WrongEncoding or NotWellFormed; DOCTYPE and depth were dealt with by the scan.
    """
    pieces, at = [], scan.body_at
    for number, hole in enumerate(scan.holes):
        pieces += [scan.skeleton[at : hole.offset], str(number).encode()]
        at = hole.offset
    data = b"".join([*pieces, scan.skeleton[at:]])
    try:
        data.decode("utf-8")
        root = etree.fromstring(data, hardened_parser())
    except UnicodeDecodeError as error:
        raise errors.WrongEncoding(reason=f"byte {error.start}") from error
    except etree.XMLSyntaxError as error:
        raise errors.NotWellFormed(reason=(error.msg or "syntax")[:200]) from error
    found = [one.text for one in root.iter() if local_name(one) == CONTENT and one.text]
    if found != [str(number) for number in range(len(scan.holes))]:
        raise errors.NotWellFormed(element=CONTENT, reason="contents do not match the elements")
    return root


def hardened_parser() -> etree.XMLParser[etree._Element]:
    """Return a parser that reads no DTD, no entity, no network and no huge node."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def find_envelope(root: Node) -> Node:
    """Return the envelope; raises NoEnvelope, or WrongNamespace where recipients would fail."""
    envelope = root if local_name(root.element) == "edXMLEnvelope" else root.one("edXMLEnvelope")
    if envelope is None:
        raise errors.NoEnvelope(element=f"{root.path}/edXMLEnvelope")
    found = etree.QName(envelope.element).namespace or ""
    if found != NAMESPACE:
        raise errors.WrongNamespace(element=envelope.path, found=found[:200])
    return envelope


def required_child(parent: Node, name: str) -> Node:
    """Return a child of the head of a package; raises NoHeader where it is absent."""
    found = parent.one(name)
    if found is None:
        raise errors.NoHeader(element=f"{parent.path}/{name}")
    return found


def read_status(message: Node) -> t.StatusPackage:
    """Return a status package from its header; raises NoStatusCode where the code is empty."""
    code = message.text("StatusCode")
    if not code:
        raise errors.NoStatusCode(element=f"{message.path}/StatusCode")
    code = code.zfill(2)
    if code not in set(StatusCode):
        message.note(FindingCode.UNKNOWN_VALUE, found=code)
    response, staff = message.one("ResponseFor"), message.one("StaffInfo")
    return t.StatusPackage(
        status_code=code,
        sender=_organisation(message.one("From")),
        response_for=_response(response) if response else None,
        staff=_staff(staff) if staff else None,
        description=message.text("Description", 500),
        timestamp=message.time("Timestamp"),
    )


def read_document(
    message: Node, *, trace: Node | None, signature: str, attachments: tuple[t.Attachment, ...]
) -> t.DocumentPackage:
    """Return a document package; raises BadSteeringType where recipients would fail."""
    recipients = [_organisation(one) for one in message.many("To")]
    responses = [_response(one) for one in message.many("ResponseFor")]
    places, tasks = message.one("ToPlaces"), message.one("ResponseForTask")
    code, promulgation = message.one("Code"), message.one("PromulgationInfo")
    kind, signer, other = (message.one(n) for n in ("DocumentType", "SignerInfo", "OtherInfo"))
    return t.DocumentPackage(
        sender=_organisation(message.one("From")),
        recipients=tuple(one for one in recipients if one),
        document_id=message.text("DocumentId", 75),
        code=t.Code(code.text("CodeNumber", 11), code.text("CodeNotation", 30)) if code else None,
        promulgation=_promulgation(promulgation) if promulgation else None,
        type=_document_type(kind) if kind else None,
        subject=message.text("Subject", 500),
        content=message.text("Content", 500),
        signer=_signer(signer) if signer else None,
        due=message.date("DueDate"),
        other=_other(other) if other else None,
        responses=tuple(one for one in responses if one != t.ResponseFor()),
        steering_type=_steering_type(message),
        task_codes=tasks.texts("TaskCode") if tasks else (),
        application_type=message.text("ApplicationType"),
        to_places=places.texts("Place", 150) if places else (),
        trace=_trace(trace) if trace else None,
        signature=signature,
        attachments=attachments,
    )


def _organisation(node: Node | None) -> t.Organisation | None:
    if node is None:
        return None
    found = t.Organisation(
        organ_id=node.text("OrganId", 35),
        in_charge=node.text("OrganizationInCharge", 500),
        name=node.text("OrganName", 200),
        address=node.text("OrganAdd", 500),
        email=node.text("Email", 100),
        telephone=node.text("Telephone", 20),
        fax=node.text("Fax", 20),
        website=node.text("Website", 100),
    )
    return None if found == t.Organisation() else found


def _promulgation(node: Node) -> t.PromulgationInfo:
    return t.PromulgationInfo(node.text("Place", 50), node.date("PromulgationDate"))


def _document_type(node: Node) -> t.DocumentType:
    return t.DocumentType(
        node.number("Type"), node.number("TypeDetail"), node.text("TypeName", 100)
    )


def _signer(node: Node) -> t.SignerInfo:
    return t.SignerInfo(
        node.text("Competence", 100), node.text("Position", 100), node.text("FullName", 255)
    )


def _other(node: Node) -> t.OtherInfo:
    appendixes = node.one("Appendixes")
    priority = node.number("Priority")
    if priority is not None and str(priority) not in set(Priority):
        node.note(FindingCode.UNKNOWN_VALUE, found=str(priority))
    return t.OtherInfo(
        priority=priority,
        sphere=node.text("SphereOfPromulgation", 100),
        typer_notation=node.text("TyperNotation", 10),
        copies=node.number("PromulgationAmount"),
        pages=node.number("PageAmount"),
        reply_fors=node.text("ReplyFors"),
        direction=node.text("Direction").lower() == "true",
        reference_codes=node.text("ReferenceCodes"),
        appendixes=appendixes.texts("Appendix", 250) if appendixes else (),
    )


def _response(node: Node) -> t.ResponseFor:
    return t.ResponseFor(
        organ_id=node.text("OrganId", 35),
        code=node.text("Code", 42),
        document_id=node.text("DocumentId", 75),
        promulgated=node.date("PromulgationDate"),
    )


def _steering_type(message: Node) -> int | None:
    if not message.has("SteeringType"):
        return None
    text = message.text("SteeringType")
    digits = text.removeprefix("-").removeprefix("+")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise errors.BadSteeringType(element=f"{message.path}/SteeringType", found=text[:50])
    return message.number("SteeringType")


def _trace(node: Node) -> t.Trace:
    block = node.one("Bussiness", "Business")
    return t.Trace(
        id=node.attribute("id"),
        version=node.attribute("version"),
        paper=node.text("Paper"),
        bussiness=_bussiness(block) if block else None,
        headers=tuple(
            t.TraceHeader(one.text("OrganId", 35), one.time("Timestamp"))
            for one in node.many("TraceHeader")
        ),
    )


def _bussiness(node: Node) -> t.Bussiness:
    doc_type = node.text("BussinessDocType", also="BusinessDocType")
    if doc_type not in set(BussinessDocType):
        node.note(FindingCode.UNKNOWN_VALUE, found=doc_type)
    infos = node.many("BussinessDocumentInfo", "BusinessDocumentInfo")
    replaced = node.many("ReplacementInfoList")
    return t.Bussiness(
        document_id=node.text("DocumentId", 75),
        doc_type=doc_type,
        reason=node.text("BussinessDocReason", 500, also="BusinessDocReason"),
        paper=node.text("Paper"),
        updates=tuple(_update(one) for one in infos),
        replacements=tuple(
            _replacement(one) for found in replaced for one in found.many("ReplacementInfo")
        ),
        staff=tuple(_staff(one) for one in node.many("StaffInfo")),
    )


def _update(node: Node) -> t.UpdateInfo:
    return t.UpdateInfo(
        document_info=node.text("DocumentInfo"),
        document_receiver=node.text("DocumentReceiver"),
        receivers=tuple(
            t.Receiver(one.text("OrganId", 35), one.text("ReceiverType"))
            for found in node.many("ReceiverList")
            for one in found.many("Receiver")
        ),
    )


def _replacement(node: Node) -> t.ReplacementInfo:
    organs = (found.texts("OrganId", 35) for found in node.many("OrganIdList"))
    return t.ReplacementInfo(
        document_id=node.text("DocumentId", 75),
        organ_ids=tuple(organ for found in organs for organ in found),
    )


def _staff(node: Node) -> t.StaffInfo:
    return t.StaffInfo(
        department=node.text("Department"),
        department_id=node.text("DepartmentId"),
        staff=node.text("Staff"),
        staff_id=node.text("StaffId"),
        email=node.text("Email", 100),
        mobile=node.text("Mobile"),
    )


def note_what_is_missing(package: t.Package, findings: Findings) -> None:
    """Note what the regulation wants and the package lacks, and recipients named twice."""
    wanted = _wanted_status(package) if isinstance(package, t.StatusPackage) else _wanted(package)
    for element, value in wanted.items():
        if not value:
            findings.add(FindingCode.MISSING_ELEMENT, element)
    if isinstance(package, t.StatusPackage):
        return
    if package.trace is None or package.trace.bussiness is None:
        findings.add(FindingCode.NO_BUSINESS_BLOCK)
    if not package.attachments:
        findings.add(FindingCode.NO_ATTACHMENT)
    counts = Counter(one.organ_id for one in package.recipients if one.organ_id)
    for repeated in (organ for organ, count in counts.items() if count > 1):
        findings.add(FindingCode.REPEATED_RECIPIENT, "To/OrganId", found=repeated)


def _wanted_status(package: t.StatusPackage) -> dict[str, object]:
    about = package.response_for or t.ResponseFor()
    return {
        "From/OrganId": package.sender and package.sender.organ_id,
        "ResponseFor/OrganId": about.organ_id,
        "ResponseFor/DocumentId": about.document_id,
        "Timestamp": package.timestamp,
    }


def _wanted(package: t.DocumentPackage) -> dict[str, object]:
    return {
        "From/OrganId": package.sender and package.sender.organ_id,
        "To": package.recipients,
        "To/OrganId": all(one.organ_id for one in package.recipients),
        "DocumentId": package.document_id,
        "Code/CodeNumber": package.code and package.code.number,
        "Code/CodeNotation": package.code and package.code.notation,
        "PromulgationInfo/PromulgationDate": package.promulgation
        and package.promulgation.promulgated,
        "DocumentType/TypeName": package.type and package.type.name,
        "Subject": package.subject,
    }
