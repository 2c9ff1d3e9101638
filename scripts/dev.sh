#!/usr/bin/env bash
# Developing: the server with reload and a worker, each started anew when it ends; Ctrl+C ends both.
set -uo pipefail
cd "$(dirname "$0")/.."
port=${1:-8000}
# The certificates of the practice province come with a time-stamp service of their own.
name() { .venv/bin/python -m lienthong.practice.names "$1"; }
stamper=$(name time-stamper)
export LIENTHONG_DEBUG=${LIENTHONG_DEBUG:-true}
export LIENTHONG_TIME_STAMPER=${LIENTHONG_TIME_STAMPER:-$stamper}
# The name under which `make demo` made the installation; a ledger goes on under no other.
export LIENTHONG_INSTALLATION=${LIENTHONG_INSTALLATION:-$(name installation)}

ended=no
pids=()
stop() {
  ended=yes
  trap - INT TERM
  kill "${pids[@]}" 2>/dev/null
}
trap stop INT TERM

# Starts a command again whenever it ends; a source file that changed ends the worker.
keep() {
  local child=
  trap 'kill "$child" 2>/dev/null; exit 0' INT TERM
  while :; do
    "$@" &
    child=$!
    wait "$child"
    echo "ended with $?: $* (starting it again)" >&2
    sleep 1
  done
}

.venv/bin/lienthong migrate --verbosity 0 || exit 1
echo "http://127.0.0.1:$port/ (data in ${LIENTHONG_HOME:-var}; Ctrl+C ends it)"
keep .venv/bin/lienthong runserver "127.0.0.1:$port" &
pids+=($!)
keep .venv/bin/python scripts/reloading_worker.py &
pids+=($!)
wait
[ "$ended" = yes ] && wait
exit 0
