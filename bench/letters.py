"""The PDF that every load sends: a signed letter of the committee, as large as its picture is."""

import os
from datetime import timedelta
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter

from lienthong.kernel.clock import local_day, now
from lienthong.practice.letters import committee_letter

PDF_BYTES = 300_000


def letter() -> bytes:
    """Return the letter with a signature that is there to be found, and to be verified (row g)."""
    plain = committee_letter(signer_name="Nguyễn Văn A", on=local_day(now()))
    with pikepdf.open(BytesIO(plain)) as pdf:
        noise = os.urandom(PDF_BYTES - len(plain) - 20_000)
        pdf.Root.BenchNoise = pdf.make_indirect(pikepdf.Stream(pdf, noise))
        unsigned = BytesIO()
        pdf.save(unsigned)
    writer = IncrementalPdfFileWriter(unsigned)
    facts = PdfSignatureMetadata(field_name="Signature1", subfilter=SigSeedSubFilter.PADES)
    return bytes(sign_pdf(writer, facts, signer=_signer()).getvalue())


def unlike_others(pdf: bytes, who: str, number: int) -> bytes:
    """Return the letter with a line behind its end that no other one has."""
    return pdf + f"\n% {who} {number}\n".encode()


def _signer() -> SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "UBND tỉnh")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    kept = pkcs12.serialize_key_and_certificates(None, key, certificate, None, NoEncryption())
    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(kept, other_certs=[])
    return signer
