#!/usr/bin/env bash
# Says which Debian package brings what is missing, before anything is installed.
set -u
python=${PYTHON:-python3}
missing=()
if ! command -v "$python" >/dev/null; then
  missing+=("python3 (Python 3.11 or newer)|python3")
else
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    missing+=("Python 3.11 or newer (this one is $("$python" -V 2>&1))|python3 of Debian 12 or Ubuntu 24.04")
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    missing+=("Python's venv|python3-venv")
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "Thiếu thành phần / something is missing:" >&2
  for entry in "${missing[@]}"; do
    echo "  - ${entry%%|*}: sudo apt-get install ${entry##*|}" >&2
  done
  exit 1
fi
