"""Calls of the interface as the SDK writes them: vectors of the wire, and what is turned down."""

import pytest
from httpx import Headers

from lienthong.formats.vxp.errors import CallMalformed, FieldsDiffer, FieldsUnreadable
from lienthong.formats.vxp.fields import (
    SIGNATURE,
    SIGNED,
    Call,
    headers_of,
    is_signed_with,
    read_call,
    require_same_fields,
    signature_of,
    signed_text,
)

SECRET = b"s3cret"
POLL = (
    '{"XroadVnpt-systemid":"sys.01","XroadVnpt-timestamp":"21112026T205620+0226",'
    '"XroadVnpt-Content-Type":"application/json"}'
)
UPDATE = (
    '{"XroadVnpt-systemid":"sys.01","XroadVnpt-docId":"abc-1",'
    '"XroadVnpt-timestamp":"21112026T205620+0204","XroadVnpt-Content-Type":"application/json",'
    '"XroadVnpt-status":"done"}'
)
SEND = (
    '{"XroadVnpt-systemid":"sys.01","XroadVnpt-servicetype":"eDoc","XroadVnpt-messagetype":"edoc",'
    '"XroadVnpt-hash-file":"a756f44ce5e2b77bf366cfa59f2d0dc5fb38ff6819a6b687a7b87742312ee22",'
    '"XroadVnpt-from":"H19.1","XroadVnpt-to":"[\\"H19.2\\",\\"000.00.01.H19\\"]",'
    '"XroadVnpt-timestamp":"21112026T205619+0442",'
    '"XroadVnpt-Content-Type":"application/octet-stream"}'
)


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        (POLL, "e837d2eea90a7b30fd89dda481662a875e2cb55191ee321c0058fad08d2ac6a1"),
        (UPDATE, "36e626592b63d84a49779cb283c16d16e34d921db39bd491dfe140fe4b6ce56c"),
        (SEND, "3a3deaef5ac46396dd9e1d207cb6fabfdcf81b44c66fba60ef8d78d7efe1922e"),
    ],
)
def test_signatures_are_those_of_the_sdk(text, signature):
    assert signature_of(text, SECRET) == signature
    call = read_call({SIGNED: text, SIGNATURE: signature}.get)
    assert is_signed_with(call, SECRET)
    assert not is_signed_with(call, b"s3cret ")


def test_a_call_is_written_as_it_is_read():
    values = {"systemid": "sys.01", "to": '["H19.2"]', "Content-Type": "application/json"}
    headers = headers_of(values, SECRET)
    call = read_call(headers.get)
    assert (call.text, dict(call.values)) == (signed_text(values), values)
    assert headers["XroadVnpt-sign-header-key"] == "systemid;to;Content-Type"
    require_same_fields(call, Headers(headers).get)


def test_the_order_of_what_was_signed_is_kept():
    assert list(read_call({SIGNED: SEND, SIGNATURE: "x"}.get).values)[:2] == [
        "systemid",
        "servicetype",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "{}", '"systemid"', "[" * 10_000, "{" + " " * 70_000 + "}"),
        '{"XroadVnpt-systemid":1}',
        '{"XroadVnpt-systemid":null}',
        '{"systemid":"sys.01"}',
        '{"XroadVnpt-systemid":"a\\u0000b"}',
        '{"XroadVnpt-systemid":"a\\ud800"}',
        '{"XroadVnpt-systemid":"  "}',
        '{"XroadVnpt-docId":"abc"}',
    ],
)
def test_what_is_no_call_is_refused(text):
    with pytest.raises(CallMalformed):
        read_call({SIGNED: text, SIGNATURE: "00"}.get)


def test_a_call_without_signature_names_what_is_missing():
    with pytest.raises(CallMalformed) as refused:
        read_call({SIGNED: POLL}.get)
    assert SIGNATURE in str(refused.value.facts["fields"])


def test_a_text_that_a_server_read_as_latin_1_is_the_same_text():
    text = '{"XroadVnpt-systemid":"sys.01","XroadVnpt-title":"Tiếng Việt"}'
    signature = signature_of(text, SECRET)
    mangled = text.encode().decode("latin-1")
    assert is_signed_with(read_call({SIGNED: mangled, SIGNATURE: signature}.get), SECRET)


def test_a_field_that_was_changed_on_the_way_is_noticed():
    call = Call(POLL, "", {"systemid": "sys.01", "from": "H19.1"})
    fields = {"XroadVnpt-systemid": "sys.01", "XroadVnpt-from": "H19.2"}
    with pytest.raises(FieldsDiffer):
        require_same_fields(call, lambda name: fields.get(name.replace("From", "from")))


@pytest.mark.parametrize("came", ["abc", "def", "abc,def", "def, abc"])
def test_two_names_that_differ_in_case_may_come_as_one_field(came):
    call = Call("", "", {"docId": "abc", "docid": "def"})
    require_same_fields(call, lambda _name: came)
    with pytest.raises(FieldsDiffer):
        require_same_fields(call, lambda _name: "ghi")


def test_a_signature_without_a_signed_text_is_told_what_it_mostly_is():
    with pytest.raises(FieldsUnreadable) as refused:
        read_call({SIGNATURE: "00"}.get)
    assert (refused.value.code, refused.value.facts) == (
        "vxp.fields-unreadable",
        {"fields": SIGNED},
    )


def test_a_value_that_is_not_ascii_may_come_as_nothing_and_no_other_may():
    """The signed text is ASCII where its writer escapes the rest; the field beside it is not."""
    call = Call("", "", {"filePath": "D:\\văn bản", "status": "done"})
    fields = Headers({"XroadVnpt-filePath": "", "XroadVnpt-status": "done"})
    require_same_fields(call, fields.get)
    for name in ("filePath", "status"):
        odd = Headers({**fields, f"XroadVnpt-{name}": "other" if name == "filePath" else ""})
        with pytest.raises(FieldsDiffer):
            require_same_fields(call, odd.get)
