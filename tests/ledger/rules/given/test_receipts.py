"""docs/reference/receipt.md against the code, and a checker written from that page alone."""

import base64
import hashlib
import hmac
import json
import re
from pathlib import Path

from tests.ledger.builders import the_document
from tests.ledger.example import ExampleSigner, the_example

from lienthong.ledger.rules.checks.receipts import verify_receipt

PAGE = (Path(__file__).parents[4] / "docs" / "reference" / "receipt.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_of_the_page_is_what_the_code_makes():
    assert json.loads(blocks("json")[0]) == the_example()


def test_the_example_holds_under_the_key_of_the_page():
    (pem,) = blocks("pem")
    assert pem.encode() == ExampleSigner().public_key.pem
    steps = verify_receipt(
        json.loads(blocks("json")[0]), public_key_pem=pem.encode(), document=the_document()
    )
    assert [step.code for step in steps if not step.ok] == []
    assert steps[-1].code == "head.signed"


def test_every_step_code_of_the_page_is_one_of_the_verifier_and_none_is_missing():
    checks = Path(__file__).parents[4] / "src/lienthong/ledger/rules/checks"
    source = (checks / "receipts.py").read_text()
    in_code = set(
        re.findall(
            r'"((?:key|receipt|record|commitment|item|document|promise|inclusion|'
            r'head|erasure|evidence)\.[a-z-]+)"',
            source,
        )
    )
    on_page = set(
        re.findall(r"^\| `([a-z]+\.[a-z-]+)`", PAGE.split("## The check")[1], re.MULTILINE)
    )
    assert in_code == on_page


def test_other_code_written_from_the_page_comes_to_the_same_result():
    receipt = the_example()
    leaf, item = unb64(receipt["record"]["leaf"]), unb64(receipt["item"]["leaf"])
    says = json.loads(unb64(receipt["statement"]["statement"]))
    head = json.loads(unb64(receipt["inclusion"]["head"]["statement"]))
    assert b64(leaf_hash(leaf)) == says["leaf_hash"]
    assert b64(leaf_hash(item)) == says["item_hash"]
    for source, openings in (
        (leaf, receipt["record"]["openings"]),
        (item, receipt["item"]["openings"]),
    ):
        for opening in openings:
            pair = json.dumps(
                [opening["name"], opening["value"]], ensure_ascii=False, separators=(",", ":")
            ).encode()
            mac = hmac.new(unb64(opening["salt"]), pair, hashlib.sha256).digest()
            assert json.loads(source)["commitments"][opening["name"]] == b64(mac)
    items = json.loads(leaf)["items"]
    walked = walk(leaf_hash(item), receipt["item"], items["count"])
    assert b64(walked) == items["root"]
    assert b64(walk(leaf_hash(leaf), receipt["inclusion"], head["size"])) == head["root"]


def walk(joined, proof, size):
    """Follow a path from the top of the tree down, unlike the product, and hash on the way up."""
    return down(joined, proof["index"], size, [unb64(step) for step in proof["path"]])


def down(joined, index, size, path):
    if size == 1:
        assert path == []
        return joined
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        return node(down(joined, index, split, path[:-1]), path[-1])
    return node(path[-1], down(joined, index - split, size - split, path[:-1]))


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def b64(data):
    return base64.b64encode(data).decode()


def unb64(text):
    return base64.b64decode(text)


def test_what_the_page_says_of_the_bytes_is_in_them():
    receipt = the_example()
    parts = [
        receipt["statement"]["statement"],
        receipt["record"]["leaf"],
        receipt["item"]["leaf"],
        receipt["promise"]["statement"],
        receipt["inclusion"]["head"]["statement"],
    ]
    shown = [json.loads(block) for block in blocks("text")]
    assert shown == [json.loads(unb64(part)) for part in parts]
