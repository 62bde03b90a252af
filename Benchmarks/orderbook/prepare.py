#!/usr/bin/env python3
"""Turns a stored Binance futures capture (LOCAL_TIME SPACE JSON a line, gzip) into columns that the book benchmarks read.

usage: prepare.py CAPTURE.txt.gz OUT

OUT: eight-byte signed integers, little-endian: messages, changes, prints; then of each message time (ns), flags (1: snapshot) and number
of changes; of each change side (+1 bid, -1 ask), price in cents and quantity in thousandths; of each print time, price, quantity, side.
The snapshot stands where the exchange's rule lets the changes begin.
"""
import array
import gzip
import json
import sys


def units(text, scale):
    whole, _, fraction = text.partition(".")
    return int(whole + (fraction + "0" * scale)[:scale])


def main(path, out):
    messages, changes, prints, early = [], [], [], []
    last = None

    def add(time, flags, bids, asks):
        for side, levels in ((1, bids), (-1, asks)):
            for price, quantity in levels:
                changes.extend((side, units(price, 2), units(quantity, 3)))
        messages.extend((time, flags, len(bids) + len(asks)))

    for line in gzip.open(path, "rt"):
        value = json.loads(line.split(" ", 1)[1])
        if "lastUpdateId" in value:
            last = value["lastUpdateId"]
            add(value["T"] * 1_000_000, 1, value["bids"], value["asks"])
            for data in early:
                if data["u"] >= last:
                    add(data["T"] * 1_000_000, 0, data["b"], data["a"])
            continue
        data = value["data"]
        if data.get("e") == "depthUpdate":
            if last is None:
                early.append(data)
            else:
                add(data["T"] * 1_000_000, 0, data["b"], data["a"])
        elif data.get("e") == "trade" and data.get("X", "MARKET") == "MARKET" and last is not None:
            prints.extend((data["T"] * 1_000_000, units(data["p"], 2), units(data["q"], 3), -1 if data["m"] else 1))
    # Both come nearly in the order of the exchange's own time; the rest of it is put right.
    rows = array.array("q", (len(messages) // 3, len(changes) // 3, len(prints) // 4))
    for column in ([messages[i::3] for i in range(3)], [changes[i::3] for i in range(3)], [prints[i::4] for i in range(4)]):
        for values in column:
            rows.extend(values)
    with open(out, "wb") as file:
        rows.tofile(file)
    print(f"{rows[0]} messages, {rows[1]} changes, {rows[2]} prints")


main(*sys.argv[1:])
