#!/usr/bin/env bash
# The end of `make demo`: one run on real prices where an exchange can be reached, else on the generated market; what to do next.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
papertape=.build/release/papertape
folder=reports/runs/demo
cache=reports/cache
scenario=scenarios/demo.yaml
mkdir -p "$cache"

# Half a year of quarter hours: six files of Binance's archive and a few pages.
echo "fetching BTC/USDT from Binance"
fetched=
if timeout --signal=INT 300 "$papertape" tape fetch binance BTC/USDT --level 15m --tape "$cache/demo.tape" 2>"$cache/demo.log"; then
  fetched=yes
  scenario=$cache/demo.yaml
  sed -e '/^  from:/d; /^  to:/d; s/^  synthetic:.*/  tape: demo.tape/' \
    -e 's/of a generated market/of BTC\/USDT as Binance traded it/' scenarios/demo.yaml >"$scenario"
else
  echo "no exchange can be reached from here ($(sed -n 's/^error: //p' "$cache/demo.log" | head -n 1 | cut -c 1-100))"
fi

"$papertape" run "$scenario" --out "$folder"
echo
echo "The report: $PWD/$folder/report.html"
echo
if [ -n "$fetched" ]; then
  cat <<TEXT
It ran on real prices: BTC/USDT of Binance, half a year up to now, fetched into $cache/demo.tape.
Other markets come the same way:

  $papertape tape fetch bybit ETH/USDT --tape my.tape
  $papertape providers
TEXT
else
  cat <<TEXT
It ran on a generated market, not on real prices. With a network, this brings some:

  $papertape tape fetch binance BTC/USDT --level 15m --tape my.tape

Without, bring candles that you have (a Binance archive, or any CSV with named columns):

  $papertape tape import FILE.csv --tape my.tape --entity cryptopair_binance_btcusdt

Then run a copy of scenarios/demo.yaml whose data say \`tape: my.tape\` instead of \`synthetic:\`.
TEXT
fi
