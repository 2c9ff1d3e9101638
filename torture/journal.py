"""What a client knows of its own acts, kept so that it survives the client's death."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Lines of JSON in one file; a line is whole or was never written.

    An act is written down with its key before it is first asked for, and again when it was
    answered: what has no answer is asked for again, by whoever comes next.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def say(self, kind: str, key: str, **facts: Any) -> None:
        """Write one line."""
        line = json.dumps({"kind": kind, "key": key, **facts}, ensure_ascii=False) + "\n"
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)

    def lines(self, kind: str = "") -> Iterator[dict[str, Any]]:
        """Return all lines, or those of one kind, in their order."""
        text = self._path.read_text() if self._path.exists() else ""
        for line in text.splitlines():
            found = json.loads(line)
            if kind in {"", found["kind"]}:
                yield found

    def unanswered(self) -> list[dict[str, Any]]:
        """The acts that were begun and not answered, the oldest first."""
        ended = {line["key"] for line in self.lines() if line["kind"] in {"done", "turned-down"}}
        return [line for line in self.lines("asked") if line["key"] not in ended]
