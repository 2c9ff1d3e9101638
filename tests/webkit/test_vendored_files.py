"""Vendored files are what their manifests say, and name no registry."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BROWSER = "src/lienthong/webkit/static/webkit/vendor"
FONTS = "src/lienthong/printing/fonts"


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "scripts" / "check_vendor.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def copy_of_the_fonts(root: Path) -> Path:
    (root / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "check_vendor.py", root / "scripts")
    shutil.copytree(ROOT / FONTS, root / FONTS)
    browser = root / BROWSER
    browser.mkdir(parents=True)
    (browser / "manifest.json").write_text('{"files": []}')
    return root / FONTS


def test_every_file_is_what_its_manifest_says():
    assert check(ROOT).stderr == ""


def test_a_changed_file_a_missing_one_and_a_stranger_are_named(tmp_path):
    fonts = copy_of_the_fonts(tmp_path)
    (fonts / "Tinos-Bold.ttf").write_bytes(b"other")
    (fonts / "Tinos-Italic.ttf").unlink()
    (fonts / "stranger.ttf").write_bytes(b"")

    answer = check(tmp_path)

    assert answer.returncode == 1
    assert "Tinos-Bold.ttf: changed" in answer.stderr
    assert "Tinos-Italic.ttf: missing" in answer.stderr
    assert "stranger.ttf: not in the manifest" in answer.stderr


def test_every_package_comes_with_its_licence():
    for folder in (ROOT / BROWSER, ROOT / FONTS):
        rows = json.loads((folder / "manifest.json").read_text())["files"]
        packages = {row["package"] for row in rows}
        licensed = {row["package"] for row in rows if Path(row["file"]).name == "LICENSE"}
        assert licensed == packages
        assert all(row["licence"] and row["version"] for row in rows)


def test_versions_are_exact_and_no_registry_is_named():
    wanted = json.loads((ROOT / "vendor/package.json").read_text())["dependencies"]

    assert all(version[0].isdigit() for version in wanted.values())
    assert not (ROOT / "vendor/package-lock.json").exists()
    for path in (ROOT / "vendor").iterdir():
        assert "://" not in path.read_text()
