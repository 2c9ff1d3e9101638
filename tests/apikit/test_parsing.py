import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.apikit.errors import JsonInvalid
from lienthong.apikit.parsing import read_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(value=JSON)
def test_json_is_read_as_python_reads_it(value):
    assert read_json(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")) is not ...
    assert read_json(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":NaN}',
        b"[Infinity]",
        b"[-Infinity]",
        b"[" * 33 + b"]" * 33,
        b"[" * 1_000_000,
        b"9" * 10_000,
        b'{"a":1} {"b":2}',
    ],
)
def test_what_is_no_strict_json_is_refused(body):
    with pytest.raises(JsonInvalid):
        read_json(body)


def test_brackets_in_texts_are_no_depth():
    text = json.dumps({"a": "[" * 100 + '\\"' + "{" * 100})
    assert read_json(text.encode()) == json.loads(text)
    assert read_json(b"[" * 32 + b"]" * 32)


def test_the_mark_that_some_writers_put_before_it_is_passed_over_once():
    """`StreamWriter` of .NET with `Encoding.UTF8` writes one."""
    assert read_json('\ufeff{"a": "é"}'.encode()) == {"a": "é"}
    with pytest.raises(JsonInvalid):
        read_json('\ufeff\ufeff{"a": 1}'.encode())
