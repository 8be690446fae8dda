# shellcheck shell=bash
# Sourced by test.sh. Starts the servers that tests talk to, each on a free port of 127.0.0.1 with its data in a
# temporary folder, and tells the tests by a DISTPATTERNS_TEST_… variable. One that is set already is kept: that server
# is somebody else's. A server that cannot be had is named with the reason, and the tests that need it skip.

start_servers() { start_postgres; }
stop_servers() { stop_postgres; }

free_port() {
  local port
  while port=$((20000 + RANDOM % 30000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# its output is shown only when it fails: perl and debconf warn of locales, and a warning fails CI
install_package() {
  local log
  [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null || return 1
  log=$(mktemp)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1"; } </dev/null >"$log" 2>&1 || tail -n 5 "$log"
  rm -f "$log"
}

postgres_folder=""

postgres_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# PostgreSQL refuses to run as root
as_postgres() {
  if [[ $EUID -eq 0 ]]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgres() {
  [[ -z ${DISTPATTERNS_TEST_POSTGRES:-} ]] || return 0
  [[ -n $(postgres_programs) ]] || install_package postgresql
  local bin port
  bin=$(postgres_programs)
  [[ -n $bin ]] || { echo "No PostgreSQL: /usr/lib/postgresql is missing and could not be installed, which takes root and apt-get"; return 0; }

  postgres_folder=$(mktemp -d)
  [[ $EUID -ne 0 ]] || chown postgres "$postgres_folder"
  port=$(free_port)
  if as_postgres "$bin/initdb" -D "$postgres_folder/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$postgres_folder/log" 2>&1 &&
    as_postgres "$bin/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/server.log" -w start </dev/null >>"$postgres_folder/log" 2>&1 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200"; then
    export DISTPATTERNS_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
    start_standby "$port"
  else
    echo "No PostgreSQL: it did not start"
    tail -n 5 "$postgres_folder"/*log
    stop_postgres
  fi
}

# follows the server on the port given, for the tests that read from followers
start_standby() {
  local bin port
  bin=$(postgres_programs) port=$(free_port)
  if as_postgres "$bin/pg_basebackup" -D "$postgres_folder/standby" -h 127.0.0.1 -p "$1" -U postgres -R -c fast --no-sync >>"$postgres_folder/log" 2>&1 &&
    as_postgres "$bin/pg_ctl" -D "$postgres_folder/standby" -l "$postgres_folder/standby.log" -w start </dev/null >>"$postgres_folder/log" 2>&1 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200"; then
    export DISTPATTERNS_TEST_POSTGRES_STANDBY="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
  else
    echo "No standby of PostgreSQL: it did not start"
    tail -n 5 "$postgres_folder"/*log
  fi
}

stop_postgres() {
  [[ -n $postgres_folder ]] || return 0
  local data
  for data in "$postgres_folder"/{standby,data}; do
    [[ ! -f $data/postmaster.pid ]] || as_postgres "$(postgres_programs)/pg_ctl" -D "$data" -m immediate stop >/dev/null
  done
  rm -rf "$postgres_folder"
  postgres_folder=""
}
