#!/usr/bin/env bash
# Checks the layout of every Swift file of ours against .swift-format; `scripts/lint-format.sh --fix` puts it right instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
files=(Package.swift)
for folder in Sources Strategies Tests Plugins Benchmarks Fuzzing; do [ -d "$folder" ] && files+=("$folder"); done
if [ "${1:-}" = --fix ]; then
  exec swift format --in-place --parallel --recursive "${files[@]}"
fi
exec swift format lint --strict --parallel --recursive "${files[@]}"
