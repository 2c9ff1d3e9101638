#!/usr/bin/env bash
# The whole suite: on SQLite with a real browser and, at the same time, everything that uses a
# database on PostgreSQL. What failed, and a line for each half, stand at the very end.
# Installs the Debian packages that it needs as root or with INSTALL=yes; otherwise says what to
# install and skips what needs it. With CI=true a missing component is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
# The half on SQLite has more to do: so both end together, and no core waits for the longest test.
sqlite_workers=${WORKERS:-4}
postgres_workers=${WORKERS:-2}

missing=()
# The one without windows takes two thirds of the CPU; not every distribution has it.
if ! command -v chromium-headless-shell >/dev/null; then
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    missing+=(chromium-headless-shell)
  elif ! command -v chromium >/dev/null; then
    missing+=(chromium)
  fi
fi
command -v pdfsig >/dev/null || missing+=(poppler-utils)
pg_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
[ -n "$(pg_bin)" ] || missing+=(postgresql)
# What a province may leave out: its tests are skipped without it, also with CI=true. Postfix is
# used where it is, and never fetched: it would take the place of the machine's own mail server.
command -v tesseract >/dev/null || missing+=(tesseract-ocr tesseract-ocr-vie)
command -v dovecot >/dev/null || missing+=(dovecot-imapd dovecot-lmtpd)

if [ ${#missing[@]} -gt 0 ]; then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  if [ "$(id -u)" = 0 ] || [ "${INSTALL:-no}" = yes ]; then
    echo "Installing ${missing[*]} …"
    # No daemon is to start by itself: the tests start what they need on ports of their own.
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    $sudo apt-get update -qq
    for package in "${missing[@]}"; do # each by itself: one that is nowhere keeps no other away
      $sudo apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
        echo "apt-get did not install $package" >&2
    done
  else
    echo "Some tests are skipped or slower. To mend it: sudo apt-get install ${missing[*]}" >&2
  fi
fi

# What tests write lies in memory where there is room: a fifth of their time goes into making,
# flushing and removing files.
roomy() { # eight gigabytes of memory and of /dev/shm, where programs may be started
  local free program
  free=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null)
  [ "${free:-0}" -gt 8000000 ] || return 1
  free=$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)
  [ "${free:-0}" -gt 8000000 ] || return 1
  program=$(mktemp -p /dev/shm) && chmod +x "$program" && "$program" 2>/dev/null
  local runs=$?
  rm -f "$program"
  return $runs
}
if [ -z "${TMPDIR:-}" ] && roomy; then export TMPDIR=/dev/shm; fi
folder=$(mktemp -d)
export TMPDIR=$folder
status=0
second=
stop() {
  [ -z "$second" ] || kill "$second" 2>/dev/null
  [ -f "$folder/data/postmaster.pid" ] && as_postgres "$(pg_bin)/pg_ctl" -D "$folder/data" -m immediate -s stop
  rm -rf "$folder"
}
trap stop EXIT
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); else "$@"; fi
}

start_postgres() {
  local bin port
  bin=$(pg_bin)
  [ -n "$bin" ] || return 1
  [ "$(id -u)" != 0 ] || chown postgres "$folder"
  port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  as_postgres "$bin/initdb" -D "$folder/data" -U lienthong --auth=trust --encoding=UTF8 --no-sync >/dev/null || return 1
  as_postgres "$bin/pg_ctl" -D "$folder/data" -s -w -l "$folder/log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c autovacuum=off -c jit=off" start || return 1
  export POSTGRES_URL="postgresql://lienthong@127.0.0.1:$port/postgres"
}

.venv/bin/pybabel --quiet compile --domain django --directory src/lienthong/locale || exit 1
# Tests start a hundred processes: none of them is to compile the product again.
unset PYTHONDONTWRITEBYTECODE
.venv/bin/python -m compileall -q -j 2 src

# Seconds for the first half: what pytest rewrites of the tests the other half finds rewritten.
AHEAD=10
half() { # workers, words for pytest, which takes the place of this shell; what failed is told in wide lines
  local workers=$1
  shift
  COLUMNS=160 exec .venv/bin/pytest -q -n "$workers" --dist loadscope --no-loadscope-reorder --durations=25 --durations-min=3 "$@"
}
ending() { # name, file: one line of numbers
  echo "$1: $(tail -n 1 "$2" | tr -d '=')"
}
failures() { # name, file: which tests failed and why
  grep -E '^(FAILED|ERROR) |INTERNALERROR>.*Error|node down' "$2" | cut -c -240 | sed "s/^/$1: /"
}

if start_postgres; then
  (sleep $AHEAD && LIENTHONG_DATABASE="$POSTGRES_URL" half "$postgres_workers" --only-database "$@") >"$folder/postgresql" 2>&1 &
  second=$!
elif [ -n "$(pg_bin)" ]; then
  echo "PostgreSQL is here and did not start: $(tail -n 3 "$folder/log" 2>/dev/null)" >"$folder/postgresql"
  status=1
elif [ "${CI:-}" = true ]; then
  echo "PostgreSQL is missing and CI=true: apt-get install postgresql" >"$folder/postgresql"
  status=1
else
  echo "Skipped: no PostgreSQL. To enable: sudo apt-get install postgresql" >"$folder/postgresql"
fi

echo "== SQLite, files, browser (meanwhile the tests of the database on PostgreSQL)"
half "$sqlite_workers" "$@" 2>&1 | tee "$folder/sqlite" || status=1
[ -z "$second" ] || wait "$second" || status=1
second=
echo "== PostgreSQL"
cat "$folder/postgresql"

echo "== In short"
failures SQLite "$folder/sqlite"
failures PostgreSQL "$folder/postgresql"
ending SQLite "$folder/sqlite"
ending PostgreSQL "$folder/postgresql"
exit $status
