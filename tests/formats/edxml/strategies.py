"""Packages drawn at random, with every element that the format has."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256 as _sha256

from hypothesis import strategies as st

from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate, PackageTime

# What the format can carry: no control characters but tab and line ends, no surrogates, and
# nothing at the ends that the client library would strip.
_ALPHABET = st.one_of(
    st.sampled_from("aZ0 <>&\"'\r\n\t]]>đĐằữỵ,/%"),
    st.characters(
        min_codepoint=0x20, exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"
    ),
)
texts = st.text(_ALPHABET, max_size=30).map(lambda text: text.strip(" \t\r\n"))
some_text = texts.map(lambda text: text or "x")
numbers = st.none() | st.integers(0, 2**31 - 1)
_days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda on: PackageDate(on=on))
_raw_days = st.sampled_from(["sớm", "2024/13/45", "hôm <qua>"]).map(
    lambda raw: PackageDate(raw=raw)
)
dates = st.none() | _days | _raw_days
_moments = st.integers(-2_000_000_000, 200_000_000_000).map(
    lambda seconds: PackageTime(at=datetime.fromtimestamp(seconds, UTC))
)
times = st.none() | _moments | st.just(PackageTime(raw="2024/05/20"))

organisations = st.builds(
    t.Organisation, some_text, texts, texts, texts, texts, texts, texts, texts
)
responses = st.builds(t.ResponseFor, some_text, texts, texts, dates)
staff = st.builds(t.StaffInfo, texts, texts, texts, texts, texts, texts)


def _some(strategy, most=3):
    return st.lists(strategy, max_size=most).map(tuple)


receivers = st.builds(t.Receiver, texts, st.sampled_from(["", "0", "1"]))
updates = st.builds(t.UpdateInfo, texts, texts, _some(receivers))
replacements = st.builds(t.ReplacementInfo, texts, _some(some_text))
bussiness = st.builds(
    t.Bussiness,
    document_id=texts,
    doc_type=st.sampled_from(["", "0", "1", "2", "3", "7"]),
    reason=texts,
    paper=texts,
    updates=_some(updates, 2),
    replacements=_some(replacements),
    staff=_some(staff, 2),
)
traces = st.builds(
    t.Trace,
    id=texts,
    version=texts,
    paper=texts,
    bussiness=st.none() | bussiness,
    headers=_some(st.builds(t.TraceHeader, texts, times)),
)
others = st.builds(
    t.OtherInfo,
    priority=numbers,
    sphere=texts,
    typer_notation=texts,
    copies=numbers,
    pages=numbers,
    reply_fors=texts,
    direction=st.booleans(),
    reference_codes=texts,
    appendixes=_some(some_text),
)
signatures = st.sampled_from(
    ["", "<edXML:DigitalSignature />", "<Signature>\n  <SignedInfo/>chữ ký &amp; 😀</Signature>"]
)
contents = st.binary(min_size=1, max_size=200)
names = st.sampled_from(
    ["Công văn.pdf", "a.doc", "b.DOCX", "bảng 😀.xlsx", "không tên", "../x.txt"]
)


@st.composite
def packages_with_files(draw):
    """Return a document package and its files by content key."""
    files = draw(st.lists(st.tuples(names, contents, texts, texts), max_size=3))
    attachments, kept = [], {}
    for number, (name, data, description, mime_type) in enumerate(files):
        one = t.Attachment.for_file(
            name=name, content_id=f"tệp-{number}", description=description, content_key=str(number)
        )
        fields = {"size": len(data), "digest": _sha256(data).hexdigest(), "mime_type": mime_type}
        attachments.append(replace(one, **fields))
        kept[str(number)] = data
    return draw(_documents(tuple(attachments))), kept


def _documents(attachments):
    return st.builds(
        t.DocumentPackage,
        sender=st.none() | organisations,
        recipients=_some(organisations),
        document_id=texts,
        code=st.none() | st.builds(t.Code, texts, texts),
        promulgation=st.none() | st.builds(t.PromulgationInfo, texts, dates),
        type=st.none() | st.builds(t.DocumentType, numbers, numbers, texts),
        subject=texts,
        content=texts,
        signer=st.none() | st.builds(t.SignerInfo, texts, texts, texts),
        due=dates,
        other=st.none() | others,
        responses=_some(responses),
        steering_type=st.none() | st.integers(0, 999_999_999),
        task_codes=_some(some_text),
        application_type=texts,
        to_places=_some(some_text),
        trace=st.none() | traces,
        signature=signatures,
        attachments=st.just(attachments),
    )


statuses = st.builds(
    t.StatusPackage,
    status_code=st.sampled_from(["01", "02", "06", "13", "15", "16", "99", "104"]),
    sender=st.none() | organisations,
    response_for=st.none() | responses,
    staff=st.none() | staff,
    description=texts,
    timestamp=times,
)
