// The data islands: the result for other tools, and the series for the script of the page.

/// How many buckets are drawn at most: more than any screen shows at once, so that zooming in still finds detail.
enum DrawnBuckets {
  static let equity = 8192
  static let companions = 4096
  static let leastPerInstrument = 512

  /// Buckets of price that all instruments share: as many as keep the page under three megabytes beside the rows of
  /// trades (100 bytes each), fills (32) and everything else; a bucket takes 27.
  static func prices(trades: Int, fills: Int) -> Int {
    max(8192, (2_350_000 - trades * 100 - fills * 32) / 27)
  }
}

extension PageWriter {
  mutating func islands(_ model: ReportModel) {
    markup("<script type=\"application/json\" id=\"papertape-result\">")
    unescaped(Self.result(model))
    markup("</script>\n<script type=\"application/json\" id=\"papertape-series\">")
    unescaped(Self.series(model, moneyPlaces: moneyPlaces))
    markup("</script>\n")
  }

  private static func result(_ model: ReportModel) -> [UInt8] {
    var json = PageJSON()
    json.object {
      $0.string("papertape", model.papertape)
      $0.string("status", model.status)
      $0.string("error", model.error)
      $0.object("scenario") {
        $0.string("name", model.scenario.name)
        $0.string("file", model.scenario.file)
        $0.string("sha256", model.scenario.sha256)
      }
      $0.object("strategy") {
        $0.string("name", model.strategy.name)
        $0.object("params") { for param in model.strategy.params { $0.named(param.name, param.value) } }
      }
      if let seed = model.seed { $0.integer("seed", seed) }
      $0.object("data") {
        $0.string("from", model.data.from.map { PageTime.minute($0) })
        $0.string("to", model.data.to.map { PageTime.minute($0) })
        $0.integer("events", model.data.events)
        $0.array("streams") {
          for stream in model.data.streams {
            $0.object {
              $0.string("entity_id", stream.entityID)
              $0.string("kind", stream.kind)
              $0.string("level", stream.level)
              $0.integer("rows", stream.rows)
              $0.integer("gaps", stream.gaps)
              $0.string("digest", stream.digest)
            }
          }
        }
      }
      $0.string("fingerprint", model.fingerprint)
      outcome(model, &$0)
    }
    return json.bytes
  }

  private static func outcome(_ model: ReportModel, _ json: inout PageJSON) {
    json.array("doubts") {
      for doubt in model.doubts {
        $0.object {
          $0.string("code", doubt.code)
          $0.string("severity", doubt.severity.rawValue)
          $0.integer("count", doubt.count)
          $0.string("text", doubt.text)
        }
      }
    }
    json.array("expect") {
      for line in model.expect {
        $0.object {
          $0.string("path", line.path)
          $0.string("want", line.want)
          $0.string("is", line.isValue)
          $0.bool("ok", line.ok)
        }
      }
    }
    json.object("account") {
      $0.string("currency", model.account.currency)
      $0.string("initial_equity", model.account.initialEquity)
      $0.string("final_equity", model.account.finalEquity)
    }
    json.integer("orders", model.orders)
    json.integer("fills", model.fills)
    json.object("metrics") { for metric in model.metrics { $0.named(metric.key, metric.value) } }
    json.object("pnl_parts") { for part in model.pnlParts { $0.named(part.name, part.amount) } }
    json.string("command", model.command)
  }

  // MARK: - Series

  private static func series(_ model: ReportModel, moneyPlaces: Int) -> [UInt8] {
    var json = PageJSON()
    json.object {
      $0.integer("moneyPlaces", moneyPlaces)
      $0.integer("quantityPlaces", PageNumbers.placesNeeded(model.trades.map(\.quantity)))
      $0.number("from", model.data.from.map(PageTime.milliseconds))
      $0.number("to", model.data.to.map(PageTime.milliseconds))
      equity(model, &$0)
      prices(model, &$0)
      var names = Names()
      fills(model, &names, &$0)
      trades(model, &names, &$0)
      $0.array("gaps") {
        for gap in model.data.gaps.prefix(2000) {
          $0.object {
            $0.string("entity", gap.entityID)
            $0.number("from", PageTime.milliseconds(gap.from))
            $0.number("to", PageTime.milliseconds(gap.to))
          }
        }
      }
      $0.array("names") { for name in names.all { $0.string(nil, name) } }
    }
    return json.bytes
  }

  private static func equity(_ model: ReportModel, _ json: inout PageJSON) {
    let drawn = ThinnedSeries(
      points: model.equity, companion: drawdowns(of: model.equity), limit: DrawnBuckets.equity)
    json.object("equity") {
      times(drawn, &$0)
      $0.packed("first", "f32", PackedArray.float32(drawn.first))
      $0.packed("low", "f32", PackedArray.float32(drawn.least))
      $0.packed("high", "f32", PackedArray.float32(drawn.greatest))
      $0.packed("last", "f64", PackedArray.float64(drawn.last))
      $0.packed("drawdown", "f32", PackedArray.float32(drawn.lowestCompanion))
    }
    let benchmark = ThinnedSeries(points: model.benchmark, limit: DrawnBuckets.companions)
    json.object("benchmark") {
      times(benchmark, &$0)
      $0.packed("first", "f32", PackedArray.float32(benchmark.first))
      $0.packed("low", "f32", PackedArray.float32(benchmark.least))
      $0.packed("high", "f32", PackedArray.float32(benchmark.greatest))
      $0.packed("last", "f32", PackedArray.float32(benchmark.last))
    }
    band("band", model.equityBand, &json)
  }

