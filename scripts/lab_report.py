"""A report of the conformance lab about an installation that is served, for its picture."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

COMMAND = [sys.executable, "-m", "lienthong.config.command"]


def make_report(address: str, environment: Mapping[str, str], folder: Path) -> Path:
    """Let three trial systems in, play the book between them; return the page."""
    folder.mkdir(parents=True)
    agencies = [_let_in(number, address, environment, folder) for number in (1, 2, 3)]
    told = {
        "--address": f"{address}/vxp",
        "--system": "trial.1",
        "--secret-file": "trial.1",
        "--agency": agencies[0],
        "--name": "Trục thử",
        "--release": "2.1",
        "--owner": "Trung tâm CNTT",
        "--into": "report",
    }
    words = [word for option in told.items() for word in option]
    for number, code in enumerate(agencies[1:], start=2):
        words += ["--peer", f"{code},trial.{number},trial.{number}"]
    _run(["lab", "run", "--yes-this-is-a-test-system", *words], environment, folder)
    return folder / "report" / "lab-report.html"


def _let_in(number: int, address: str, environment: Mapping[str, str], folder: Path) -> str:
    system, code = f"trial.{number}", f"H19.90{number}"
    site = {"endpoint": f"{address}/vxp", "systemid": system, "secret_file": system}
    (folder / "site.json").write_text(json.dumps(site))
    for words in (
        ["system", "add", system, "--name", f"Phòng thử {number}", "--networks", "127.0.0.0/8"],
        ["system", "delegate", system, "--codes", "H19"],
        ["key", "add", system, "--shared", "--into", system],
        ["vxp", "--site", "site.json", "register", code, f"Phòng thử {number}"],
    ):
        _run(words, environment, folder)
    return code


def _run(words: list[str], environment: Mapping[str, str], folder: Path) -> None:
    subprocess.run(
        [*COMMAND, *words], env=environment, cwd=folder, stdout=subprocess.DEVNULL, check=True
    )
