"""The body of a call: read in pieces, kept in a folder that goes away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError

from lienthong.apikit.bodies import announced_length
from lienthong.formats.vxp.package_body import PackageBody
from lienthong.kernel.disk import PIECE
from lienthong.kernel.wording import Measure
from lienthong.vxp.errors import BodyIncomplete, BodyTooLong

_MEGABYTE = 1024 * 1024
SHORT = 256 * 1024  # bytes of the body of every other call than sendEdoc


@contextmanager
def package_of(request: HttpRequest, *, digest: str) -> Iterator[Path]:
    """Give the package of a body as a file, without the two bytes behind it.

    digest: as it was signed. Memory does not grow with the package; nothing of it stays.
    Raises BodyTooLong before anything is read, BodyIncomplete, DigestDiffers.
    """
    limit = settings.LIENTHONG_LARGEST_UPLOAD
    require_length(request, limit)
    with tempfile.TemporaryDirectory(prefix="lienthong-package-") as folder:
        path, body = Path(folder) / "package.edxml", PackageBody()
        with path.open("wb") as file:
            for piece in _pieces(request):
                body.add(piece)
                file.write(piece)
            if body.size != announced_length(request):
                raise BodyIncomplete
            file.truncate(body.length(digest))
        yield path


def short_body(request: HttpRequest) -> bytes:
    """Return the body of a call without a package. Raises BodyTooLong, BodyIncomplete."""
    require_length(request, SHORT)
    return b"".join(_pieces(request))


def require_length(request: HttpRequest, limit: int) -> None:
    """Raises BodyTooLong when a call announces more than it may bring."""
    if announced_length(request) > limit:
        raise BodyTooLong(megabytes=Measure(limit / _MEGABYTE))


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    try:
        while piece := request.read(PIECE):
            yield piece
    except UnreadablePostError as error:
        raise BodyIncomplete from error
