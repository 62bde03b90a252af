#!/usr/bin/env bash
# Draws report.png and report-dark.png from the demo run: headless Chromium takes the page, Pillow (python3-pil) cuts and reduces it.
#
#   docs/images/make.sh [PAPERTAPE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
papertape=$(realpath "${1:-.build/release/papertape}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$papertape" run scenarios/demo.yaml --quiet --out "$work/run"
take() {
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=2 --window-size=1180,990 \
    --virtual-time-budget=4000 --blink-settings=preferredColorScheme="$2" --screenshot="$work/$1" "file://$work/run/report.html" \
    2>/dev/null
  python3 - "$work/$1" "docs/images/$1" <<'PYTHON'
import sys
from PIL import Image
page = Image.open(sys.argv[1]).convert("RGB")
page = page.resize((1770, page.height * 1770 // page.width), Image.LANCZOS)
page.quantize(96, method=Image.MEDIANCUT, dither=Image.Dither.NONE).save(sys.argv[2], optimize=True)
PYTHON
}
take report.png 1
take report-dark.png 0
ls -l docs/images/*.png
