"""Fetch the packages of vendor/package.json and copy the named files into the product.

Run by hand after a version changed, with Node and npm at hand; the copies are committed, so
that installing the product needs neither. Each manifest says where every file came from.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "vendor"
BROWSER = ROOT / "src/lienthong/webkit/static/webkit/vendor"
FONTS = ROOT / "src/lienthong/printing/fonts"
ICONS = (VENDOR / "icons.txt").read_text().split()


@dataclass(frozen=True)
class Copy:
    """Files of one package: a pattern inside it, and where they go (a folder ends in "/")."""

    package: str
    pattern: str
    folder: Path
    to: str


def _be_vietnam(subset: str, weight: int) -> Copy:
    name = f"files/be-vietnam-pro-{subset}-{weight}-normal.woff2"
    return Copy("@fontsource/be-vietnam-pro", name, BROWSER, "be-vietnam-pro/")


COPIES = [
    *(_be_vietnam(s, w) for s in ("latin", "vietnamese") for w in (400, 500, 600, 700)),
    Copy("@fontsource/be-vietnam-pro", "LICENSE", BROWSER, "be-vietnam-pro/"),
    Copy("pdfjs-dist", "LICENSE", BROWSER, "pdfjs/"),
    Copy("pdfjs-dist", "build/pdf.min.mjs", BROWSER, "pdfjs/"),
    Copy("pdfjs-dist", "build/pdf.worker.min.mjs", BROWSER, "pdfjs/"),
    *(
        Copy("pdfjs-dist", f"{folder}/*", BROWSER, f"pdfjs/{folder}/")
        for folder in ("cmaps", "standard_fonts", "wasm", "iccs")
    ),
    Copy("@tabler/icons", "LICENSE", BROWSER, "icons/"),
    Copy("@expo-google-fonts/tinos", "400Regular/*.ttf", FONTS, "Tinos-Regular.ttf"),
    Copy("@expo-google-fonts/tinos", "700Bold/*.ttf", FONTS, "Tinos-Bold.ttf"),
    Copy("@expo-google-fonts/tinos", "400Regular_Italic/*.ttf", FONTS, "Tinos-Italic.ttf"),
    Copy("@expo-google-fonts/tinos", "700Bold_Italic/*.ttf", FONTS, "Tinos-BoldItalic.ttf"),
    Copy("@expo-google-fonts/tinos", "LICENSE_FONT", FONTS, "LICENSE"),
]


def main() -> None:
    """Install into a temporary folder, replace both folders of copies, write the manifests."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        for name in ("package.json", ".npmrc"):
            shutil.copy(VENDOR / name, work / name)
        subprocess.run(["npm", "install", "--no-package-lock"], cwd=work, check=True)
        for folder in (BROWSER, FONTS):
            shutil.rmtree(folder, ignore_errors=True)
        rows = [(copy.folder, row) for copy in COPIES for row in _carry_out(copy, work)]
        rows.append((BROWSER, _make_sprite(work)))
    for folder in (BROWSER, FONTS):
        files = sorted((row for at, row in rows if at == folder), key=lambda row: row["file"])
        text = json.dumps({"files": files}, indent=1, ensure_ascii=False)
        (folder / "manifest.json").write_text(text + "\n")


def _carry_out(copy: Copy, work: Path) -> Iterator[dict[str, str]]:
    package = work / "node_modules" / copy.package
    sources = sorted(path for path in package.glob(copy.pattern) if path.is_file())
    if not sources:
        raise FileNotFoundError(f"{copy.package}: nothing matches {copy.pattern}")
    for source in sources:
        name = copy.to + source.name if copy.to.endswith("/") else copy.to
        target = copy.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        yield _row(target, name, package)


def _row(target: Path, name: str, package: Path) -> dict[str, str]:
    about: dict[str, Any] = json.loads((package / "package.json").read_text())
    return {
        "file": name,
        "package": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }


def _make_sprite(work: Path) -> dict[str, str]:
    """Write one SVG with a symbol per icon; pages refer to `sprite.svg#name`."""
    package = work / "node_modules/@tabler/icons"
    symbols = []
    for name in ICONS:
        drawing = (package / "icons" / "outline" / f"{name}.svg").read_text()
        inner = re.sub(r"\s*\n\s*", "", re.sub(r"(?s)^.*?<svg[^>]*>|</svg>\s*$", "", drawing))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    body = "\n".join(symbols)
    target = BROWSER / "icons" / "sprite.svg"
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n')
    return _row(target, "icons/sprite.svg", package)


if __name__ == "__main__":
    main()
