"""Papers that the installation signs by itself."""

import io
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.signatures.builders import a_letter, the_agency, the_authority

from lienthong.signatures import services
from lienthong.signatures.adapters.paper_key import PaperKey
from lienthong.signatures.errors import KeyMissing

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def home(settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path
    settings.LIENTHONG_INSTALLATION = "dongnai.test"
    return tmp_path


def signer_of(pdf):
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return signature.signer_cert.subject.native["common_name"]


def test_a_paper_is_signed_with_a_certificate_made_at_first_use(home):
    signed = services.sign_own_paper(a_letter(), now=NOW)
    assert signer_of(signed) == "dongnai.test"
    path = home / "keys" / "papers.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    services.sign_own_paper(a_letter(), now=NOW)
    assert path.read_bytes() == before


def test_the_certificate_that_an_operator_brings_is_used_with_its_chain(home):
    issued = the_agency()
    secret = issued.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (home / "keys").mkdir()
    (home / "keys" / "papers.pem").write_bytes(
        secret + issued.pem.encode() + the_authority().chain.encode()
    )
    signed = services.sign_own_paper(a_letter(), now=NOW)
    subject = issued.certificate.subject.rfc4514_string()
    assert f"CN={signer_of(signed)}" in subject
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert len(signature.other_embedded_certs) == 1


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAA\n"])
def test_a_file_that_is_no_key_is_refused(home, content):
    (home / "keys").mkdir()
    (home / "keys" / "papers.pem").write_bytes(content)
    with pytest.raises(KeyMissing):
        services.sign_own_paper(a_letter(), now=NOW)


def test_of_two_that_make_it_at_once_one_certificate_stays(home):
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _n: PaperKey(home).certificate, range(2)))
    assert made[0] == made[1]
    (kept,) = x509.load_pem_x509_certificates((home / "keys" / "papers.pem").read_bytes())
    assert kept.public_bytes(serialization.Encoding.PEM).decode() == made[0]


@pytest.mark.poppler
def test_pdfsig_takes_the_whole_paper_as_signed(home, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(services.sign_own_paper(a_letter(), now=NOW))
    said = subprocess.run(
        [shutil.which("pdfsig"), "-nocert", "paper.pdf"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
