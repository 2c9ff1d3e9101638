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
# A row is taken again when the floor beside it is below this share of the best of the run, for a
# machine that is shared has slow minutes; so often at most.
SLOW, TRIES = 0.85, 3


@dataclass
class Run:
    """What a run has found until now; it is written to `out` after each row.

    found: figures by their names. took: seconds of each row. failed: why a row has no figure.
    floor: measures what the machine can do at this moment (documents a second of P4); what it was
    beside a row is found under "floor_beside".
    """

    out: Path
    found: Found
    floor: Callable[[], float] | None = None
    took: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    async def measure(
        self,
        path: str,
        load: Callable[[], Awaitable[Any]],
        *,
        patience: float = PATIENCE,
        again: bool = True,
    ) -> None:
        """Keep what a load returns under a path of names ("sqlite.api.W1").

        Taken in a slow moment of the machine it is taken again; the one beside the best floor
        stays.

        patience: seconds after which it counts as stuck. again: whether it can be repeated.
        """
        with self.row(path):
            beside: dict[str, float] = self.found.setdefault("floor_beside", {})
            for _try in range(TRIES if again and self.floor else 1):
                before = self._floor()
                async with asyncio.timeout(patience):
                    found = await load()
                rate = round((before + self._floor()) / 2, 1)
                if rate >= beside.get(path, 0.0):
                    beside[path] = rate
                    self.keep(path, found)
                if rate >= SLOW * max(beside.values()):
                    break
                print(f"  {path}: a slow moment, the floor did {rate:.0f} a second", flush=True)

    def _floor(self) -> float:
        return self.floor() if self.floor else 0.0

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
