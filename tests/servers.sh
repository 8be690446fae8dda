# shellcheck shell=bash
# Sourced by test.sh. Starts the servers that tests talk to, each on a free port of 127.0.0.1 with its data in a
# temporary folder, and tells the tests by a DISTPATTERNS_TEST_… variable. One that is set already is kept: that server
# is somebody else's. A server that cannot be had is named with the reason, and the tests that need it skip.
# PostgreSQL runs with fsync off, since nobody keeps what tests write, and a standby follows it; standby=off starts none, and
# durable=on is for measurements: fsync on, and no standby.

start_servers() { start_postgres; start_rabbitmq; }
stop_servers() { stop_postgres; stop_rabbitmq; }

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
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=${durable:-off} -c max_connections=200"; then
    export DISTPATTERNS_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
    write_postgres_program
    [[ ${durable:-off} == on || ${standby:-on} == off ]] || start_standby "$port"
  else
    echo "No PostgreSQL: it did not start"
    tail -n 5 "$postgres_folder"/*log
    stop_postgres
  fi
}

# DISTPATTERNS_TEST_POSTGRES_PROGRAM runs one of PostgreSQL's programs, for the tests that need more clusters than one. It runs in the
# folder of the server; a cluster that a test makes there and does not stop is stopped with it.
write_postgres_program() {
  cat >"$postgres_folder/program" <<PROGRAM
#!/usr/bin/env bash
cd $postgres_folder && program=$(postgres_programs)/\$1 && shift && exec $([[ $EUID -ne 0 ]] || echo "runuser -u postgres --") "\$program" "\$@"
PROGRAM
  chmod +x "$postgres_folder/program"
  export DISTPATTERNS_TEST_POSTGRES_PROGRAM="$postgres_folder/program"
}

# follows the server on the port given, for the tests that read from followers
start_standby() {
  local bin port
  bin=$(postgres_programs) port=$(free_port)
  if as_postgres "$bin/pg_basebackup" -D "$postgres_folder/standby" -h 127.0.0.1 -p "$1" -U postgres -R -c fast --no-sync >>"$postgres_folder/log" 2>&1 &&
    as_postgres "$bin/pg_ctl" -D "$postgres_folder/standby" -l "$postgres_folder/standby.log" -w start </dev/null >>"$postgres_folder/log" 2>&1 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=${durable:-off} -c max_connections=200"; then
    export DISTPATTERNS_TEST_POSTGRES_STANDBY="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
  else
    echo "No standby of PostgreSQL: it did not start"
    tail -n 5 "$postgres_folder"/*log
  fi
}

stop_postgres() {
  [[ -n $postgres_folder ]] || return 0
  local data
  for data in "$postgres_folder"/*; do
    [[ ! -f $data/postmaster.pid ]] || as_postgres "$(postgres_programs)/pg_ctl" -D "$data" -m immediate stop >/dev/null
  done
  rm -rf "$postgres_folder"
  postgres_folder=""
}

rabbitmq_folder=""

rabbitmq_programs() { ls -d /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin 2>/dev/null | sort -V | tail -n 1; }

# RabbitMQ runs as the owner of its files; its programs read all they need from the environment
as_rabbitmq() {
  if [[ $EUID -eq 0 ]]; then (cd "$rabbitmq_folder" && runuser -u rabbitmq -- "$rabbitmq_folder/env" "$@"); else (cd "$rabbitmq_folder" && "$rabbitmq_folder/env" "$@"); fi
}

# small messages, so that one too large for the broker is small too; only what went wrong is logged
write_rabbitmq_settings() {
  local port=$1 distribution epmd
  distribution=$(free_port) epmd=$(free_port)
  cat >"$rabbitmq_folder/rabbitmq.conf" <<CONF
listeners.tcp.tests = 127.0.0.1:$port
max_message_size = 1048576
disk_free_limit.absolute = 50MB
log.file.level = warning
CONF
  cat >"$rabbitmq_folder/env" <<ENV
#!/usr/bin/env bash
export HOME=$rabbitmq_folder ERL_EPMD_PORT=$epmd ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_RELAXED_COMMAND_CHECK=1
export RABBITMQ_NODENAME=$(basename "$rabbitmq_folder")@localhost RABBITMQ_DIST_PORT=$distribution
export RABBITMQ_CONFIG_FILE=$rabbitmq_folder/rabbitmq RABBITMQ_CONF_ENV_FILE=$rabbitmq_folder/none RABBITMQ_ENABLED_PLUGINS_FILE=$rabbitmq_folder/none
export RABBITMQ_MNESIA_BASE=$rabbitmq_folder/mnesia RABBITMQ_LOG_BASE=$rabbitmq_folder/log RABBITMQ_PID_FILE=$rabbitmq_folder/pid
exec "\$@"
ENV
  cat >"$rabbitmq_folder/ctl" <<CTL
#!/usr/bin/env bash
cd $rabbitmq_folder && exec $([[ $EUID -ne 0 ]] || echo "runuser -u rabbitmq --") $rabbitmq_folder/env $(rabbitmq_programs)/rabbitmqctl -q "\$@"
CTL
  cat >"$rabbitmq_folder/server" <<SERVER
#!/usr/bin/env bash
cd $rabbitmq_folder && exec $([[ $EUID -ne 0 ]] || echo "runuser -u rabbitmq --") $rabbitmq_folder/env $(rabbitmq_programs)/rabbitmq-server -detached
SERVER
  chmod +x "$rabbitmq_folder"/{env,ctl,server}
}

# DISTPATTERNS_TEST_RABBITMQ_CTL is its rabbitmqctl, for the tests that stop the broker in the middle; the program "server" beside it starts it again
start_rabbitmq() {
  [[ -z ${DISTPATTERNS_TEST_RABBITMQ:-} ]] || return 0
  [[ -n $(rabbitmq_programs) ]] || install_package rabbitmq-server
  local bin port
  bin=$(rabbitmq_programs)
  [[ -n $bin ]] || { echo "No RabbitMQ: /usr/lib/rabbitmq is missing and could not be installed, which takes root and apt-get"; return 0; }

  rabbitmq_folder=$(mktemp -d -t rabbit-XXXXXXXX)
  port=$(free_port)
  write_rabbitmq_settings "$port"
  [[ $EUID -ne 0 ]] || chown -R rabbitmq "$rabbitmq_folder"
  if "$rabbitmq_folder/server" </dev/null >"$rabbitmq_folder/start" 2>&1 &&
    as_rabbitmq "$bin/rabbitmqctl" -q wait --timeout 60 "$rabbitmq_folder/pid" </dev/null >>"$rabbitmq_folder/start" 2>&1; then
    export DISTPATTERNS_TEST_RABBITMQ="amqp://guest:guest@127.0.0.1:$port" DISTPATTERNS_TEST_RABBITMQ_CTL="$rabbitmq_folder/ctl"
  else
    echo "No RabbitMQ: it did not start"
    tail -n 5 "$rabbitmq_folder"/start "$rabbitmq_folder"/log/*.log
    stop_rabbitmq
  fi
}

# its data is not kept, so it is killed rather than shut down, which takes 5 s; its epmd serves nobody else
stop_rabbitmq() {
  [[ -n $rabbitmq_folder ]] || return 0
  [[ ! -f $rabbitmq_folder/pid ]] || kill -KILL "$(<"$rabbitmq_folder/pid")" 2>/dev/null
  as_rabbitmq epmd -kill >/dev/null 2>&1
  rm -rf "$rabbitmq_folder" || { sleep 1; rm -rf "$rabbitmq_folder"; }
  rabbitmq_folder=""
}
