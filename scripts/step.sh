#!/usr/bin/env bash
# Runs one step of the build and says in a line what it was and how long it took; what it printed is shown when it matters.
#
#   scripts/step.sh LABEL COMMAND [ARGUMENT ...]
#
# Everything printed is kept in .build/logs/LABEL.log. A failed step shows the lines that tell why, a build the warnings in our own
# sources, which fail it too; a test run its summary.
set -uo pipefail
label=$1
shift
mkdir -p .build/logs
log=.build/logs/$(tr -cs 'A-Za-z0-9\n' - <<<"$label" | sed 's/-$//').log
start=$(date +%s)
"$@" >"$log" 2>&1
status=$?
seconds=$(($(date +%s) - start))

if [ $status -ne 0 ]; then
  # What tells why: failed tests with their comments, compilers' messages with the lines below them, the frames of ours in a crash.
  telling='^✘|^↳|error:|warning:|Program crashed|crashed:|Fatal error|^[<>] |^determinism lint|\.swift:[0-9]+:'
  why=$(grep -vE '^◇|^✔|^↳ (Testing Library|Target Platform)| started\.$' "$log" | grep -E -A 3 "$telling" | grep -v '^--$' | cut -c 1-600 | head -n 120)
  if [ -n "$why" ]; then printf '%s\n' "$why"; else tail -n 40 "$log"; fi
  printf '%-24s failed after %d s (all of it: %s)\n' "$label" "$seconds" "$log" >&2
  exit $status
fi

summary=$(grep -E '^✔ Test run with|^determinism lint:' "$log" | tail -n 1 | sed -E 's/^✔ //; s/ after [0-9.]+ seconds//; s/\.$//; s/^determinism lint: //')
printf '%-24s %4d s%s\n' "$label" "$seconds" "${summary:+   $summary}"

own_warnings=$(grep -F "$PWD/" "$log" | grep -E '\.swift:[0-9]+:[0-9]+: warning:' | grep -vF "$PWD/.build/" | sort -u)
if [ -n "$own_warnings" ]; then
  printf '%s\n' "$own_warnings"
  echo "error: warnings in our own sources count as errors" >&2
  exit 1
fi
