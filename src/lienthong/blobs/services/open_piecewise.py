"""Taking a content in piece by piece, in a file of the caller's."""

from typing import BinaryIO

from lienthong.blobs.master_keys import master_keys
from lienthong.blobs.piecewise import Piecewise


def open_piecewise(file: BinaryIO, *, digest: str) -> Piecewise:
    """Go on with a content of which some has come, encrypted, or begin it.

    file: open for reading and writing, the caller's alone. digest: SHA-256 of the whole content as
    it was announced. What was encrypted under a master key that is gone begins anew.
    """
    return Piecewise.opened(file, master_keys(), digest=digest)
