"""pyHanko alone: how many PDFs a second it verifies when nothing is recorded."""

import time
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def rate(pdf: bytes, *, processes: int, seconds: float) -> float:
    """Return verified documents a second of so many processes together."""
    with ProcessPoolExecutor(processes) as pool:
        working = [pool.submit(_work, pdf, seconds) for _process in range(processes)]
        return round(sum(each.result() for each in working), 1)


def _work(pdf: bytes, seconds: float) -> float:
    verify(pdf)  # what is loaded once a process
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        verify(pdf)
        count += 1
    return count / (time.perf_counter() - started)


def verify(pdf: bytes) -> None:
    """Check each signature; RuntimeError if there is none or one is broken."""
    signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    own = [one.signer_cert for one in signatures]
    context = ValidationContext(trust_roots=own, allow_fetching=False)
    found = [validate_pdf_signature(one, signer_validation_context=context) for one in signatures]
    if not found or not all(one.intact for one in found):
        raise RuntimeError("the letter has no whole signature")
