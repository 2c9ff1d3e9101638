"""Bytes that never change, as an answer: whole, in part, or not again."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from lienthong.kernel.disk import PIECE

# Bytes that are read before the answer begins, so that damage in them is said, not broken off at.
AT_ONCE = 1024 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def file_answer(
    request: HttpRequest,
    *,
    open_file: Callable[[], BinaryIO],
    size: int,
    digest: str,
    media_type: str,
    name: str,
    is_saved: bool,
) -> HttpResponseBase:
    """Return content to one who may see it, in pieces, in constant memory.

    open_file: called only when bytes are sent; must give a file that can seek. size: in bytes.
    digest: of the content, which is its tag: a browser or program keeps it, for itself only.
    is_saved: saved under its name, not shown. One range is answered (RFC 9110, section 14); several
    at once get the whole, as that section allows.
    """
    tag = f'"{digest}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in [one.removeprefix("W/") for one in known] or "*" in known:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _bytes(request, open_file, size, tag)
        response["Content-Type"] = media_type
        response["Content-Disposition"] = content_disposition_header(is_saved, name) or "inline"
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def made_file(body: bytes, *, name: str, media_type: str, kept: str) -> HttpResponse:
    """Return a small file that was made for this request, to be saved under its name.

    kept: what caches may do with it, as Cache-Control says it.
    """
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = kept
    return response


def begun(file: BinaryIO) -> BinaryIO:
    """Return a file of which the first AT_ONCE bytes could be read; a short one is read whole.

    The caller closes it, as the one given. Raises what reading raises: refusals become answers.
    """
    try:
        first = file.read(AT_ONCE + 1)
        if len(first) > AT_ONCE:
            file.seek(0)
            return file
    except BaseException:
        file.close()
        raise
    file.close()
    return io.BytesIO(first)


def _bytes(
    request: HttpRequest, open_file: Callable[[], BinaryIO], size: int, tag: str
) -> HttpResponseBase:
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    is_same = request.headers.get("If-Range", tag) == tag
    if asked is None or not any(asked.groups()) or not size or not is_same:
        response = FileResponse(begun(open_file()))
        response["Content-Length"] = str(size)
        return response
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    pieces: Iterable[bytes] = _part(open_file(), first, last)
    if last - first < AT_ONCE:
        pieces = list(pieces)
    part = StreamingHttpResponse(pieces, status=206)
    part["Content-Length"] = str(last - first + 1)
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte asked for; without a first one, the last so many."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last or size - 1), size - 1)


def _part(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
