"""Several parts in one body (multipart/form-data, RFC 7578), read as they come.

Memory does not grow with the parts: a part gives its content in pieces and is gone. What several
readers could read in several ways is refused: text before the first or behind the last part, parts
without a name, encodings of a part.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lienthong.apikit.errors import MultipartInvalid
from lienthong.kernel.wording import noop as _

MOST_PARTS = 60
_LONGEST_HEAD = 8 * 1024  # bytes of the fields of one part
_TYPE = "multipart/form-data"
# RFC 2046, section 5.1.1: a boundary is of these signs and does not end with a blank.
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]", re.ASCII)
_PARAMETER = re.compile(r"\s*;\s*([a-z*]+)=(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;\"]+))", re.IGNORECASE)
_PLAIN_CODINGS = {"", "binary", "8bit", "7bit"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part. file_name: as its sender wrote it, "" for none; pieces: once, and in this order."""

    name: str
    file_name: str
    media_type: str
    pieces: Iterator[bytes]


def parts(pieces: Iterable[bytes], *, content_type: str) -> Iterator[Part]:
    """Yield the parts of a body; what is not read of one is passed over when the next is asked for.

    content_type: the field of the request. All of `pieces` has been read when this ends, so that
    a digest over them has been compared. Raises MultipartInvalid, and what `pieces` raises.
    """
    reader = _Reader(pieces, _boundary(content_type))
    reader.open()
    for _number in range(MOST_PARTS):
        if reader.is_last():
            return
        part = _part(reader.fields(), reader.content())
        yield part
        for _rest in part.pieces:
            pass
    raise MultipartInvalid(reason=_("Có quá nhiều phần."))


def _boundary(content_type: str) -> bytes:
    """The boundary of a form; its other parameters (`charset` of some writers) say nothing."""
    read = _parameters(content_type.strip())
    boundary = read[1].get("boundary", "") if read and read[0] == _TYPE else ""
    if not _BOUNDARY.fullmatch(boundary):
        raise MultipartInvalid(reason=_("Content-Type phải là multipart/form-data có boundary."))
    return boundary.encode("ascii")


def _part(fields: dict[str, str], pieces: Iterator[bytes]) -> Part:
    read = _parameters(fields.get("content-disposition", ""))
    if read is None:
        raise MultipartInvalid(reason=_("Trường Content-Disposition không đúng dạng."))
    kind, parameters = read
    coding = fields.get("content-transfer-encoding", "").lower()
    if kind != "form-data" or not parameters.get("name") or coding not in _PLAIN_CODINGS:
        raise MultipartInvalid(reason=_("Mỗi phần cần một tên và không được mã hóa lại."))
    media_type = fields.get("content-type", "").partition(";")[0].strip().lower()
    return Part(parameters["name"], _file_name(parameters), media_type, pieces)


def _parameters(field: str) -> tuple[str, dict[str, str]] | None:
    """Take a field apart into its kind and its parameters, each once; None for anything else."""
    kind, _mark, _rest = field.partition(";")
    at, found = len(kind), dict[str, str]()
    while at < len(field):
        one = _PARAMETER.match(field, at)
        if one is None or one[1].lower() in found:
            return None
        quoted = one[2]
        found[one[1].lower()] = one[3] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        at = one.end()
    return kind.strip().lower(), found


def _file_name(parameters: dict[str, str]) -> str:
    """UTF-8 as it is, with %22 for a quotation mark (RFC 7578), or in the way of RFC 8187."""
    charset, _mark, rest = parameters.get("filename*", "").partition("'")
    if charset.lower() == "utf-8":
        return unquote(rest.partition("'")[2])
    return parameters.get("filename", "").replace("%22", '"')


class _Reader:
    """Pieces of any size as lines of fields and contents between delimiters."""

    def __init__(self, pieces: Iterable[bytes], boundary: bytes) -> None:
        self._pieces = iter(pieces)
        self._delimiter = b"\r\n--" + boundary
        # The first delimiter stands at the beginning of the body, as if behind a line.
        self._held = bytearray(b"\r\n")

    def open(self) -> None:
        """Pass the first delimiter."""
        self._need(len(self._delimiter))
        if not self._held.startswith(self._delimiter):
            raise MultipartInvalid(reason=_("Nội dung không bắt đầu bằng boundary."))
        del self._held[: len(self._delimiter)]

    def is_last(self) -> bool:
        """Tell, behind a delimiter, whether it was the last one; then all has been read."""
        self._need(2)
        mark = bytes(self._held[:2])
        del self._held[:2]
        if mark == b"\r\n":
            return False
        behind = bytes(self._held)
        while len(behind) <= 2 and (piece := self._next()):
            behind += piece
        if mark != b"--" or behind not in {b"", b"\r\n"}:
            raise MultipartInvalid(reason=_("Có nội dung sau phần cuối cùng."))
        return True

    def fields(self) -> dict[str, str]:
        """Read the fields of a part, each of which may stand once."""
        while (end := self._held.find(b"\r\n\r\n")) < 0:
            if len(self._held) > _LONGEST_HEAD or not self._more():
                raise MultipartInvalid(reason=_("Phần đầu của một phần quá dài hoặc bị cắt."))
        head = bytes(self._held[:end])
        del self._held[: end + 4]
        return _fields(head)

    def content(self) -> Iterator[bytes]:
        """Yield what comes before the next delimiter, and pass it."""
        keep = len(self._delimiter) - 1
        while (at := self._held.find(self._delimiter)) < 0:
            if len(self._held) > keep:
                yield bytes(self._held[:-keep])
                del self._held[:-keep]
            self._require_more()
        if at:
            yield bytes(self._held[:at])
        del self._held[: at + len(self._delimiter)]

    def _need(self, size: int) -> None:
        while len(self._held) < size:
            self._require_more()

    def _require_more(self) -> None:
        if not self._more():
            raise MultipartInvalid(reason=_("Nội dung kết thúc trước phần cuối cùng."))

    def _more(self) -> bool:
        piece = self._next()
        self._held += piece
        return bool(piece)

    def _next(self) -> bytes:
        return next(self._pieces, b"")


def _fields(head: bytes) -> dict[str, str]:
    if len(head) > _LONGEST_HEAD:
        raise MultipartInvalid(reason=_("Phần đầu của một phần quá dài hoặc bị cắt."))
    found: dict[str, str] = {}
    for line in head.split(b"\r\n"):
        name, mark, value = line.partition(b":")
        key = name.decode("ascii", "replace").lower()
        try:
            said = value.decode().strip()
        except UnicodeDecodeError:
            said = "\0"
        if not mark or key.strip() != key or key in found or not said.isprintable():
            raise MultipartInvalid(reason=_("Trường của một phần không đúng dạng."))
        found[key] = said
    return found
