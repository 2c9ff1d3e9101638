"""A tree and its tiles over leaf hashes that come one by one, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lienthong.ledger.rules.tree import merkle
from lienthong.ledger.rules.tree.tiles import WIDTH, TileKey


@dataclass(slots=True)
class GrowingTree:
    """The tree over leaf hashes as they come, in the memory of its edge: roots at any size."""

    size: int = 0
    # Perfect subtrees from left to right: level and hash.
    edge: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, leaf_hash: bytes) -> None:
        level, joined = 0, leaf_hash
        while self.edge and self.edge[-1][0] == level:
            joined = merkle.node_hash(self.edge.pop()[1], joined)
            level += 1
        self.edge.append((level, joined))
        self.size += 1

    @property
    def root(self) -> bytes:
        return merkle.join([part for _level, part in self.edge])

    def to_json(self) -> dict[str, Any]:
        return {"size": self.size, "edge": [[level, part.hex()] for level, part in self.edge]}

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> "GrowingTree":
        edge = [(level, bytes.fromhex(part)) for level, part in value["edge"]]
        return cls(value["size"], edge)


@dataclass(slots=True)
class GrowingTiles:
    """The tiles over leaf hashes as they come, in the memory of those that are not yet full."""

    counts: list[int] = field(default_factory=list)  # full tiles so far, by level
    open: list[list[bytes]] = field(default_factory=list)

    def add(self, leaf_hash: bytes) -> Iterator[tuple[TileKey, bytes]]:
        """Take one hash; yield the tiles that it made full."""
        level, joined = 0, leaf_hash
        while True:
            if level == len(self.open):
                self.open.append([])
                self.counts.append(0)
            row = self.open[level]
            row.append(joined)
            if len(row) < WIDTH:
                return
            yield (level, self.counts[level]), b"".join(row)
            joined = merkle.tree_root(row)
            self.open[level] = []
            self.counts[level] += 1
            level += 1

    def rest(self) -> Iterator[tuple[TileKey, bytes]]:
        """Yield the tiles that are not full."""
        for level, row in enumerate(self.open):
            if row:
                yield (level, self.counts[level]), b"".join(row)

    def to_json(self) -> dict[str, Any]:
        return {"counts": self.counts, "open": [[h.hex() for h in row] for row in self.open]}

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> "GrowingTiles":
        return cls(value["counts"], [[bytes.fromhex(h) for h in row] for row in value["open"]])
