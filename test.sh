#!/usr/bin/env bash
# Everything that is tested, from a clean clone: the pages, the simulated Outlook, .NET, the browser.
# Installs what it needs (npm packages; on Debian also chromium, fonts, lxml and the mail programs of
# others to test against). The last line counts; the lines above it tell of each public suite.
set -uo pipefail
cd "$(dirname "$0")"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0
export MAILCRM_SUITES="$results/suites"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MAILCRM_TEST_RUN=1
# Most of what runs here runs once: code that is instrumented to be compiled better later costs more than it brings.
export DOTNET_TieredPGO=0

say() { printf '\n== %s\n' "$1"; }

count() { # name, passed, failed
  echo "$1: $2 passed, $3 failed"
  passed=$((passed + $2)) failed=$((failed + $3))
}

install_debian() {
  command -v apt-get >/dev/null && [[ $(id -u) == 0 ]] || return 0
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  for package in fonts-noto-cjk fonts-noto-core python3-lxml python3-jsonschema \
    python3-dkim opendkim postfix swaks libnet-ssleay-perl python3-aiosmtpd; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return 0
  say "Installing ${missing[*]}"
  # The mail programs are for the tests alone: none of them starts by itself.
  local policy=/usr/sbin/policy-rc.d had_policy=0
  if [[ -e $policy ]]; then had_policy=1; else printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"; fi
  [[ " ${missing[*]} " == *" postfix "* ]] &&
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >"$results/apt.log" 2>&1 ||
    { tail -5 "$results/apt.log"; count "Installing Debian packages" 0 1; }
  [[ $had_policy == 1 ]] || rm -f "$policy"
}

build_pages() { # beside the compiler: npm waits for the network and the disk as long as that computes
  dotnet msbuild AddinWeb/Pages.targets -t:BuildPages -nologo -v:m >"$results/build-pages.log" 2>&1 &&
    touch "$results/build-pages.ok"
}

run_pages() { # what needs no .NET, beside the .NET tests, which leave part of two cores idle
  (cd AddinWeb/ClientApp && npx vitest run --reporter=dot --reporter=json --outputFile="$results/pages.json") \
    >"$results/pages.log" 2>&1
  (cd AddinWeb/ClientApp && npm run lint --silent) >"$results/lint.log" 2>&1 && touch "$results/lint.ok"
  (cd demo/Outlook && npm ci --no-audit --no-fund --loglevel=error && npx tsc -p . &&
    node --test --test-reporter=tap tests/) >"$results/outlook.tap" 2>&1
}

pages() {
  say "The pages"
  cat "$results/pages.log"
  local ok=0 bad=1
  if [[ -s $results/pages.json ]]; then
    ok=$(node -p "require('$results/pages.json').numPassedTests")
    bad=$(node -p "const r = require('$results/pages.json'); r.numFailedTests + (r.success ? 0 : r.numFailedTests ? 0 : 1)")
  fi
  count "The pages" "$ok" "$bad"
  cat "$results/lint.log"
  [[ -e $results/lint.ok ]] && count "The pages' lint" 1 0 || count "The pages' lint" 0 1
}

outlook() {
  say "The simulated Outlook's Office.js"
  grep -E '^not ok|^# (pass|fail)|error' "$results/outlook.tap"
  count "Office.js" "$(tap pass 0)" "$(tap fail 1)"
}

tap() { # which count, what it is where there is none
  local number
  number=$(grep -oE "^# $1 [0-9]+" "$results/outlook.tap" | grep -oE '[0-9]+$')
  echo "${number:-$2}"
}

dotnet_tests() { # projects
  local project name trx
  for project in "$@"; do
    name=$(basename "$project") trx=$results/$name.trx
    say "$name"
    dotnet test "$project" --no-build --nologo --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
      --results-directory "$results"
    if [[ -s $trx ]]; then
      local counters
      counters=$(grep -o '<Counters [^>]*>' "$trx")
      slowest "$trx"
      count "$name" "$(counter passed "$counters")" "$(counter failed "$counters")"
    else
      count "$name" 0 1
    fi
  done
}

slowest() { # where the time goes, since all of it has to end in fifteen minutes
  grep -oE '<UnitTestResult [^>]*>' "$1" |
    sed -E 's/.* testName="([^"]*)".* duration="([0-9:.]{12}).*/\2 \1/' | sort -r | head -5 | cut -c1-150
}

suites() { # what the tests wrote of public suites and of the tools of others
  [[ -s $MAILCRM_SUITES ]] || return 0
  say "Public suites and tools of others"
  sort "$MAILCRM_SUITES"
}

counter() { grep -oE " $1=\"[0-9]+\"" <<<"$2" | grep -oE '[0-9]+'; }

install_debian
say "Building"
build_pages &
dotnet build MailCrm.sln --nologo -v m -p:SkipPages=true && touch "$results/build.ok"
wait
cat "$results/build-pages.log"
if [[ -e $results/build.ok && -e $results/build-pages.ok ]]; then
  run_pages &
  dotnet_tests $(printf '%s\n' tests/*.Tests | grep -v Demo.Tests)
  wait
  pages
  outlook
  # By itself: a browser that has to wait for its turn would be told that nothing came.
  dotnet_tests tests/Demo.Tests
else
  count "Building" 0 1
fi

suites
echo
echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
