"""Agencies whose software sends: made once an installation, with keys that the load signs with.

Run with an installation's environment: `python -m bench.senders FILE` writes what a client knows.
"""

import json
import os
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import django
import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter

from lienthong.directory.types import AgencyCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day, now
from lienthong.practice.letters import committee_letter

SENDERS = 20
RECIPIENTS = 200
PDF_BYTES = 300_000


def senders() -> dict[str, object]:
    """Return codes and private keys of the senders, the recipients' codes, and one PDF."""
    from lienthong.directory import services as directory
    from lienthong.kernel.clock import local_day, now

    today = local_day(now())
    made = []
    for number in range(SENDERS + RECIPIENTS):
        agency = directory.found_agency(
            code=f"H19.9.{number + 1}",
            name=f"Cơ quan đo tải số {number + 1}",
            abbreviation=f"ĐT{number + 1}",
        )
        directory.join(agency_id=agency.id, starts_on=today - timedelta(days=30))
        made.append(agency)
    return {
        "senders": [_connected(agency, Actor.installation()) for agency in made[:SENDERS]],
        "recipients": [agency.code for agency in made[SENDERS:]],
        "issued_on": today.isoformat(),
    }


def _connected(agency: AgencyCard, actor: Actor) -> dict[str, str]:
    from lienthong.systems import services as systems

    at = now()
    system = systems.add_system(
        slug=f"bench-{agency.code.lower().replace('.', '-')}",
        name=f"Phần mềm của {agency.code}",
        networks=["127.0.0.0/8"],
        actor=actor,
        now=at,
    )
    systems.set_limits(
        system_id=system.id,
        requests_a_minute=1_000_000,
        bytes_a_minute=10**12,
        actor=actor,
        now=at,
    )
    systems.grant_agency(
        system_id=system.id, agency_id=agency.id, valid_from=local_day(at), actor=actor, now=at
    )
    made = systems.make_signing_key(system_id=system.id, actor=actor, now=at)
    return {
        "code": agency.code,
        "notation": f"{agency.abbreviation}-TH",
        "key_id": made.card.key_id,
        "pem": made.secret,
    }


def letter() -> bytes:
    """Return a signed letter of the committee, brought to its size as a picture would do it.

    Its signature is there to be found, as every document's; whether it is valid is looked at in
    the background, which stands still here.
    """
    plain = committee_letter(signer_name="Nguyễn Văn A", on=local_day(now()))
    with pikepdf.open(BytesIO(plain)) as pdf:
        noise = os.urandom(PDF_BYTES - len(plain) - 20_000)
        pdf.Root.BenchNoise = pdf.make_indirect(pikepdf.Stream(pdf, noise))
        unsigned = BytesIO()
        pdf.save(unsigned)
    writer = IncrementalPdfFileWriter(unsigned)
    facts = PdfSignatureMetadata(field_name="Signature1", subfilter=SigSeedSubFilter.PADES)
    return bytes(sign_pdf(writer, facts, signer=_signer()).getvalue())


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
    return SimpleSigner.load_pkcs12_data(kept, other_certs=[])


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    out = Path(sys.argv[1])
    out.with_suffix(".pdf").write_bytes(letter())
    out.write_text(json.dumps(senders()))
