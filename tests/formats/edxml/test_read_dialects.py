"""What other implementations write is read too, and what is odd about it is said (A11)."""

import pytest
from tests.formats.edxml.builders import (
    MemorySink,
    document,
    oddities,
    read,
    sample,
    status,
    written,
)

from lienthong.formats.edxml import Limits
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.findings import FindingCode

MESSAGE = "edXML/edXMLEnvelope/edXMLHeader/MessageHeader"


def trace(inner: str, attributes: str = "") -> str:
    return f"<TraceHeaderList {attributes}>{inner}</TraceHeaderList>"


DOTNET = """<?xml version="1.0" encoding="utf-8"?>
<edXML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
       xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
  <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
    <edXML:edXMLHeader>
      <edXML:MessageHeader>
        <edXML:From><edXML:OrganId>H19.1</edXML:OrganId></edXML:From>
        <edXML:To><edXML:OrganId>H19.2</edXML:OrganId></edXML:To>
        <edXML:Subject>Trích yếu</edXML:Subject>
        <edXML:ToPlaces><edXML:Place /></edXML:ToPlaces>
        <edXML:OtherInfo><edXML:Appendixes><edXML:Appendix /></edXML:Appendixes></edXML:OtherInfo>
        <edXML:ResponseFor />
        <edXML:DocumentId>H19.1,2024-05-20,1/S1</edXML:DocumentId>
      </edXML:MessageHeader>
      <edXML:TraceHeaderList id="1" version="1.0" mustUnderstand="1"
          actor="http://schemas.xmlsoap.org/soap/actor/next">
        <edXML:TraceHeader>
          <edXML:OrganId>H19.1</edXML:OrganId><edXML:Timestamp>2024/05/20 09:00:30</edXML:Timestamp>
        </edXML:TraceHeader>
        <edXML:Bussiness>
          <edXML:BussinessDocType>0</edXML:BussinessDocType>
          <edXML:StaffInfo><edXML:Staff>A</edXML:Staff></edXML:StaffInfo>
          <edXML:Paper>1</edXML:Paper>
        </edXML:Bussiness>
      </edXML:TraceHeaderList>
      <edXML:DigitalSignature />
    </edXML:edXMLHeader>
    <edXML:edXMLBody>
      <edXML:edXMLManifest version="1.0">
        <edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:dk1"
            xlink:type="simple">
          <edXML:ContentId>cid:dk1</edXML:ContentId>
          <edXML:ContentType>application/vnd.ms-excel</edXML:ContentType>
          <edXML:AttachmentName>Bảng.xls</edXML:AttachmentName>
        </edXML:Reference>
      </edXML:edXMLManifest>
    </edXML:edXMLBody>
  </edXML:edXMLEnvelope>
  <AttachmentEncoded>
    <Attachment>
      <ContentId>dk1</ContentId>
      <AttachmentName>Bảng.xls</AttachmentName>
      <ContentType>application/vnd.ms-excel</ContentType>
      <ContentTransferEncoded>
        QUJD
        REVG
      </ContentTransferEncoded>
    </Attachment>
  </AttachmentEncoded>
</edXML>
"""


def test_a_package_as_the_dotnet_sdk_writes_it_is_read_whole():
    sink = MemorySink()
    reading = read(DOTNET.encode(), sink=sink)
    package = reading.package

    assert (package.sender.organ_id, package.recipients[0].organ_id) == ("H19.1", "H19.2")
    assert package.document_id == "H19.1,2024-05-20,1/S1"
    assert (package.to_places, package.other.appendixes, package.responses) == ((), (), ())
    assert (package.trace.id, package.trace.version) == ("1", "1.0")
    assert package.trace.headers[0].timestamp.wire == "2024/05/20 09:00:30"
    assert (package.trace.bussiness.paper, package.trace.bussiness.staff[0].staff) == ("1", "A")
    assert package.signature == "<edXML:DigitalSignature />"
    one = package.attachments[0]
    assert (one.content_id, one.manifest_content_type) == ("dk1", "application/vnd.ms-excel")
    assert sink.contents[one.content_key] == b"ABCDEF"
    assert reading.skeleton.is_exact
    assert {one.code for one in reading.findings} == {FindingCode.MISSING_ELEMENT}
    assert read(written(package, sink.contents)).package == package


