#!/usr/bin/env bash
# Tries what README.md and docs/ show: their commands, the files these need, and what they are said to print.
#
#   scripts/try-docs.sh [DOCUMENT ...]        PAPERTAPE=PATH names the program (.build/release/papertape)
#
# A remark on the line before a block of code says what is done with it, in the order of the document, in one temporary folder a document
# that holds a copy of scenarios/:
#
#   <!-- try -->             the commands run with `papertape` on the PATH and must end with status 0
#   <!-- try: status 2 -->   ... with this status
#   <!-- try: prints -->     what the commands before printed, errors included; `...` stands for anything
#   <!-- try: file NAME -->  a file of this name
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$(realpath "${PAPERTAPE:-$root/.build/release/papertape}")
[ -x "$program" ] || { echo "error: no program at $program" >&2; echo "hint: make build" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$program" "$work/bin/papertape"
export PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 NO_COLOR=1

if [ $# -gt 0 ]; then documents=("$@"); else documents=("$root"/README.md "$root"/docs/*.md); fi
tried=0 failed=0

fail() {
  echo "$document:$line: $1" >&2
  [ -z "${2:-}" ] || printf '%s\n' "$2" | sed 's/^/    /' | head -n 30 >&2
  failed=$((failed + 1))
}

for document in "${documents[@]}"; do
  folder=$work/$(basename "$document" .md)
  mkdir -p "$folder/blocks" "$folder/run"
  cp -r "$root/scenarios" "$folder/run/" 2>/dev/null
  awk -v folder="$folder/blocks" '
    inBlock && /^```/ { inBlock = 0; close(file); next }
    inBlock { print > file; next }
    /^<!-- try(:.*)? -->$/ { what = $0; sub(/^<!-- try:? ?/, "", what); sub(/ ?-->$/, "", what); marked = NR; next }
    /^```/ {
      if (marked == NR - 1 && marked) {
        inBlock = 1
        file = sprintf("%s/%06d", folder, NR)
        printf "" > file
        print what > (file ".what")
        close(file ".what")
      } else { skipping = !skipping }
    }
  ' "$document"
  output=
  for block in "$folder"/blocks/*; do
    case "$block" in *.what | *'*') continue ;; esac
    what=$(cat "$block.what") line=$((10#$(basename "$block")))
    tried=$((tried + 1))
    case "$what" in
      "" | "status "*)
        want=${what#status }
        output=$(cd "$folder/run" && bash -eu -o pipefail "$block" 2>&1 </dev/null)
        status=$?
        [ "$status" -eq "${want:-0}" ] || fail "ends with status $status, not ${want:-0}" "$output"
        ;;
      prints)
        pattern=
        text=$(cat "$block")
        while [[ $text == *...* ]]; do
          pattern+=$(printf '%q' "${text%%...*}")'*'
          text=${text#*...}
        done
        pattern+=$(printf '%q' "$text")
        # %q writes line feeds as $'..', which only eval reads.
        eval "case \$output in $pattern) true ;; *) false ;; esac" || fail "prints something else:" "$output"
        ;;
      "file "*) mkdir -p "$(dirname "$folder/run/${what#file }")" && cp "$block" "$folder/run/${what#file }" ;;
      *) fail "unknown remark: try: $what" ;;
    esac
  done
done

echo "$tried blocks tried, $failed failed"
[ "$tried" -gt 0 ] && [ "$failed" -eq 0 ]
