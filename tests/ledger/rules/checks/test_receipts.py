"""The verifier with forged, broken and random receipts."""

import copy
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.builders import NOW, a_receipt, recorded, the_document
from tests.ledger.example import ExampleSigner, signed_again, the_example

from lienthong.ledger import services
from lienthong.ledger.rules.canonical import canonical_bytes, from_base64, to_base64
from lienthong.ledger.rules.checks.receipts import verify_receipt
from lienthong.ledger.rules.tree import merkle


@pytest.fixture
def receipt(db):
    for n in range(6):
        ref = recorded(after=n)
    services.sequence(now=NOW)
    return a_receipt(ref)


@pytest.fixture
def pem(db):
    return services.ensure_key().pem


def fields(value, path=()):
    """Name every place of a receipt that holds a single value."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return [found for key, inner in pairs for found in fields(inner, (*path, key))]
    return [path]


def with_field(receipt, path, change):
    changed = copy.deepcopy(receipt)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = change(holder[path[-1]])
    return changed


def holds(receipt, pem):
    return all(
        step.ok for step in verify_receipt(receipt, public_key_pem=pem, document=the_document())
    )


def changed_once(value):
    if isinstance(value, int):
        return value + 1
    return ("B" if value[:1] == "A" else "A") + value[1:]


def changed_at_the_end(value):
    if isinstance(value, int):
        return value - 1
    return value[:-3] + ("B" if value[-3] == "A" else "A") + value[-2:]


def test_changing_any_field_of_a_receipt_makes_it_fail(receipt, pem):
    assert holds(receipt, pem)
    places = fields(receipt)
    assert len(places) > 15
    for path in places:
        for change in (changed_once, changed_at_the_end, lambda _old: None, lambda _old: ""):
            assert not holds(with_field(receipt, path, change), pem), path


def test_leaving_out_a_part_or_adding_one_makes_a_receipt_fail(receipt, pem):
    for part in receipt:
        assert not holds({name: receipt[name] for name in receipt if name != part}, pem)
        assert part == "format" or not holds({**receipt, part: None}, pem)
    assert not holds({**receipt, "more": 1}, pem)


def test_a_holder_may_show_less_than_was_opened(receipt, pem):
    receipt["item"]["openings"] = []
    assert holds(receipt, pem)


def test_parts_of_another_true_receipt_do_not_fit(receipt, pem):
    other = a_receipt(recorded(after=99))
    services.sequence(now=NOW)
    for part in ("statement", "record", "item", "promise", "inclusion"):
        assert not holds({**receipt, part: other[part]}, pem), part
    neighbour = {**receipt, "statement": receipt["promise"]}
    assert not holds(neighbour, pem)


def test_another_key_does_not_vouch(receipt, settings, tmp_path, pem):
    from lienthong.ledger.adapters.keyfile import KeyFile

    stranger = KeyFile(tmp_path)
    stranger.make()
    steps = verify_receipt(receipt, public_key_pem=stranger.public_key.pem)
    assert [step.code for step in steps if not step.ok] == ["receipt.signature-wrong"]


@pytest.mark.parametrize("broken", [b"", b"no key", b"-----BEGIN PUBLIC KEY-----\nAAAA\n"])
def test_a_key_that_cannot_be_read_is_said_so(receipt, broken):
    (step,) = verify_receipt(receipt, public_key_pem=broken)
    assert (step.ok, step.code) == (False, "key.unreadable")


def test_a_key_of_another_kind_is_said_so(receipt):
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = (
        generate_private_key(SECP256R1())
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    assert verify_receipt(receipt, public_key_pem=pem)[0].code == "key.unreadable"


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(any_json)
def test_any_json_at_all_is_a_failing_step_and_never_a_crash(value):
    steps = verify_receipt(value, public_key_pem=ExampleSigner().public_key.pem)
    assert [step.code for step in steps] == ["receipt.malformed"]
    assert steps[0].sentence_vi


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_receipt_with_any_json_anywhere_never_crashes(data):
    """Also inside what is signed, and also when the signature over it is right."""
    receipt = the_example()
    value = data.draw(any_json)
    parts = {
        "outside": None,
        "statement": receipt["statement"],
        "promise": receipt["promise"],
        "head": receipt["inclusion"]["head"],
        "record": receipt["record"],
        "item": receipt["item"],
    }
    part = data.draw(st.sampled_from(sorted(parts)))
    if part == "outside":
        path = data.draw(st.sampled_from(places(receipt)))
        receipt = with_field(receipt, path, lambda _old: value)
    elif part in ("record", "item"):
        said = json.loads(from_base64(parts[part]["leaf"]))
        path = data.draw(st.sampled_from(places(said)))
        parts[part]["leaf"] = to_base64(
            json.dumps(with_field(said, path, lambda _: value)).encode()
        )
        if data.draw(st.booleans()):
            agree_with(receipt)
    else:
        said = json.loads(from_base64(parts[part]["statement"]))
        path = data.draw(st.sampled_from(places(said)))
        changed = json.dumps(with_field(said, path, lambda _old: value)).encode()
        parts[part].update(signed_again(changed))
    steps = verify_receipt(
        receipt, public_key_pem=ExampleSigner().public_key.pem, document=the_document()
    )
    assert steps
    assert all(step.sentence_vi for step in steps)


def places(value, path=()):
    """Name every place of a value, also those that hold lists and objects."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        found += [place for key, inner in pairs for place in places(inner, (*path, key))]
    return found


def agree_with(receipt):
    """Sign the receipt's statement again, over the leaves that it now carries."""
    says = json.loads(from_base64(receipt["statement"]["statement"]))
    for name, part in (("leaf_hash", "record"), ("item_hash", "item")):
        says[name] = to_base64(merkle.leaf_hash(from_base64(receipt[part]["leaf"])))
    receipt["statement"].update(signed_again(canonical_bytes(says)))


def test_nesting_beyond_all_reason_is_a_failing_step(pem, receipt):
    deep = to_base64(b"[" * 200_000 + b"]" * 200_000)
    receipt["record"]["leaf"] = deep
    assert verify_receipt(receipt, public_key_pem=pem)[-1].code == "receipt.malformed"


def test_the_verifier_needs_no_django():
    program = (
        "import sys, lienthong.ledger.rules.checks.receipts; sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
