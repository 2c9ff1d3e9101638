"""The order of the packages, and the order inside each, hold."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import ROOT, packages

from lienthong.kernel.wording import noop

LAYERS = {
    line.strip().strip('",')
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
}


def test_every_import_contract_is_kept():
    checked = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout[-4000:]
    assert "0 broken" in checked.stdout


def test_the_pure_word_for_marking_texts_changes_nothing():
    assert noop("Văn bản đến") == "Văn bản đến"


def test_every_package_with_tables_keeps_them_for_itself():
    protected = " ".join(LAYERS)
    with_tables = {
        name for name in packages() if (ROOT / "src/lienthong" / name / "models.py").exists()
    }
    missing = [name for name in with_tables if f"lienthong.{name}.models" not in protected]
    assert not missing, f"no contract protects the tables of {sorted(missing)}"
