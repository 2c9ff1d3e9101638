"""Going over stored rows: does everything still fit what was hashed and signed?

Nothing here stops at the first fault: each is named by its code and place, so that a person can
compare exactly that row with a backup.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong.kernel.wording import noop as _
from lienthong.ledger.rules.canonical import Malformed, instant_text, to_base64
from lienthong.ledger.rules.records.commitments import commitment
from lienthong.ledger.rules.records.packing import opening, unpack_clear, unpack_items
from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.types import Opening

SENTENCES = {
    "record.leaf-changed": _("Nội dung đã ghi của bản ghi bị sửa."),
    "record.hash-changed": _("Mã băm đã lưu của bản ghi bị sửa."),
    "record.row-changed": _("Cột tra cứu của bản ghi khác nội dung đã ghi."),
    "record.subjects-changed": _("Chỉ mục đối tượng của bản ghi khác nội dung đã ghi."),
    "record.items-changed": _("Các phần của bản ghi không khớp mã gốc đã ghi."),
    "record.value-changed": _("Giá trị rõ không khớp cam kết đã ghi."),
    "record.value-missing": _("Thiếu giá trị rõ mà không có việc xóa nào được ghi."),
    "record.value-foreign": _("Có giá trị rõ không được cam kết trong bản ghi."),
    "record.lost": _("Bản ghi không có chỗ và cũng không chờ vào sổ."),
    "record.twice": _("Bản ghi vừa có chỗ vừa chờ vào sổ."),
    "place.missing": _("Vị trí trong sổ không có bản ghi."),
    "place.beyond": _("Có bản ghi ở vị trí vượt quá kích thước của kỳ sổ."),
    "tile.changed": _("Mảnh cây băm đã lưu bị sửa hoặc thiếu."),
    "head.row-changed": _("Cột của đầu sổ khác nội dung đã ký."),
    "head.signature-wrong": _("Chữ ký trên đầu sổ không đúng."),
    "head.root-wrong": _("Đầu sổ đã ký không khớp các bản ghi hiện có."),
    "head.beyond": _("Đầu sổ đã ký lớn hơn số bản ghi hiện có."),
    "head.missing": _("Bản ghi mới nhất không có đầu sổ nào ký, dù đã quá thời hạn."),
    "head.late": _("Bản ghi chờ đầu sổ lâu hơn thời hạn: sổ cái đã dừng, hoặc đầu sổ bị xóa."),
    "head.kept-differs": _("Dữ liệu không dẫn tới đầu sổ đã ký lưu cạnh khóa."),
    "head.kept-unreadable": _("Đầu sổ lưu cạnh khóa không đọc được hoặc không do khóa này ký."),
    "stamp.wrong": _("Dấu thời gian của đầu sổ không đúng."),
    "epoch.undeclared": _("Kỳ sổ không có bản ghi khai mở khớp với nó."),
    "epoch.broken": _("Thứ tự các kỳ sổ không liền mạch."),
    "blob.missing": _("Không có tệp mà bản ghi nói đến."),
    "blob.changed": _("Tệp đã lưu không còn đúng mã băm của nó, hoặc không đọc được."),
    "row.without-record": _("Dòng nghiệp vụ không có bản ghi trong sổ cái."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its code (of SENTENCES), where, and what differs."""

    code: str
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """How much of a part was looked at that is not of the ledger: contents, rows of others."""

    part: str
    count: int


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record with everything that is stored beside it, as it lies in the tables."""

    id: str
    installation: str
    epoch: int
    act: str
    leaf: bytes
    leaf_hash: bytes
    recorded_at: datetime
    subjects: frozenset[tuple[str, str]]
    items: bytes | None
    clear: bytes | None
    erased: frozenset[tuple[str, str]]


def check_record(row: StoredRecord) -> Iterator[Finding]:
    """Yield what does not fit the leaf; the leaf itself is compared with its hash elsewhere."""
    try:
        said = json.loads(row.leaf)
        yield from _row(row, said)
        yield from _items(row, said)
        yield from _values(row, said)
    except (Malformed, ValueError, KeyError, TypeError, AttributeError) as error:
        yield Finding("record.leaf-changed", row.id, type(error).__name__)


def content_named(row: StoredRecord) -> str | None:
    """Return the SHA-256 of the document that a record is about; None without one."""
    try:
        found = opening(unpack_clear(row.clear or b"{}"), key="", name="content")
    except (Malformed, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    return None if found is None else found.value


def judge_hash(row: StoredRecord, in_tree: bytes | None) -> tuple[bytes, Finding | None]:
    """Return the hash that most witnesses agree on, and the finding about the one that differs.

    Three speak: the stored bytes, the stored hash, and the tile. So one changed byte is named
    where it is, and does not make every head after it look wrong.
    """
    computed = merkle.leaf_hash(row.leaf)
    if computed == row.leaf_hash:
        return computed, None
    if in_tree == row.leaf_hash:
        return row.leaf_hash, Finding("record.leaf-changed", row.id)
    return computed, Finding("record.hash-changed", row.id)


def _row(row: StoredRecord, said: dict[str, Any]) -> Iterator[Finding]:
    stored = {
        "record": row.id,
        "act": row.act,
        "epoch": row.epoch,
        "installation": row.installation,
        "time": instant_text(row.recorded_at),
    }
    differs = [name for name, value in stored.items() if said[name] != value]
    if differs:
        yield Finding("record.row-changed", row.id, ", ".join(differs))
    if set(said["subjects"].items()) != row.subjects:
        yield Finding("record.subjects-changed", row.id)


def _items(row: StoredRecord, said: dict[str, Any]) -> Iterator[Finding]:
    leaves = [] if row.items is None else unpack_items(row.items)
    root = to_base64(merkle.tree_root([merkle.leaf_hash(leaf) for leaf in leaves]))
    found = {"count": len(leaves), "root": root} if leaves else None
    if found != said["items"]:
        yield Finding("record.items-changed", row.id)


def _values(row: StoredRecord, said: dict[str, Any]) -> Iterator[Finding]:
    committed: dict[str, Mapping[str, str]] = {"": said["commitments"]}
    for leaf in [] if row.items is None else unpack_items(row.items):
        item = _readable(leaf)
        if item is not None:
            committed[item["key"]] = item["commitments"]
    try:
        clear = unpack_clear(row.clear if row.clear is not None else b"{}")
        pairs = {(key, name) for key, values in clear.items() for name in values}
        for key, name in sorted(pairs):
            found = opening(clear, key=key, name=name)
            assert found is not None
            yield from _value(row, committed, key, found)
    except (Malformed, ValueError, KeyError, TypeError, AttributeError, IndexError):
        yield Finding("record.value-changed", row.id, "?")
        return
    wanted = {(key, name) for key, names in committed.items() for name in names}
    for key, name in sorted(wanted - pairs - row.erased):
        yield Finding("record.value-missing", row.id, f"{key} {name}".strip())


def _value(
    row: StoredRecord, committed: Mapping[str, Mapping[str, str]], key: str, found: Opening
) -> Iterator[Finding]:
    where = f"{key} {found.name}".strip()
    if found.name not in committed.get(key, {}):
        yield Finding("record.value-foreign", row.id, where)
    elif to_base64(commitment(found)) != committed[key][found.name]:
        yield Finding("record.value-changed", row.id, where)


def _readable(leaf: bytes) -> dict[str, Any] | None:
    """Return an item's leaf; None for one that was changed, which the items' root has told."""
    try:
        item = json.loads(leaf)
        return item if {"key", "commitments"} <= set(item) else None
    except (ValueError, TypeError):
        return None
