"""Signing papers that the installation issues by itself, as certificates of deliveries."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.kernel.clock import VIETNAM
from lienthong.signatures.pdf.own_papers import signed_paper
from lienthong.signatures.ports import PaperSigner


def sign_own_paper(pdf: bytes, *, now: datetime) -> bytes:
    """Return a paper of ours, signed with the installation's own certificate.

    Raises KeyMissing when its file cannot be read.
    """
    signer = _signer(settings.LIENTHONG_PAPER_SIGNER, Path(settings.LIENTHONG_HOME))
    return signed_paper(pdf, signer=signer, now=now.astimezone(VIETNAM))


@lru_cache(maxsize=8)
def _signer(dotted_name: str, home: Path) -> PaperSigner:
    # Loading checks an RSA key for tens of milliseconds, so the loaded one is kept.
    return cast("PaperSigner", import_string(dotted_name)(home))