  private static func prices(_ model: ReportModel, _ json: inout PageJSON) {
    let shared = DrawnBuckets.prices(trades: model.trades.count, fills: model.fillMarks.count)
    let limit = max(DrawnBuckets.leastPerInstrument, shared / max(1, model.prices.count))
    json.array("prices") {
      for series in model.prices {
        let drawn = ThinnedSeries(bars: series.bars, limit: limit)
        $0.object {
          $0.string("entity", series.entityID)
          $0.string("level", series.level)
          $0.integer("decimals", min(max(series.decimals, 0), 12))
          times(drawn, &$0)
          $0.packed("first", "f32", PackedArray.float32(drawn.first))
          $0.packed("low", "f32", PackedArray.float32(drawn.least))
          $0.packed("high", "f32", PackedArray.float32(drawn.greatest))
          $0.packed("last", "f32", PackedArray.float32(drawn.last))
          band("band", series.band, &$0)
        }
      }
    }
  }

  private static func band(_ key: StaticString, _ points: [ReportModel.BandPoint], _ json: inout PageJSON) {
    guard !points.isEmpty else { return }
    let drawn = ThinnedSeries(band: points, limit: DrawnBuckets.companions)
    json.object(key) {
      times(drawn, &$0)
      $0.packed("low", "f32", PackedArray.float32(drawn.least))
      $0.packed("high", "f32", PackedArray.float32(drawn.greatest))
    }
  }

  private static func times(_ drawn: ThinnedSeries, _ json: inout PageJSON) {
    json.integer("count", drawn.count)
    json.integer("each", drawn.valuesPerBucket)
    times(drawn.times, &json)
  }

  private static func times(_ all: [Int64], _ json: inout PageJSON) {
    let packed = PackedTimes(all)
    if packed.unit > 0 {
      json.number("origin", PageTime.milliseconds(packed.origin))
      json.number("unit", Double(packed.unit) / 1e6)
      json.packed("time", "u32", PackedArray.uint32(packed.offsets))
    } else {
      json.number("origin", 0)
      json.number("unit", 1)
      json.packed("time", "f64", PackedArray.float64(all.map(PageTime.milliseconds)))
    }
  }

  // MARK: - Fills and trades

  /// Names by number, in the order of their first appearance.
  private struct Names {
    private(set) var all: [String] = []
    private var numbers: [String: UInt16] = [:]

    mutating func number(_ name: String) -> UInt16 {
      if let number = numbers[name] { return number }
      guard all.count < Int(UInt16.max) else { return UInt16.max }
      let number = UInt16(all.count)
      all.append(name)
      numbers[name] = number
      return number
    }
  }

  private static func fills(_ model: ReportModel, _ names: inout Names, _ json: inout PageJSON) {
    let fills = model.fillMarks.filter { $0.price.isFinite }
    let entities = fills.map { names.number($0.entityID) }
    json.object("fills") {
      times(fills.map(\.time), &$0)
      $0.packed("price", "f64", PackedArray.float64(fills.map(\.price)))
      $0.packed("quantity", "f32", PackedArray.float32(fills.map(\.quantity)))
      // Bit 0: buy, bit 1: maker, bit 2: forced (liquidation or settlement).
      $0.packed(
        "flags", "u8",
        PackedArray.uint8(fills.map { ($0.isBuy ? 1 : 0) | ($0.isMaker ? 2 : 0) | ($0.reason == "order" ? 0 : 4) }))
      $0.packed("entity", "u16", PackedArray.uint16(entities))
    }
  }

  private static func trades(_ model: ReportModel, _ names: inout Names, _ json: inout PageJSON) {
    let trades = model.trades
    let entities = trades.map { names.number($0.entityID) }
    let sides = trades.map { names.number($0.positionSide) }
    let reasons = trades.map { names.number($0.exitReason) }
    json.object("trades") {
      $0.packed("opened", "f64", PackedArray.float64(trades.map { PageTime.milliseconds($0.opened) }))
      $0.packed("closed", "f64", PackedArray.float64(trades.map { $0.closed.map(PageTime.milliseconds) ?? .nan }))
      $0.packed("entry", "f64", PackedArray.float64(trades.map(\.entryPrice)))
      $0.packed("exit", "f64", PackedArray.float64(trades.map { $0.exitPrice ?? .nan }))
      $0.packed("quantity", "f32", PackedArray.float32(trades.map(\.quantity)))
      $0.packed("gross", "f32", PackedArray.float32(trades.map(\.grossProfit)))
      $0.packed("fees", "f32", PackedArray.float32(trades.map(\.fees)))
      $0.packed("funding", "f32", PackedArray.float32(trades.map(\.funding)))
      $0.packed("net", "f32", PackedArray.float32(trades.map(\.netProfit)))
      $0.packed("pct", "f32", PackedArray.float32(trades.map { $0.netProfitPct ?? .nan }))
      $0.packed("mae", "f32", PackedArray.float32(trades.map { $0.maePct ?? .nan }))
      $0.packed("mfe", "f32", PackedArray.float32(trades.map { $0.mfePct ?? .nan }))
      $0.packed("entity", "u16", PackedArray.uint16(entities))
      $0.packed("side", "u16", PackedArray.uint16(sides))
      $0.packed("reason", "u16", PackedArray.uint16(reasons))
    }
  }
}
