#!/usr/bin/env bash
# Holds a Parquet export against the CSV export of the same series with the readers that people use: pyarrow, pandas, DuckDB, polars.
# usage: check-parquet.sh FILE.parquet FILE.csv
# Without pip, or without a way to the packages, it says so and ends well: nothing of the build needs it.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 FILE.parquet FILE.csv" >&2; exit 2; }

folder=${TMPDIR:-/tmp}/papertape-parquet-readers
if ! [ -x "$folder/bin/python" ]; then
  python3 -m venv "$folder" >/dev/null 2>&1 || { echo "skipped: no python3 with venv"; exit 0; }
fi
if ! "$folder/bin/python" -c 'import pyarrow, pandas, duckdb, polars' 2>/dev/null; then
  "$folder/bin/pip" install -q pyarrow pandas duckdb polars >/dev/null 2>&1 || { echo "skipped: pip finds no packages"; exit 0; }
fi

"$folder/bin/python" - "$1" "$2" <<'PYTHON'
import csv, decimal, sys
import duckdb, pandas, polars, pyarrow, pyarrow.parquet

parquet, text = sys.argv[1:]
rows = list(csv.DictReader(open(text)))
table = pyarrow.parquet.read_table(parquet)
counts = {
    "pyarrow": table.num_rows,
    "pandas": len(pandas.read_parquet(parquet)),
    "duckdb": duckdb.sql(f"select count(*) from read_parquet('{parquet}')").fetchall()[0][0],
    "polars": polars.read_parquet(parquet).height,
}
if set(counts.values()) != {len(rows)}:
    sys.exit(f"the CSV has {len(rows)} rows, {counts}")

times = ("time", "open_time", "close_time", "event_time", "received", "next_funding")
words = {"buy": 1, "bid": 1, "sell": -1, "ask": -1, "": 0}
factors = {10: 10**9, 13: 10**6, 16: 10**3, 19: 1}
different = 0
for name in table.column_names:
    column = table.column(name)
    if name in times:
        column = column.cast(pyarrow.int64())
    for stored, row in zip(column.to_pylist(), rows):
        written = row[name]
        if name == "side" and (stored is not None or written):
            expected = words[written]
        elif written == "":
            expected = None
        elif name in times:
            whole = decimal.Decimal(written)
            expected = int(whole * factors[len(str(int(whole)))])
        elif name == "interval":
            units = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
            expected = int(written[:-1]) * units[written[-1]] * 10**9
        else:
            expected = decimal.Decimal(written)
        if stored != expected:
            different += 1
            if different < 5:
                print(name, stored, expected, file=sys.stderr)
if different:
    sys.exit(f"{different} values differ")
print(f"{parquet}: {len(rows)} rows of {len(table.column_names)} columns agree in pyarrow, pandas, duckdb, polars")
PYTHON
