"""`lienthong verify` for every kind of file that the ledger gives away."""

import io
import json
from datetime import timedelta
from functools import lru_cache

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.builders import NOW, a_receipt, recorded, the_document
from tests.ledger.example import ExampleSigner
from tests.remembered import remembered

from lienthong.ledger import queries, services
from lienthong.ledger.queries.export import export_lines
from lienthong.ledger.rules.canonical import from_base64, to_base64
from lienthong.ledger.rules.checks.exports import verify_export
from lienthong.ledger.rules.checks.files import verify_value
from lienthong.ledger.rules.given import published as forms
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.signatures.adapters.test_authority import TestAuthority

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@lru_cache
def the_authority():
    return TestAuthority(now=NOW)


@pytest.fixture
def authority():
    return the_authority()


@pytest.fixture
def ledger(db):
    """Five records under two published heads, the first stamped."""
    return remembered(_two_heads)


def _two_heads():
    refs = []
    for size in (2, 5):
        while len(refs) < size:
            refs.append(recorded(after=len(refs)))
        services.sequence(now=NOW)
        services.publish_head(now=NOW + timedelta(hours=size - 2))
        services.stamp_next_head(stamper=the_authority().stamper(at=NOW), now=NOW)
    return refs


@pytest.fixture
def files(ledger, tmp_path):
    (tmp_path / "key.pem").write_bytes(services.ensure_key().pem)
    (tmp_path / "letter.pdf").write_bytes(the_document().read())
    proof = queries.consistency(epoch=1, older=2, newer=5)
    write(tmp_path / "proof.json", forms.consistency_json(proof.older, proof.newer, proof.path))
    write(tmp_path / "head.json", forms.head_json(proof.older))
    write(tmp_path / "inclusion.json", inclusion(ledger[1]))
    key = services.ensure_key()
    lines = export_lines(key=key, start=None, end=None, with_items=True)
    (tmp_path / "export.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    write_certificate(tmp_path / "paper.pdf", ledger[1], ledger[1])
    return tmp_path


def write(path, value):
    path.write_text(json.dumps(value))


def inclusion(ref):
    found = queries.published_inclusion(ref.id)
    return forms.inclusion_json(
        found.head, leaf_hash=found.leaf_hash, index=found.index, path=found.path
    )


def write_certificate(path, of_receipt, of_head):
    with pikepdf.new() as paper:
        paper.add_blank_page()
        enclosed = {"bien-nhan-1.json": a_receipt(of_receipt), "dau-so.json": inclusion(of_head)}
        for name, value in enclosed.items():
            paper.attachments[name] = json.dumps(value).encode()
        paper.save(path)


def verify(folder, *names, key="key.pem", more=()):
    """Run the command; return its exit code and the codes of its steps."""
    out, code = io.StringIO(), 0
    paths = [str(folder / name) for name in names]
    try:
        call_command("verify", *paths, "--key", str(folder / key), *more, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, [line.split("\t")[1] for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("head.json", "stamp.signed"),
        ("proof.json", "consistency.proved"),
        ("inclusion.json", "inclusion.published"),
        ("export.jsonl", "export.whole"),
        ("paper.pdf", "certificate.printed"),
    ],
)
def test_every_kind_of_file_is_verified(files, name, last):
    code, codes = verify(files, name)
    assert (code, codes[-1]) == (0, last)


def test_a_certificate_is_compared_with_the_document(files):
    assert "document.same" in verify(files, "paper.pdf", "letter.pdf")[1]
    (files / "letter.pdf").write_bytes(b"another")
    assert verify(files, "paper.pdf", "letter.pdf")[1][-1] == "document.other"


@pytest.mark.parametrize("name", ["head.json", "proof.json", "inclusion.json", "export.jsonl"])
def test_what_is_about_no_document_takes_none(files, name):
    """Else somebody would think that the document had been looked at."""
    with pytest.raises(CommandError, match="about no document"):
        verify(files, name, "letter.pdf")


def test_a_certificate_with_the_head_of_another_record_fails(files, ledger):
    write_certificate(files / "paper.pdf", ledger[0], ledger[1])
    assert verify(files, "paper.pdf")[1][-1] == "inclusion.other"


@pytest.mark.parametrize("content", [b"%PDF-1.7\nbroken", None])
def test_a_pdf_without_a_receipt_is_no_certificate(files, content):
    if content is None:
        with pikepdf.new() as paper:
            paper.add_blank_page()
            paper.save(files / "paper.pdf")
    else:
        (files / "paper.pdf").write_bytes(content)
    assert verify(files, "paper.pdf") == (1, ["certificate.without-receipt", "file.unknown"])


def test_without_a_key_the_command_says_where_to_get_one(files):
    with pytest.raises(CommandError, match=r"khoa-cong-khai\.pem"):
        call_command("verify", str(files / "head.json"))


def test_stamps_are_judged_by_the_authorities_one_trusts(files, authority):
    (files / "own.pem").write_text(authority.root.pem)
    (files / "other.pem").write_text(TestAuthority(now=NOW, name="Cơ quan khác").root.pem)
    trusting = ("--trust", str(files / "own.pem"))
    assert verify(files, "head.json", more=trusting) == (0, ["head.signed", "stamp.signed"])
    trusting = ("--trust", str(files / "other.pem"))
    assert verify(files, "head.json", more=trusting) == (1, ["head.signed", "stamp.wrong"])
    (files / "none.pem").write_text("no")
    with pytest.raises(CommandError, match="no certificates"):
        verify(files, "head.json", more=("--trust", str(files / "none.pem")))


@pytest.mark.parametrize("name", ["head.json", "proof.json", "inclusion.json", "export.jsonl"])
def test_with_another_key_everything_fails(files, name):
    (files / "key.pem").write_bytes(ExampleSigner().public_key.pem)
    assert verify(files, name)[0] == 1
    (files / "key.pem").write_bytes(b"no key")
    assert verify(files, name) == (1, ["key.unreadable"])


def test_no_other_tree_continues_the_old_one(files):
    proof = json.loads((files / "proof.json").read_text())
    steps = json.dumps({**proof, "path": proof["path"][:-1]})
    (files / "proof.json").write_text(steps)
    assert verify(files, "proof.json")[1][-1] == "consistency.wrong"


def test_our_reader_of_exports_agrees_with_the_short_checker_about_damage(files):
    """The short one is tested in test_export_file.py; both find a byte changed anywhere."""
    lines = (files / "export.jsonl").read_bytes().splitlines()
    pem = services.ensure_key().pem
    for n, line in enumerate(lines):
        said = json.loads(line)
        for member in ("leaf", "leaf_hash", "statement", "signature"):
            if member in said:
                data = bytearray(from_base64(said[member]))
                data[5] ^= 1
                changed = json.dumps(
                    {**said, member: to_base64(bytes(data))}, separators=(",", ":")
                ).encode()
                steps = verify_export([*lines[:n], changed, *lines[n + 1 :]], public_key_pem=pem)
                assert not steps[-1].ok
        if said["type"] == "head":
            changed = json.dumps({**said, "size": said["size"] + 1}).encode()
            steps = verify_export([*lines[:n], changed, *lines[n + 1 :]], public_key_pem=pem)
            assert steps[-1].code == "export.head-wrong"
        steps = verify_export([*lines[:n], *lines[n + 1 :]], public_key_pem=pem)
        assert not steps[-1].ok, line
    assert verify_export(lines, public_key_pem=pem, anchors=Anchors())[-1].ok


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FORMATS = [forms.HEAD_FORMAT, forms.CONSISTENCY_FORMAT, forms.INCLUSION_FORMAT]
MEMBERS = ["statement", "signature", "stamp", "from", "to", "path", "head", "index", "leaf_hash"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FORMATS), st.dictionaries(st.sampled_from(MEMBERS), JSON))
def test_any_json_is_checked_without_a_crash(kind, value):
    pem = ExampleSigner().public_key.pem
    steps = verify_value({**value, "format": kind}, public_key_pem=pem)
    assert not steps[-1].ok


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode())))
def test_any_lines_are_checked_without_a_crash(lines):
    steps = verify_export(lines, public_key_pem=ExampleSigner().public_key.pem)
    assert not steps[-1].ok
