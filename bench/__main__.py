"""`make bench`: every figure of one run, as a table and as JSON."""

import argparse
import json
import platform
import shutil
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from bench.floor import floor
from bench.installations import Installation, installations
from bench.loads import loads, shown


def main() -> None:
    """Measure the floor, the loads and the pages; leave bench.json beside the printed table."""
    words = _words()
    folder = Path(mkdtemp(prefix="bench-", dir=words.folder))
    folder.chmod(0o755)
    found: dict[str, Any] = {
        "on": time.strftime("%Y-%m-%d %H:%M"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }
    try:
        found["floor"] = floors(folder, seconds=words.seconds)
        with installations(folder, words.databases.split(",")) as made:
            for kind, installation in made:
                found[kind] = {
                    "loads": {
                        workers: sending(kind, installation, workers, found["floor"]["2"])
                        for workers in words.workers
                    },
                    "pages": stock(kind, installation, words.stock),
                }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    Path(words.out).write_text(json.dumps(found, ensure_ascii=False, indent=1))
    print(f"\n{words.out} has it all.")


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--folder", default="var", help="where the disk to measure is")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--stock", type=_sizes, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--workers", type=_sizes, default=[1, 2], help="processes of the server")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each floor")
    parser.add_argument("--out", default="var/bench.json")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return [int(word) for word in text.split(",") if word]


def floors(folder: Path, *, seconds: float) -> dict[str, float]:
    """P4 in one process and in two."""
    print("P4, the floor: hash 300 KB, check a signature, file and commit on disk")
    found = {}
    for processes in (1, 2):
        rate = floor(processes=processes, seconds=seconds, folder=folder)
        found[str(processes)] = round(rate, 1)
        print(f"  {processes} process(es)  {rate:8.0f} documents/s")
    return found


def sending(kind: str, installation: Installation, workers: int, floor: float) -> dict[str, object]:
    """W1 and W2 through the interface, with the ratio to the floor in two processes."""
    print(f"{kind}, {workers} process(es): W1 (20 senders, 5 recipients) and W2 (200 recipients)")
    found = loads(installation, workers=workers)
    for name, outcome in found.items():
        print(shown(name, outcome, floor))
    return dict(found)


def stock(kind: str, installation: Installation, sizes: list[int]) -> dict[str, object]:
    """Statements and time of each page at each stock; one table a database."""
    found: dict[str, object] = {}
    by_page: dict[str, list[dict[str, float]]] = {}
    for size in sizes:
        started = time.perf_counter()
        held = int(installation.run("bench.stock", size).split()[-1])
        print(f"{kind}: {held:,} documents after {time.perf_counter() - started:.0f} s")
        lines = [json.loads(line) for line in installation.run("bench.pages").splitlines()]
        found[str(held)] = lines
        for line in lines:
            by_page.setdefault(line["page"], []).append(line)
    _print_pages(kind, sizes, by_page)
    return found


def _print_pages(kind: str, sizes: list[int], by_page: dict[str, list[dict[str, float]]]) -> None:
    heads = "".join(f"{size:>22,}" for size in sizes)
    print(
        f"\nPages on {kind}: statements, median and worst ms at so many documents\n{'':28}{heads}"
    )
    for page, lines in by_page.items():
        cells = "".join(
            f"{line['statements']:>8} {line['median_ms']:>6.1f} {line['worst_ms']:>6.1f}"
            for line in lines
        )
        print(f"  {page:26}{cells}")


if __name__ == "__main__":
    main()
