#!/usr/bin/env bash
# Measures import, run and start-up beside a C loop over the same bars, and prints medians and ratios.
#
#   Benchmarks/run.sh [MONTH.csv|MONTH.csv.gz]
#
# MONTH is a month of one-minute bars with the columns time, open, high, low, close, volume; without it a generated walk is used.
# Everything is pinned to one core. Settings by environment, with what they are otherwise:
rows=${ROWS:-2628000}                        # five years of minutes
repeats=${REPEATS:-5}                        # medians of so many
core=${CORE:-1}                              # the core everything is pinned to
entity=${ENTITY:-cryptopair_binance_btcusdt}
papertape=${PAPERTAPE:-}                     # a program to measure in place of the one built here

set -euo pipefail
export LC_ALL=C
month=${1:+$(realpath "$1")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=Benchmarks/.build
scenario=Benchmarks/sma-cross-5y.yaml
tape=$build/bars.tape
mkdir -p "$build"
[ "$(nproc)" -gt "$core" ] || core=0
pinned=(taskset -c "$core")

median() { sort -g | awk '{ value[NR] = $1 } END { printf "%.9g\n", NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'; }
# calculate FORMAT EXPRESSION, with the numbers in it as they are.
calculate() { awk "BEGIN { printf \"$1\", $2 }"; }
millions() { calculate "$1" "$rows / $2 / 1e6"; }
# The seconds a command takes, its output kept in last.txt.
seconds() {
  local start end
  start=$(date +%s%N)
  "${pinned[@]}" "$@" >"$build/last.txt" 2>&1 || { cat "$build/last.txt" >&2; return 1; }
  end=$(date +%s%N)
  awk -v nanoseconds=$((end - start)) 'BEGIN { printf "%.6f\n", nanoseconds / 1e9 }'
}
repeat() { for _ in $(seq "$repeats"); do "$@"; done; }
field() { sed -nE "s/.*\"$1\": ?([-+.0-9eE]+).*/\1/p" "$2" | head -n 1; }
line() { printf '%-34s %14s  %s\n' "$1" "$2" "${3:-}"; }

# 1. The bars and the floor.
gcc -O2 -std=gnu11 -o "$build/tile" Benchmarks/tile/tile.c
gcc -O2 -std=gnu11 -o "$build/sma" Benchmarks/floor/sma.c
source=generated
if [ -n "$month" ]; then
  source=$month
  case $month in
    *.gz) gzip -dc "$month" >"$build/month.csv" ;;
    *) cp "$month" "$build/month.csv" ;;
  esac
fi
if [ "$(cat "$build/bars.made" 2>/dev/null)" != "$rows $source" ]; then
  "$build/tile" "$rows" "$build/bars.csv" "$build/bars.bin" ${month:+"$build/month.csv"}
  echo "$rows $source" >"$build/bars.made"
fi
echo "$rows bars, $repeats times each on core $core, medians; load $(cut -d ' ' -f 1-3 /proc/loadavg)"
floor=$(repeat "${pinned[@]}" "$build/sma" "$build/bars.bin" | awk '$1 == "nanoseconds_a_bar" { print $2 }' | median)
"$build/sma" "$build/bars.bin" | awk '$1 ~ /fills|fees|final_equity/ { printf "floor: %s %s\n", $1, $2 }'
line "floor, C loop" "$(calculate %.1f "1000 / $floor") M bars/s" "$floor ns a bar"

# 2. Papertape.
if [ -z "$papertape" ]; then
  swift build --quiet -c release --product papertape
  papertape=$(swift build -c release --show-bin-path)/papertape
fi

start_up=$(repeat seconds "$papertape" --help | median)
line "start-up (--help)" "$(calculate %.1f "$start_up * 1000") ms"

import_once() {
  rm -f "$tape" "$tape-wal" "$tape-shm"
  seconds "$papertape" tape import "$build/bars.csv" --tape "$tape" --entity "$entity" --kind klines --level 1m
}
import=$(repeat import_once | median)
line "import of CSV" "$(millions %.2f "$import") M rows/s" "$import s"
line "on disk" "$(calculate %.2f "$(stat -c %s "$tape") / $rows") bytes/row"

export=$(repeat seconds "$papertape" tape export --tape "$tape" --entity "$entity" --kind klines --level 1m --out "$build/export.csv" | median)
line "export as CSV" "$(millions %.2f "$export") M rows/s" "$export s"

out=$build/run
: >"$build/engine.txt" && : >"$build/load.txt" && : >"$build/memory.txt"
run_once() {
  seconds "$papertape" run "$scenario" --set data.tape="$PWD/$tape" --out "$out" --no-html --no-progress
  field engine_seconds "$out/result.json" >>"$build/engine.txt"
  field load_seconds "$out/result.json" >>"$build/load.txt"
  field peak_rss_bytes "$out/result.json" >>"$build/memory.txt"
}
whole=$(repeat run_once | median)
engine=$(median <"$build/engine.txt")
load=$(median <"$build/load.txt")
line "engine_seconds" "$(millions %.1f "$engine") M bars/s" "$engine s, $(calculate %.1f "$engine * 1e9 / ($rows * $floor)") times the floor"
line "load_seconds" "$(millions %.1f "$load") M bars/s" "$load s"
line "whole process, all files but HTML" "$(calculate %.3f "$whole") s"
line "peak memory" "$(calculate %.0f "$(median <"$build/memory.txt") / 1048576") MiB"
printf 'papertape: fills %s final_equity %s\n' "$(field fills "$out/result.json")" "$(field final_equity "$out/result.json")"
