"""Requests that are HTTP and mean harm: too much, too deep, of the wrong kind, in other codings."""

import json

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.once]

_JSON = "application/json"
_DOCUMENT = "/api/v1/documents"
# Bodies for the operation that submits documents: each is refused with a code.
BODIES: dict[str, bytes] = {
    "100,000 brackets": b"[" * 100_000 + b"]" * 100_000,
    "100,000 objects in each other": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a list of 300,000": b"[" + b"0," * 300_000 + b"0]",
    "an object of 50,000 keys": json.dumps({f"k{n}": n for n in range(50_000)}).encode(),
    "100,000 keys in 1,000 objects": json.dumps(
        {"recipients": [{f"k{n}": 1 for n in range(100)}] * 1000}, separators=(",", ":")
    ).encode(),
    "one key twice": b'{"key": "a", "key": "b"}',
    "a number of 10^5 digits": b'{"number": ' + b"9" * 100_000 + b"}",
    "a number beyond all": b'{"number": 1e999999999}',
    "not a number": b'{"number": NaN}',
    "a NUL in a text": b'{"key": "a\\u0000b", "subject": "V/v \\u0000"}',
    "a NUL as it is": b'{"key": "a\0b"}',
    "half of a pair of surrogates": b'{"key": "\\ud800", "subject": "\\udfff"}',
    "bytes that are no UTF-8": b'{"subject": "\xff\xfe"}',
    "UTF-16": '{"key": "a"}'.encode("utf-16"),
    "a mark of byte order": b'\xef\xbb\xbf{"key": "a"}',
    "nothing": b"",
    "a text": b'"a"',
    "null": b"null",
    "a list": b"[]",
    "half of it": b'{"key": "a", ',
    "a text of a megabyte": b'{"subject": "' + b"a" * 1_000_000 + b'"}',
    "more than may be": b'{"subject": "' + b"a" * 1_500_000 + b'"}',
    "names of a class": b'{"__class__": "os.system", "__proto__": {"a": 1}}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_json_bomb_is_refused_with_a_code(site, name):
    before = site.memory(peak=True)
    status, said = site.post(_DOCUMENT, BODIES[name])
    assert status in {400, 413, 422}, said[:300]
    assert json.loads(said)["code"].startswith("api.")
    assert site.memory(peak=True) - before < 64 * 2**20


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("text/xml", {}),
        ("application/x-www-form-urlencoded", {}),
        ("multipart/form-data; boundary=" + "b" * 5000, {}),
        ("multipart/form-data", {}),
        ("application/json; charset=utf-7", {}),
        ("~/\xff;;;=", {}),
        (_JSON, {"Content_Encoding": "gzip"}),
        (_JSON, {"Content_Digest": "sha-256=:AAAA:"}),
        (_JSON, {"Content_Digest": "no digest at all"}),
        (_JSON, {"Accept_Language": "vi;q=" + "9" * 5000}),
        (_JSON, {"Authorization": "Bearer " + "a" * 20_000}),
        (_JSON, {"Signature_Input": "a=" + "(" * 5000, "Signature": "a=:" + "b" * 5000}),
    ],
)
def test_a_wrong_kind_coding_or_field_is_refused_with_a_code(site, kind, fields):
    status, said = site.post(_DOCUMENT, b'{"key": "a"}', kind=kind, **fields)
    assert status in {400, 401, 413, 415, 422}, said[:300]
    assert json.loads(said)["code"]


def test_an_agency_of_nine_thousand_letters_is_not_allowed(site):
    status, said = site.post(_DOCUMENT, b"{}", Lienthong_Agency="x" * 9000)
    assert (status, json.loads(said)["code"]) == (403, "systems.agency-not-allowed")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/dang-nhap/", "/api/v1/documents", "/healthz"])
def test_a_method_that_an_address_does_not_know_is_405(site, method, path):
    answer, _said = site.call(method, path, site.token)
    assert answer.status in {200, 403, 405} if method == "OPTIONS" else answer.status in {403, 405}


QUERIES = {
    "10,000 fields": "&".join(f"f{n}={n}" for n in range(2600)),
    "one field 5,000 times": "&".join(["q=a"] * 5000),
    "a page beyond all": "trang=" + "9" * 4000,
    "a page below zero": "trang=-1",
    "bytes that are no UTF-8": "q=%ff%fe%00",
    "half of a surrogate": "q=%ed%a0%80",
    "a cursor of somebody": "after=" + "A" * 9000,
    "a date that is none": "tu=9999-99-99&den=0000-00-00",
    "words of SQL": "q=%27%29%3B%20DROP%20TABLE%20x%3B--&sort=id%3B--",
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_of_any_kind_is_answered_on_pages_and_in_the_interface(site, name):
    session = {"Cookie": f"sessionid={site.told['sender']['session']}"}
    for path in ("/van-ban-di/", "/tim/", "/viec/"):
        answer, said = site.call("GET", f"{path}?{QUERIES[name]}", **session)
        assert answer.status in {200, 302, 400, 404, 414, 422}, (path, said[:300])
    for path in ("/api/v1/agencies", "/api/v1/arrivals", "/api/v1/sent"):
        answer, said = site.call("GET", f"{path}?{QUERIES[name]}", site.token)
        assert answer.status in {200, 400, 404, 422}, (path, said[:300])


def test_a_form_of_ten_thousand_fields_or_two_megabytes_is_refused(site):
    for body in (b"&".join(b"f%d=" % n for n in range(10_000)), b"login=" + b"a" * (2**21 - 6)):
        answer, _said = site.call(
            "POST", "/dang-nhap/", body=body, Content_Type="application/x-www-form-urlencoded"
        )
        assert answer.status in {400, 403, 413}
