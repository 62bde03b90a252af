#!/usr/bin/env bash
# Runs one small program in debug and in release and compares what it prints: the same bytes, whatever the optimiser does.
#
#   scripts/debug-check.sh PROGRAM [JOBS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=$1
jobs=${2:+--jobs $2}
for configuration in debug release; do
  # shellcheck disable=SC2086 # two words or none
  swift build --quiet -c $configuration --product "$program" $jobs
  "$(swift build -c $configuration --show-bin-path)/$program" >".build/$program.$configuration.txt"
done
if ! diff ".build/$program.debug.txt" ".build/$program.release.txt"; then
  echo "error: $program prints one thing in debug (<) and another in release (>)" >&2
  exit 1
fi
cat ".build/$program.release.txt"
