"""Check the system libraries that the installed wheels need; name the Debian package of each."""

import ctypes.util
import sys

# What WeasyPrint loads at run time, with the package of Debian and Ubuntu that brings it.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
    "fontconfig": "libfontconfig1",
}


def main() -> int:
    """Return 0 when every library is found, else 1 after saying what to install."""
    missing = [package for name, package in LIBRARIES.items() if not ctypes.util.find_library(name)]
    if missing:
        print("Thiếu thư viện / missing libraries:", file=sys.stderr)
        print("  sudo apt-get install", *missing, file=sys.stderr)
        print("[setup.libraries-missing] docs/howto/when-it-fails.md", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
