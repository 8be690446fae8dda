#!/usr/bin/env bash
# Starts a PostgreSQL that keeps what it commits and a RabbitMQ, measures the outbox on them, and stops them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source tests/servers.sh
trap stop_servers EXIT
durable=on start_servers
dotnet run -c Release --project benchmarks/Outbox -- "$@"
