"""What an independent program says of our signatures: pdfsig of poppler."""

import os
import shutil
import subprocess

import pytest
from tests.signatures import builders
from tests.signatures.builders import NOW

pytestmark = [pytest.mark.poppler, pytest.mark.django_db, pytest.mark.once]

INSTALL = "pdfsig is missing: apt-get install poppler-utils"


@pytest.fixture
def pdfsig(tmp_path):
    """Return what pdfsig says of each signature: field, verdict, how much is covered."""
    if shutil.which("pdfsig") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)

    def ask(pdf: bytes) -> list[tuple[str, str, str]]:
        path = tmp_path / "van-ban.pdf"
        path.write_bytes(pdf)
        said = subprocess.run(
            ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
        )
        return [
            (
                _after(part, "Signature Field Name: "),
                _after(part, "Signature Validation: "),
                "whole" if "  - Total document signed" in part else "part",
            )
            for part in said.stdout.split("Signature #")[1:]
            if "not signed" not in part
        ]

    return ask


def _after(text: str, label: str) -> str:
    return text.partition(label)[2].splitlines()[0]


def test_C1_an_independent_program_calls_both_signatures_valid(world, pdfsig):
    assert pdfsig(builders.an_issued_letter(world)) == [
        ("NguoiKy", "Signature is Valid.", "part"),
        ("CoQuan", "Signature is Valid.", "whole"),
    ]


def test_C1_a_time_stamped_signature_is_valid_there_too(world, pdfsig):
    stamper = builders.the_authority().stamper(at=NOW)
    signed = builders.signed_by_person(world, time_stamper=stamper)
    assert pdfsig(signed) == [("NguoiKy", "Signature is Valid.", "whole")]


def test_C1_an_independent_program_finds_a_changed_byte(world, pdfsig):
    issued = builders.an_issued_letter(world)
    place = issued.index(b"/MediaBox") + 12
    changed = issued[:place] + bytes([issued[place] ^ 1]) + issued[place + 1 :]

    assert [verdict for _field, verdict, _part in pdfsig(changed)] == ["Digest Mismatch."] * 2
    assert builders.judged(changed).verdict == "invalid"
