#!/usr/bin/env bash
# Restores and builds the solution with warnings as errors, runs every test project, and ends with "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

solution=DistPatterns.Analyzers.sln
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 # the results are read from what dotnet prints

passed=0 failed=0 skipped=0

finish() {
  echo
  [[ $skipped -eq 0 ]] && echo "$passed passed, $failed failed" || echo "$passed passed, $failed failed, $skipped skipped"
  [[ $failed -eq 0 && $passed -gt 0 ]]
  exit
}

fail() {
  echo "FAILED: $1" >&2
  failed=$((failed + 1))
}

# feeds fail now and then: one more try
dotnet restore "$solution" -warnaserror || dotnet restore "$solution" -warnaserror || { fail "restore"; finish; }
dotnet build "$solution" --no-restore -warnaserror -tl:off -nodeReuse:false || { fail "build"; finish; }

for project in tests/*.Tests/*.csproj; do
  log="$results/$(basename "$project" .csproj).log"
  echo
  dotnet test "$project" --no-build -tl:off --logger "console;verbosity=normal" 2>&1 </dev/null \
    | tee "$log" | grep -vE '^\s+Passed |^\[xUnit.net|^$'
  exit=${PIPESTATUS[0]}
  count() { sed -nE "s/^ +$1: ([0-9]+)$/\1/p" "$log" | tail -n 1; }
  passed=$((passed + $(count Passed || true) + 0))
done

finish
