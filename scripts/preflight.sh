#!/usr/bin/env bash
# Says which Debian package brings what is missing, before anything is installed.
# The last line of each has a code that docs/howto/when-it-fails.md explains.
set -u
python=${PYTHON:-python3}
stop() { # code, what is missing, what brings it
  echo "Thiếu thành phần / something is missing:" >&2
  echo "  - $2: $3" >&2
  echo "[$1] docs/howto/when-it-fails.md" >&2
  exit 1
}
command -v "$python" >/dev/null ||
  stop setup.python-missing "python3 (Python 3.11 or newer)" "sudo apt-get install python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  stop setup.python-too-old "Python 3.11 or newer (this one is $("$python" -V 2>&1))" \
    "sudo apt-get install python3 of Debian 13, Debian 12 or Ubuntu 24.04"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  stop setup.venv-missing "Python's venv" "sudo apt-get install python3-venv"
[ -w . ] || stop setup.not-writable "a folder that may be written" "copy the tree elsewhere"
free=$(df -Pk . | awk 'NR == 2 { print $4 }')
[ "${free:-0}" -ge "${NEEDED_KB:-600000}" ] ||
  stop setup.disk-full "600 MB of free disk ($((free / 1000)) MB are left)" "free some space"
