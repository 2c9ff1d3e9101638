"""One run: its figures by their names, how long each took, and what failed.

A row that fails is reported and the others go on: a run works unattended.
"""

import asyncio
import json
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

from bench.loads.sending import Outcome
from bench.table import print_line, print_outcome

Found = dict[str, Any]
PATIENCE = 1200.0  # seconds that one row may take before it counts as stuck


@dataclass
class Run:
    """What a run has found until now; it is written to `out` after each row.

    found: figures by their names. took: seconds of each row. failed: why a row has no figure.
    """

    out: Path
    found: Found
    took: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    async def measure(
        self, path: str, load: Callable[[], Awaitable[Any]], *, patience: float = PATIENCE
    ) -> None:
        """Keep what a load returns under a path of names ("sqlite.api.W1").

        patience: seconds after which it counts as stuck.
        """
        with self.row(path):
            async with asyncio.timeout(patience):
                found = await load()
            self.keep(path, found)

    def keep(self, path: str, found: Any) -> None:
        """Put a figure in its place and print it."""
        *places, name = path.split(".")
        place = self.found
        for one in places:
            place = place.setdefault(one, {})
        place[name] = found
        (print_outcome if isinstance(found, Outcome) else print_line)(name, found)

    @contextmanager
    def row(self, path: str) -> Iterator[None]:
        """Report what fails within as the failure of this row, and go on."""
        started = time.monotonic()
        try:
            yield
        except Exception as error:
            self.failed[path] = f"{type(error).__name__}: {error}"[:2000]
            print(f"  {path} FAILED: {self.failed[path]}", flush=True)
            traceback.print_exc()
        finally:
            self.took[path] = round(time.monotonic() - started, 1)
            self.write()

    def write(self) -> None:
        """Leave what there is as JSON."""
        facts = {**self.found, "took": self.took, "failed": self.failed}
        self.out.write_text(json.dumps(facts, ensure_ascii=False, indent=1, default=_plain))

    def plain(self) -> Found:
        """Return the figures as the JSON has them."""
        return dict(json.loads(json.dumps(self.found, default=_plain)))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value))
