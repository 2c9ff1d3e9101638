"""A stored package: a skeleton with holes beside the contents, and the way back to the bytes.

A zipped attachment's hole stands for the zip as it came, not for the file inside: deflating again
gives the same bytes only while the same zlib is at hand, and a package has to be put together
for decades.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import BinaryIO

from lienthong.formats.edxml.base64text import Layout
from lienthong.formats.edxml.errors import JoinDiffers
from lienthong.formats.edxml.scan import Hole

OpenContent = Callable[[Hole], BinaryIO]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A package without its contents.

    data: the bytes with holes. size, digest: of the whole package, the digest as SHA-256 in hex.
    is_exact: putting it together was tried and gave the very bytes. Where it is False, keep the
    whole package.
    """

    data: bytes
    holes: tuple[Hole, ...]
    size: int
    digest: str
    is_exact: bool

    def holes_as_json(self) -> str:
        """Return the holes as a text that can be stored beside the data."""
        return json.dumps([asdict(hole) for hole in self.holes], separators=(",", ":"))


def holes_from_json(text: str) -> tuple[Hole, ...]:
    """Return the holes that `Skeleton.holes_as_json` wrote."""
    return tuple(Hole(**{**one, "layout": Layout(**one["layout"])}) for one in json.loads(text))


def join_package(skeleton: Skeleton, open_content: OpenContent) -> Iterator[bytes]:
    """Yield the package as it was, in pieces.

    open_content: opens the stored form that a hole stands for; it is closed here.
    Raises JoinDiffers at the end when the bytes are not those of the package.
    """
    digest = hashlib.sha256()
    for piece in _pieces(skeleton, open_content):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != skeleton.digest:
        raise JoinDiffers(f"package {skeleton.digest} came out as {digest.hexdigest()}")


def is_joinable(skeleton: Skeleton, open_content: OpenContent) -> bool:
    """Return whether putting the package together gives its very bytes; reads every content."""
    try:
        for _piece in join_package(skeleton, open_content):
            pass
    except JoinDiffers:
        return False
    return True


def _pieces(skeleton: Skeleton, open_content: OpenContent) -> Iterator[bytes]:
    at = 0
    for hole in skeleton.holes:
        yield skeleton.data[at : hole.offset]
        with open_content(hole) as content:
            yield from hole.layout.encode(content)
        at = hole.offset
    yield skeleton.data[at:]