# The whole file


@pytest.mark.parametrize(
    ("before", "code"),
    [(b"\xef\xbb\xbf", "edxml.byte-order-mark"), (b"?\r\n", "edxml.stray-text")],
)
def test_what_stands_before_the_declaration_is_passed_over(before, code):
    data = before + sample("edoc-new.edxml")

    assert read(data).package == read(sample("edoc-new.edxml")).package
    assert oddities(data) == {code: ""}
    assert read(data).skeleton.is_exact


def test_another_prefix_and_no_prefix_mean_the_same():
    data = sample("edoc-update.edxml")
    other = data.replace(b"edXML:", b"q:").replace(b"xmlns:edXML=", b"xmlns:q=")
    bare = data.replace(b"edXML:", b"")

    assert read(other).package == read(data).package
    assert read(bare).package == read(data).package


def test_the_order_of_elements_means_nothing():
    turned = document(
        "<Subject>S</Subject><DocumentId>D</DocumentId><To><OrganId>H19</OrganId></To>"
    )
    straight = document(
        "<To><OrganId>H19</OrganId></To><DocumentId>D</DocumentId><Subject>S</Subject>"
    )

    assert read(turned).package == read(straight).package


def test_comments_instructions_and_cdata_are_read_like_text():
    data = document("<!-- a --><Subject>một <!-- b --><![CDATA[<hai>]]> ba<?c d?></Subject>")
    assert read(data).package.subject == "một <hai> ba"


def test_unknown_elements_are_counted_once_a_name():
    data = document(
        "<Mystery/><Mystery><Subject>no</Subject></Mystery><From><OrganId>A</OrganId><X/></From>"
    )
    found = [one for one in read(data).findings if one.code == FindingCode.UNKNOWN_ELEMENT]

    assert [(one.element, one.places["count"]) for one in found] == [
        (f"{MESSAGE}/Mystery", 2),
        (f"{MESSAGE}/From/X", 1),
    ]
    assert read(data).package.subject == ""


def test_a_repeated_element_is_read_once():
    data = document("<Subject>first</Subject><Subject>second</Subject>")

    assert read(data).package.subject == "first"
    assert oddities(data) == {"edxml.repeated-element": f"{MESSAGE}/Subject"}


def test_only_so_many_findings_are_kept():
    data = document("".join(f"<Odd{number}/>" for number in range(50)))
    reading = read(data, limits=Limits(findings=10))

    assert len(reading.findings) == 10
    assert reading.findings_left_out == 50 + 9 - 10


# Values


@pytest.mark.parametrize(
    ("written", "on", "code"),
    [
        ("2024/05/20", "2024/05/20", None),
        ("2024/5/2", "2024/05/02", "edxml.date-form"),
        ("2024-05-20", "2024/05/20", "edxml.date-form"),
        ("20/05/2024", "2024/05/20", "edxml.date-form"),
        ("2024/05/20 10:00", "2024/05/20", "edxml.date-form"),
        ("2024/13/45", "2024/13/45", "edxml.date-unreadable"),
        ("20 tháng 5", "20 tháng 5", "edxml.date-unreadable"),
    ],
)
def test_dates_of_all_writers_are_read_and_unreadable_ones_kept(written, on, code):
    data = document(f"<DueDate>{written}</DueDate>")

    assert read(data).package.due.wire == on
    assert oddities(data) == ({code: f"{MESSAGE}/DueDate"} if code else {})


@pytest.mark.parametrize(
    ("written", "wire"),
    [
        ("2024/05/20 09:00:30", "2024/05/20 09:00:30"),
        ("20/05/2024 09:00:30", "2024/05/20 09:00:30"),
        ("2024-05-20T09:00:30", "2024/05/20 09:00:30"),
        ("2024-05-20T02:00:30Z", "2024/05/20 09:00:30"),
        ("2024-05-20T02:00:30.123+00:00", "2024/05/20 09:00:30"),
        ("2024-05-20", "2024-05-20"),
        ("2024/05/20 25:00:00", "2024/05/20 25:00:00"),
        ("9999/12/31 23:59:59Z", "9999/12/31 23:59:59Z"),
    ],
)
def test_times_of_all_writers_are_read_and_unreadable_ones_kept(written, wire):
    package = read(status(f"<StatusCode>01</StatusCode><Timestamp>{written}</Timestamp>")).package
    assert package.timestamp.wire == wire


