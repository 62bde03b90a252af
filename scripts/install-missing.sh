#!/usr/bin/env bash
# Installs what the build needs and the machine does not have: git and the headers of a few small C libraries.
# Asks the package manager only when something is missing, so that a second run needs neither network nor rights.
set -euo pipefail

need_header() {
  local header=$1 folder
  for folder in /usr/include /usr/local/include /usr/include/*-linux-gnu; do
    [ -f "$folder/$header" ] && return 1
  done
  return 0
}

missing=()
command -v git >/dev/null || missing+=(git)
need_header sqlite3.h && missing+=(libsqlite3-dev)
need_header yaml.h && missing+=(libyaml-dev)
need_header zlib.h && missing+=(zlib1g-dev)
need_header zstd.h && missing+=(libzstd-dev)

if ! command -v swift >/dev/null; then
  echo "error: no Swift toolchain on the PATH (swift)" >&2
  echo "hint: install Swift 6.3 or later for Linux from https://www.swift.org/install, then run this again" >&2
  exit 1
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "error: missing: ${missing[*]} (their Debian names), and there is no apt-get to install them" >&2
  echo "hint: install them with this system's package manager, e.g. dnf install git sqlite-devel libyaml-devel zlib-devel libzstd-devel" >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "error: missing: ${missing[*]}, and installing them needs root, but there is no sudo" >&2
    echo "hint: as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
  # Without a terminal nobody can type a password.
  [ -t 0 ] || as_root=(sudo -n)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1
}
echo "installing ${missing[*]}"
# The lists of a fresh machine are empty or old: fetch them only when the first try says so.
if ! install && ! { "${as_root[@]}" apt-get update >>"$log" 2>&1 && install; }; then
  tail -n 15 "$log" >&2
  echo "error: apt-get could not install ${missing[*]} (its last lines are above)" >&2
  echo "hint: by hand: ${as_root[*]:+sudo }apt-get update && ${as_root[*]:+sudo }apt-get install ${missing[*]}" >&2
  exit 1
fi
