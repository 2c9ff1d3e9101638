"""Checking an export line by line: everything that its signatures promise, in bounded memory."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lienthong.kernel.wording import noop as _
from lienthong.ledger.rules.canonical import Malformed, from_base64, read_json, to_base64
from lienthong.ledger.rules.checks.files import check_head
from lienthong.ledger.rules.checks.receipts import UNREADABLE_KEY
from lienthong.ledger.rules.given.export import FORMAT
from lienthong.ledger.rules.given.published import HEAD_FORMAT, read_published_head
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.keys import VerifyingKey, load_key
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.rules.tree.growing import GrowingTree
from lienthong.ledger.types import Step


class Wrong(Exception):
    """A line that does not fit what came before it."""

    def __init__(self, step: Step) -> None:
        self.step = step
        super().__init__(step.code)


def is_export(first_line: bytes) -> bool:
    """Say whether a file that begins with this line is an export."""
    return first_line.startswith(b"{") and f'"type":"{FORMAT}"'.encode() in first_line


def verify_export(
    lines: Iterable[bytes], *, public_key_pem: bytes, anchors: Anchors | None = None
) -> list[Step]:
    """Return the steps of the check: one for the whole when all is right, else what is wrong."""
    key = load_key(public_key_pem)
    if key is None:
        return [UNREADABLE_KEY]
    try:
        return [_Reader(key, anchors or Anchors()).read(iter(lines))]
    except Wrong as wrong:
        return [wrong.step]


class _Reader:
    def __init__(self, key: VerifyingKey, anchors: Anchors) -> None:
        self.key, self.anchors = key, anchors
        self.installation, self.epoch, self.tree = "", 0, GrowingTree()
        self.entries = self.heads = self.number = 0
        self.is_whole = False

    def read(self, lines: Iterator[bytes]) -> Step:
        takers = {
            FORMAT: self._first,
            "epoch": self._epoch,
            "before": self._before,
            "entry": self._entry,
            "head": self._head,
            "end": self._end,
        }
        for self.number, line in enumerate(lines, 1):
            try:
                said = read_json(line)
                if self.is_whole or (self.number == 1) != (said["type"] == FORMAT):
                    raise Malformed("line out of order")
                takers[said["type"]](said)
            except (Malformed, ValueError, KeyError, TypeError, AttributeError) as error:
                raise self._wrong("export.malformed", what=type(error).__name__) from error
        if not self.is_whole:
            raise self._wrong("export.cut-off")
        facts = {"entries": self.entries, "heads": self.heads}
        sentence = _("Tệp xuất nguyên vẹn: %(entries)s bản ghi, %(heads)s đầu sổ đều khớp.")
        return Step(True, "export.whole", sentence, facts)

    def _first(self, said: dict[str, Any]) -> None:
        self.installation = said["installation"]
        if said["key"] not in self.key.keys:
            raise self._wrong("export.other-key")

    def _epoch(self, said: dict[str, Any]) -> None:
        self.epoch, self.tree = said["number"], GrowingTree()

    def _before(self, said: dict[str, Any]) -> None:
        parts = merkle.perfect_subtrees((0, said["size"]))
        hashes = [from_base64(one) for one in said["hashes"]]
        edge = [(level, one) for (level, _n), one in zip(parts, hashes, strict=True)]
        self.tree = GrowingTree(said["size"], edge)

    def _entry(self, said: dict[str, Any]) -> None:
        leaf = from_base64(said["leaf"])
        leaf_hash = merkle.leaf_hash(leaf)
        if said["index"] != self.tree.size or to_base64(leaf_hash) != said["leaf_hash"]:
            raise self._wrong("export.entry-wrong")
        if "items" in said and _items_of(said["items"]) != json.loads(leaf)["items"]:
            raise self._wrong("export.items-wrong")
        self.tree.add(leaf_hash)
        self.entries += 1

    def _head(self, said: dict[str, Any]) -> None:
        parts = {name: said[name] for name in ("statement", "signature", "stamp")}
        head = read_published_head({"format": HEAD_FORMAT, **parts})
        for step in check_head(head, self.key, self.anchors):
            if not step.ok:
                raise Wrong(step)
        says = (head.says["installation"], head.says["epoch"], head.says["size"], head.root)
        known = (self.installation, self.epoch, self.tree.size, self.tree.root)
        if says != known or said["size"] != self.tree.size:
            raise self._wrong("export.head-wrong")
        self.heads += 1

    def _end(self, said: dict[str, Any]) -> None:
        if (said["entries"], said["heads"]) != (self.entries, self.heads):
            raise self._wrong("export.cut-off")
        self.is_whole = True

    def _wrong(self, code: str, **facts: object) -> Wrong:
        return Wrong(Step(False, code, _SENTENCES[code], {"line": self.number, **facts}))


_SENTENCES = {
    "export.malformed": _("Dòng %(line)s sai định dạng (chi tiết kỹ thuật: %(what)s)."),
    "export.cut-off": _("Tệp xuất bị cắt hoặc thiếu dòng (đọc đến dòng %(line)s)."),
    "export.other-key": _("Tệp xuất nói đến một khóa khác với khóa đưa vào."),
    "export.entry-wrong": _("Bản ghi ở dòng %(line)s không khớp mã băm hoặc vị trí của nó."),
    "export.items-wrong": _("Các phần của bản ghi ở dòng %(line)s không khớp mã gốc đã ghi."),
    "export.head-wrong": _("Đầu sổ ở dòng %(line)s không khớp các bản ghi trước nó."),
}


def _items_of(items: list[str]) -> dict[str, object]:
    leaves = [from_base64(item) for item in items]
    root = merkle.tree_root([merkle.leaf_hash(leaf) for leaf in leaves])
    return {"count": len(leaves), "root": to_base64(root)}