@pytest.mark.parametrize("written", ["không", "-1", "1.5", "99999999999"])
def test_a_number_that_is_none_is_said_and_not_guessed(written):
    data = document(f"<OtherInfo><PageAmount>{written}</PageAmount></OtherInfo>")

    assert read(data).package.other.pages is None
    assert oddities(data) == {"edxml.number-unreadable": f"{MESSAGE}/OtherInfo/PageAmount"}


def test_absent_zero_and_empty_numbers_are_told_apart():
    data = document("<DocumentType><Type>0</Type><TypeDetail/></DocumentType>")
    assert read(data).package.type == t.DocumentType(type=0, detail=None)
    assert read(data).package.steering_type is None


def test_a_value_that_is_longer_than_the_field_allows_is_kept_and_said():
    data = document(f"<Subject>{'đ' * 501}</Subject>")

    assert read(data).package.subject == "đ" * 501
    assert oddities(data) == {"edxml.value-too-long": f"{MESSAGE}/Subject"}


def test_empty_compounds_are_read_as_absent():
    package = read(
        document(
            "<From/><To/><ResponseFor/><ToPlaces><Place/></ToPlaces><ResponseFor> </ResponseFor>"
        )
    ).package

    assert package == read(document("")).package


def test_a_recipient_named_twice_is_said():
    data = document("<To><OrganId>H19</OrganId></To><To><OrganId>H19</OrganId></To>")
    assert oddities(data) == {"edxml.repeated-recipient": "To/OrganId"}


def test_a_status_code_of_one_digit_is_padded_and_an_unknown_one_kept():
    one = read(status("<StatusCode>1</StatusCode>")).package
    unknown = status("<StatusCode>103</StatusCode>")

    assert (one.status_code, one.status.name) == ("01", "ARRIVED")
    assert (read(unknown).package.status_code, read(unknown).package.status) == ("103", None)
    assert oddities(unknown) == {"edxml.unknown-value": MESSAGE}


# The business block


def test_both_spellings_of_the_business_block_are_read():
    double = document(
        trace=trace(
            "<Bussiness><BussinessDocType>2</BussinessDocType><BussinessDocReason>R</BussinessDocReason>"
            "<BussinessDocumentInfo><DocumentInfo>1</DocumentInfo></BussinessDocumentInfo></Bussiness>"
        )
    )
    single = double.replace(b"Bussiness", b"Business")

    assert read(single).package == read(double).package
    assert read(single).package.trace.bussiness.updates == (t.UpdateInfo(document_info="1"),)
    assert read(single).package.does.name == "UPDATE"


def test_a_package_without_business_block_is_new_and_says_so():
    reading = read(document(trace=trace("<TraceHeader><OrganId>A</OrganId></TraceHeader>")))

    assert reading.package.does.name == "NEW"
    assert FindingCode.NO_BUSINESS_BLOCK in {one.code for one in reading.findings}


def test_an_unknown_business_type_is_new_and_says_so():
    data = document(trace=trace("<Bussiness><BussinessDocType>9</BussinessDocType></Bussiness>"))

    assert read(data).package.does.name == "NEW"
    assert "edxml.unknown-value" in oddities(data)


def test_a_recall_may_name_its_document_only_among_the_answered_ones():
    recall = document(
        "<ResponseFor><OrganId>A</OrganId><DocumentId>D1</DocumentId></ResponseFor>"
        "<ResponseFor><OrganId>B</OrganId><DocumentId>D1</DocumentId></ResponseFor>",
        trace=trace("<Bussiness><BussinessDocType>1</BussinessDocType></Bussiness>"),
    )
    assert read(recall).package.concerned_document_ids == ("D1",)


def test_the_attributes_of_the_trace_are_kept():
    data = document(trace=trace("", 'id="i" version="1" mustUnderstand="1"'))
    assert (read(data).package.trace.id, read(data).package.trace.version) == ("i", "1")


def test_every_finding_has_a_sentence():
    assert all(code.sentence for code in FindingCode)
    assert all(code.value.startswith("edxml.") for code in FindingCode)
