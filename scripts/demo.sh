#!/usr/bin/env bash
# The end of `make demo`: one run on the generated market, and what to do next.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
papertape=.build/release/papertape
folder=reports/runs/demo
"$papertape" run scenarios/demo.yaml --out "$folder"
cat <<TEXT

The report: $PWD/$folder/report.html

It ran on a generated market: this version fetches nothing from the network, and the repository holds no real prices.
Next, bring your own candles (a Binance archive, or any CSV with named columns):

  $papertape tape import FILE.csv --tape my.tape --entity cryptopair_binance_btcusdt

and run a copy of scenarios/demo.yaml whose data say \`tape: my.tape\` instead of \`synthetic:\`.

\`papertape tape fetch\`, which gets them from the exchange by itself, comes with a later version.
TEXT
