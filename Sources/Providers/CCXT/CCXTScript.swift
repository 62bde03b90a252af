/// The program that drives the ccxt library: one JSON object a line on its standard input, one on its standard output.
///
/// Numbers are asked for as text (`number = str`), so digits arrive as the exchange wrote them. What Python itself prints goes to
/// standard error.
enum CCXTScript {
  static let text = #"""
    import json, sys

    out = sys.stdout
    sys.stdout = sys.stderr


    def send(number, status, body):
        out.write(json.dumps({"id": number, "status": status, "body": body}, allow_nan=False) + "\n")
        out.flush()


    try:
        import ccxt
        from decimal import Decimal
    except ImportError as error:
        send(0, 501, {"message": str(error)})
        sys.exit(0)

    exchange = None


    def text(value):
        if value is None:
            return None
        if isinstance(value, float):
            return format(Decimal(repr(value)), "f")
        return str(value)


    def step(value):
        if value is None:
            return None
        if exchange.precisionMode == ccxt.TICK_SIZE:
            return text(value)
        if exchange.precisionMode == ccxt.DECIMAL_PLACES:
            return format(Decimal(1).scaleb(-int(value)), "f")
        return None


    def open_exchange(name, address, authority):
        global exchange
        if name not in ccxt.exchanges:
            return 404, {"message": "ccxt has no exchange called " + name}
        exchange = getattr(ccxt, name)({"enableRateLimit": True})
        exchange.number = str
        if address:
            def moved(value):
                if isinstance(value, dict):
                    return {key: moved(part) for key, part in value.items()}
                parts = value.split("/", 3) if isinstance(value, str) else []
                if len(parts) < 3:
                    return value
                return address + ("/" + parts[3] if len(parts) > 3 else "")
            exchange.urls["api"] = moved(exchange.urls["api"])
            exchange.options["fetchCurrencies"] = False
            exchange.options["fetchMargins"] = False
        if authority:
            exchange.validateServerSsl = authority
        return 200, {"version": ccxt.__version__, "timeframes": list(exchange.timeframes or {})}


    def markets():
        result = []
        for market in exchange.load_markets().values():
            if not (market.get("spot") or market.get("swap")):
                continue
            precision, limits = market.get("precision") or {}, market.get("limits") or {}
            amount, cost = limits.get("amount") or {}, limits.get("cost") or {}
            result.append({
                "symbol": market["symbol"], "spot": bool(market.get("spot")), "inverse": bool(market.get("inverse")),
                "base": market["base"], "quote": market["quote"], "settle": market.get("settle"),
                "contract_size": text(market.get("contractSize")), "price_step": step(precision.get("price")),
                "amount_step": step(precision.get("amount")), "min_amount": text(amount.get("min")),
                "max_amount": text(amount.get("max")), "min_cost": text(cost.get("min")),
            })
        return result


    def bars(symbol, timeframe, since, limit, price):
        params = {"price": price} if price else {}
        rows = exchange.fetch_ohlcv(symbol, timeframe, since, limit, params)
        return [[row[0]] + [text(value) for value in row[1:6]] for row in rows]


    def trades(symbol, since, limit):
        return [
            [trade["timestamp"], text(trade["price"]), text(trade["amount"]), trade["side"], trade["id"]]
            for trade in exchange.fetch_trades(symbol, since, limit)
        ]


    def funding(symbol, since, limit):
        rows = exchange.fetch_funding_rate_history(symbol, since, limit)
        return [[row["timestamp"], text(row["fundingRate"])] for row in rows]


    calls = {"markets": markets, "bars": bars, "trades": trades, "funding": funding}


    def status(error):
        if isinstance(error, (ccxt.RateLimitExceeded, ccxt.DDoSProtection)):
            return 429
        if isinstance(error, ccxt.BadSymbol):
            return 404
        if isinstance(error, ccxt.OperationFailed):
            return 503
        return 400


    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["method"] == "open":
                send(request["id"], *open_exchange(*request["args"]))
            else:
                send(request["id"], 200, calls[request["method"]](*request["args"]))
        except ccxt.BaseError as error:
            send(request["id"], status(error), {"message": type(error).__name__ + ": " + str(error)[:300]})
        except Exception as error:
            send(request["id"], 400, {"message": type(error).__name__ + ": " + str(error)[:300]})
    """#
}
