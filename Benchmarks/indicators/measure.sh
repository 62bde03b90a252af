#!/usr/bin/env bash
# Indicators: what they cost, and what is left of their digits after ten million updates.
#
#   Benchmarks/indicators/measure.sh [speed|stability|digest] [COUNT]
#
# Market and Indicators are compiled as modules of their own, as a strategy's package sees them, without the rest of the build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out=Benchmarks/.build/indicators
mkdir -p "$out"
flags=(-O -wmo -swift-version 6 -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility
  -enable-upcoming-feature ExistentialAny)
for module in Market Indicators; do
  find "Sources/$module" -name '*.swift' | sort | xargs swiftc "${flags[@]}" -parse-as-library -package-name papertape \
    -module-name "$module" -I "$out" -emit-module -emit-module-path "$out/$module.swiftmodule" -emit-object -o "$out/$module.o"
done
swiftc "${flags[@]}" -package-name papertape -module-name IndicatorBenchmark -I "$out" -o "$out/benchmark" "$out/Market.o" \
  "$out/Indicators.o" Benchmarks/indicators/*.swift Tests/IndicatorsTests/Probes/*.swift Tests/IndicatorsTests/Golden/GoldenBars.swift
exec "$out/benchmark" "$@"
