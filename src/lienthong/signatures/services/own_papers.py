"""Signing papers that the installation issues by itself, as certificates of deliveries."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.kernel.clock import VIETNAM
from lienthong.signatures.pdf.own_papers import signed_paper
from lienthong.signatures.pdf.own_seals import detached_seal
from lienthong.signatures.ports import PaperSigner


def sign_own_paper(pdf: bytes, *, now: datetime) -> bytes:
    """Return a paper of ours, signed with the installation's own certificate.

    Raises KeyMissing when its file cannot be read.
    """
    return signed_paper(pdf, signer=_signer_in_use(), now=now.astimezone(VIETNAM))


def seal_own_file(content: bytes, *, now: datetime) -> bytes:
    """Return the signature of the installation's own certificate over a file: CAdES, detached, DER.

    Raises KeyMissing when its file cannot be read.
    """
    return detached_seal(content, signer=_signer_in_use(), now=now)


def _signer_in_use() -> PaperSigner:
    return _signer(settings.LIENTHONG_PAPER_SIGNER, Path(settings.LIENTHONG_HOME))


@lru_cache(maxsize=8)
def _signer(dotted_name: str, home: Path) -> PaperSigner:
    # Loading checks an RSA key for tens of milliseconds, so the loaded one is kept.
    return cast("PaperSigner", import_string(dotted_name)(home))
