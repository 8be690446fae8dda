#!/usr/bin/env bash
# Restores and builds everything with warnings as errors, starts the servers that tests need (tests/servers.sh), runs
# every test project, and ends with "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 # what dotnet prints is read

source tests/servers.sh
solution=DistPatterns.Analyzers.sln
logs=$(mktemp -d)
trap 'stop_servers; rm -rf "$logs"' EXIT
passed=0 failed=0 skipped=0

# one more that failed, and why
fail() {
  echo "FAILED: $1"
  failed=$((failed + 1))
}

finish() {
  local more=""
  if [[ $skipped -gt 0 ]]; then
    echo; echo "Skipped:"
    cat "$logs"/*.log | grep -A 1 '\[SKIP\]$' | grep -v '^--' | sed -E 's/^\[xUnit.net [0-9:.]+\] +/  /'
    more=", $skipped skipped"
  fi
  echo; echo "$passed passed, $failed failed$more"
  [[ $failed -eq 0 && $passed -gt 0 ]]; exit
}

restore() { dotnet restore "$solution" -warnaserror; }

run() {
  local project=$1 log code
  log="$logs/$(basename "$project" .csproj).log"
  echo; echo "== $project"
  dotnet test "$project" --no-build --nologo -tl:off --logger "console;verbosity=normal" </dev/null 2>&1 | tee "$log" | grep -vE '^  Passed |^\[xUnit\.net'
  code=${PIPESTATUS[0]}
  count() { sed -nE "s/^ +$1: ([0-9]+)\$/\1/p" "$log" | tail -n 1; }
  local p f s
  p=$(count Passed) f=$(count Failed) s=$(count Skipped)
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  [[ $code -eq 0 || ${f:-0} -gt 0 ]] || fail "$project ended with exit code $code and no result"
}

restore || restore || { fail "restore"; finish; } # a feed may fail once
dotnet build "$solution" --no-restore --nologo -warnaserror -tl:off || { fail "build"; finish; }
start_servers
for project in tests/*.Tests/*.csproj; do
  run "$project"
done
finish
