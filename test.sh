#!/usr/bin/env bash
# Everything that is tested, from a clean clone: .NET, the pages, the browser. The last line counts.
set -uo pipefail
cd "$(dirname "$0")"
passed=0 failed=0

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
dotnet build MailCrm.sln -v q -nologo || { echo "0 passed, 1 failed"; exit 1; }
for project in tests/*.Tests; do
  dotnet test "$project" --no-build -nologo --logger "trx;LogFileName=$(basename "$project").trx" \
    --results-directory "$results" || true
done
for trx in "$results"/*.trx; do
  [[ -e $trx ]] || continue
  counters=$(grep -o '<Counters [^>]*>' "$trx")
  passed=$((passed + $(grep -o ' passed="[0-9]*"' <<<"$counters" | grep -o '[0-9]*')))
  failed=$((failed + $(grep -o ' failed="[0-9]*"' <<<"$counters" | grep -o '[0-9]*')))
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
