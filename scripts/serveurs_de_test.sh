#!/usr/bin/env bash
# A private PostgreSQL and a private Redis for tests and measures, on Unix sockets and free ports of this machine only.
#   scripts/serveurs_de_test.sh start DIR    prints the lines to eval: export DATABASE_URL=… REDIS_URL=…
#   scripts/serveurs_de_test.sh stop DIR     stops both and removes DIR
set -euo pipefail

dir=${2:?usage: $0 start|stop DIR}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

case $1 in
  start)
    [ -n "$bin" ] || { echo "PostgreSQL manque : apt-get install postgresql" >&2; exit 1; }
    command -v redis-server >/dev/null || { echo "Redis manque : apt-get install redis-server" >&2; exit 1; }
    mkdir -p "$dir/pg" "$dir/redis"
    port=$(free_port)
    if [ "$(id -u)" = 0 ]; then chmod 755 "$dir"; chown -R postgres "$dir/pg"; fi
    as_postgres "$bin/initdb" -D "$dir/pg/data" -U ml --auth=trust -E UTF8 --locale=C.UTF-8 >"$dir/pg/initdb.log"
    as_postgres "$bin/pg_ctl" -D "$dir/pg/data" -w -l "$dir/pg/log" start \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir/pg -c max_connections=300 -c shared_buffers=512MB -c work_mem=32MB -c random_page_cost=1.1 ${PG_OPTIONS:-}" >/dev/null
    as_postgres "$bin/createdb" -h 127.0.0.1 -p "$port" -U ml ml
    redis_port=$(free_port)
    redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$dir/redis" --daemonize yes \
      --pidfile "$dir/redis/pid" --logfile "$dir/redis/log" --save '' --appendonly no >/dev/null
    echo "export DATABASE_URL=postgres://ml@127.0.0.1:$port/ml"
    echo "export REDIS_URL=redis://127.0.0.1:$redis_port/0"
    ;;
  stop)
    [ -z "$bin" ] || as_postgres "$bin/pg_ctl" -D "$dir/pg/data" -m immediate stop >/dev/null 2>&1 || true
    redis=$(cat "$dir/redis/pid" 2>/dev/null || true)
    if [ -n "$redis" ] && kill "$redis" 2>/dev/null; then
      for _ in {1..100}; do # it opens its log again for its last words: removed too early, the folder would come back
        kill -0 "$redis" 2>/dev/null || break
        sleep 0.1
      done
    fi
    rm -rf "$dir"
    ;;
  *) echo "usage: $0 start|stop DIR" >&2; exit 2 ;;
esac
