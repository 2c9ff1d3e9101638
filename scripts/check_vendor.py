"""Compare every vendored file with its manifest; says what differs and exits 1.

Standard library only, so that it runs before anything is installed.
"""

import hashlib
import json
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "lienthong"
MANIFESTS = (
    SOURCE / "webkit" / "static" / "webkit" / "vendor" / "manifest.json",
    SOURCE / "printing" / "fonts" / "manifest.json",
)


def differences(manifest: Path) -> list[str]:
    """Return one sentence for each file that is missing, changed or not listed."""
    if not manifest.exists():
        return [f"{manifest}: missing"]
    folder = manifest.parent
    listed = {row["file"]: row["sha256"] for row in json.loads(manifest.read_text())["files"]}
    there = {
        str(path.relative_to(folder)): path
        for path in folder.rglob("*")
        if path.is_file() and path != manifest
    }
    found = [f"{folder / name}: not in the manifest" for name in sorted(there.keys() - listed)]
    for name, digest in sorted(listed.items()):
        if name not in there:
            found.append(f"{folder / name}: missing")
        elif hashlib.sha256(there[name].read_bytes()).hexdigest() != digest:
            found.append(f"{folder / name}: changed since it was vendored")
    return found


def main() -> int:
    """Print every difference on stderr; the exit code is 1 when there is any."""
    found = [line for manifest in MANIFESTS for line in differences(manifest)]
    for line in found:
        sys.stderr.write(line + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
