"""What a broken file becomes: a refusal, whatever the libraries stumbled over."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from lienthong.kernel.refusals import Refusal
from lienthong.signatures import errors
from lienthong.signatures.pdf.measuring import IsEncrypted, open_pdf


@contextmanager
def readable(pdf: bytes) -> Iterator[None]:
    """Turn what goes wrong inside, where only the file is touched, into Unreadable or Encrypted.

    Damaged files fail in any layer of three libraries, so everything is caught; nothing inside
    the block may touch the database.
    """
    try:
        if b"/Encrypt" in pdf:
            open_pdf(io.BytesIO(pdf))
        yield
    except Refusal:
        raise
    except IsEncrypted as locked:
        raise errors.Encrypted from locked
    except Exception as broken:
        raise errors.Unreadable from broken
