#!/usr/bin/env bash
# Clone this repository into a new folder, run `make demo` there as a new user would, and look at each role's page.
set -euo pipefail
cd "$(dirname "$0")/.."
dossier=$(mktemp -d /tmp/ml-demo-XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
pid=""
# By python3, the only client that every machine of the README has.
repond() { python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)' "$1" 2>/dev/null; }
arreter() { # as Ctrl-C would in its terminal: every process of its group
  [ -n "$pid" ] || return 0
  kill -INT -- "-$(ps -o pgid= -p "$pid" | tr -d ' ')" 2>/dev/null || kill -INT "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  pid=""
}
finir() {
  arreter
  rm -rf "$dossier"
}
trap finir EXIT
git clone --quiet . "$dossier/clone"
for passage in premier second; do
  debut=$SECONDS
  # setsid: the interrupt goes to this demo alone, as Ctrl-C would in its terminal.
  (cd "$dossier/clone" && exec env -u DATABASE_URL -u REDIS_URL -u VAR_DIR PORT="$port" setsid make demo) >"$dossier/$passage.log" 2>&1 &
  pid=$!
  until repond "http://127.0.0.1:$port/demo/"; do
    kill -0 "$pid" 2>/dev/null || { cat "$dossier/$passage.log"; echo "make demo s'est arrêté"; exit 1; }
    [ $((SECONDS - debut)) -lt 300 ] || { cat "$dossier/$passage.log"; echo "make demo ne répond pas"; exit 1; }
    sleep 0.3
  done
  echo "$passage démarrage : $((SECONDS - debut)) s"
  .venv/bin/python scripts/visiter_demo.py "http://127.0.0.1:$port"
  arreter
  ! repond "http://127.0.0.1:$port/" || { echo "le serveur répond encore après l'arrêt"; exit 1; }
  restes=$(pgrep -f "$dossier/clone" || true)
  [ -z "$restes" ] || { echo "il reste des processus après l'arrêt :"; ps -fp $restes; exit 1; }
done
