#!/usr/bin/env bash
# Runs every fuzzer for a number of executions and prints what it did. usage: Fuzzing/run.sh [EXECUTIONS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
runs=${1:-10000000}
swift build -c release
for target in table capture document packed column; do
  mkdir -p "corpus/$target"
  log=corpus/$target.log
  FUZZ=$target nice -n 19 .build/release/Fuzz -runs="$runs" -seed=1 -max_len=600 -rss_limit_mb=256 -timeout=5 -verbosity=0 \
    -print_final_stats=1 "corpus/$target" >"$log" 2>&1 || { tail -n 20 "$log"; echo "$target: found something"; exit 1; }
  awk -v name="$target" '/number_of_executed/ {n=$2} /average_exec/ {s=$2} /peak_rss/ {m=$2}
    END {printf "%s: %d executions, %d a second, peak %d MB, nothing found\n", name, n, s, m}' "$log"
done
