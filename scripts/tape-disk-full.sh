#!/bin/sh
# Fills small disks with a tape: the writer that the tests kill writes into a tmpfs of a random size until there is no room, and
# what it acknowledged must be there. Needs root (mount) and a build (`swift build --product tapecrash --product papertape`).
#   scripts/tape-disk-full.sh [COUNT]
set -eu
count=${1:-20}
build=${BUILD:-.build/debug}
folder=$(mktemp -d)
trap 'umount "$folder" 2>/dev/null || true; rmdir "$folder"' EXIT
seed=1
for number in $(seq "$count"); do
  seed=$(( (seed * 1103515245 + 12345) % 2147483648 ))
  size=$(( 64 + seed / 65536 % 3000 ))
  mount -t tmpfs -o "size=${size}k" tmpfs "$folder"
  status=0
  output=$("$build/tapecrash" "$folder/a.tape" 0) || status=$?
  case "$status" in
    0) ;;
    4) echo "$output" | grep -q '^error: disk full at ' ;;
    *) echo "size ${size}k: status $status: $output"; exit 1 ;;
  esac
  acknowledged=$(echo "$output" | grep -c '^[0-9]' || true)
  if [ "$acknowledged" -gt 0 ]; then "$build/papertape" tape verify "$folder/a.tape"; fi
  mount -o remount,size=64m "$folder"
  "$build/tapecrash" "$folder/a.tape" 0 > /dev/null
  digests=$("$build/papertape" tape list "$folder/a.tape" --json | grep digest)
  if [ "${expected:-$digests}" != "$digests" ]; then echo "size ${size}k: other rows"; exit 1; fi
  expected=$digests
  echo "size ${size}k: status $status after $acknowledged batches; the rest came later"
  umount "$folder"
done
