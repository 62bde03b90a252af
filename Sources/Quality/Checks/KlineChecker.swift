package import Market

/// Checks bars as they come, chunk by chunk.
package struct KlineChecker {
  package private(set) var log = FindingLog()
  /// Bars that are absent between two rows, from the times alone.
  package private(set) var gaps: [BarGap] = []
  private let kind: SeriesKind
  private let span: Int64
  private let grids: [BarGrid]
  /// Whether volume is in the base asset and quote volume in the quote asset.
  private let hasPlainVolumes: Bool
  private var steps: StepRules
  /// What brings quote volumes, and what brings price times volume, to the decimals of both.
  private var quoteFactor: Int128 = 1
  private var productFactor: Int128 = 1
  /// Whether such an average can be reckoned.
  private var hasAverages = false
  private var spikes: SpikeWindow
  private var before: Int64?
  private var isOnGrid = false

  /// A checker of a series; `grids` are those that its bars may lie on.
  package init(
    kind: SeriesKind, level: KlineLevel, grids: [BarGrid], steps: StepRules = StepRules([]), hasPlainVolumes: Bool
  ) {
    precondition(kind.isBars, "only bars are checked as bars")
    self.kind = kind
    span = level.span.nanoseconds
    self.grids = grids
    self.steps = steps
    self.hasPlainVolumes = hasPlainVolumes
    spikes = SpikeWindow(floor: SpikeWindow.floor(of: level))
  }

  /// Checks a chunk, which goes on where the one before ended.
  package mutating func check(_ columns: KlineColumns) {
    guard columns.fields.contains(.prices) else { return }
    let unit = Double(PowerOfTen.int64(columns.priceScale))
    let excess = columns.priceScale + columns.quantityScale - columns.quoteVolumeScale
    hasAverages = hasPlainVolumes && abs(excess) <= PowerOfTen.greatestInt64Exponent
    if hasAverages {
      quoteFactor = PowerOfTen.int128(max(excess, 0))
      productFactor = PowerOfTen.int128(max(-excess, 0))
    }
    for row in 0..<columns.count {
      checkTime(columns.openTime[row])
      checkPrices(columns, row)
      if kind == .klines || kind == .bid || kind == .ask { checkSigns(columns, row) }
      if kind == .klines {
        checkVolumes(columns, row)
        if !steps.isEmpty { checkSteps(columns, row) }
      }
      // The premium index moves around zero, where nothing is far off anything.
      if kind != .premium {
        spikes.push(
          time: columns.openTime[row], low: Double(columns.low[row]) / unit, high: Double(columns.high[row]) / unit,
          centre: Double(columns.close[row]) / unit)
      }
    }
    spikes.noteFound(&log)
  }

  /// Judges the rows that waited for later ones.
  package mutating func finish() {
    spikes.finish()
    spikes.noteFound(&log)
  }

  private mutating func checkTime(_ time: Int64) {
    // What follows a bar on the grid is on it.
    if isOnGrid, let before, time &- before == span {
      self.before = time
      return
    }
    isOnGrid = grids.contains { $0.begins(at: Timestamp(nanoseconds: time)) }
    if !isOnGrid { log.note(.offGrid, at: time) { Timestamp(nanoseconds: time).iso } }
    guard let before else {
      self.before = time
      return
    }
    if time == before {
      log.note(.duplicate, at: time) { Timestamp(nanoseconds: time).iso }
    } else if time < before {
      log.note(.timeOrder, at: time) {
        "\(Timestamp(nanoseconds: time).iso) after \(Timestamp(nanoseconds: before).iso)"
      }
    } else if case let distance = time.subtractingReportingOverflow(before),
      distance.overflow
        || distance.partialValue > span
    {
      // Rounded up, so that a bar that is late by less than its length still counts as one absent.
      let missing = ((distance.overflow ? Int64.max : distance.partialValue) - 1) / span
      gaps.append(
        BarGap(
          from: Timestamp(nanoseconds: before + span), to: Timestamp(nanoseconds: time), missing: Int(missing)))
    }
    self.before = time
  }

  private mutating func checkPrices(_ columns: KlineColumns, _ row: Int) {
    let (open, high, low, close) = (columns.open[row], columns.high[row], columns.low[row], columns.close[row])
    if high < low || open > high || open < low || close > high || close < low {
      log.note(.ohlcOrder, at: columns.openTime[row]) {
        "open \(decimal(open, columns.priceScale)) high \(decimal(high, columns.priceScale)) "
          + "low \(decimal(low, columns.priceScale)) close \(decimal(close, columns.priceScale))"
      }
    }
    if kind != .premium, min(min(open, close), min(low, high)) <= 0 {
      log.note(.notPositive, at: columns.openTime[row]) {
        "\(decimal(min(min(open, close), min(low, high)), columns.priceScale))"
      }
    }
  }

  private mutating func checkSigns(_ columns: KlineColumns, _ row: Int) {
    for position in [5, 7, 8, 9, 10] where columns.has(position) && columns.column(position)[row] < 0 {
      log.note(.negative, at: columns.openTime[row]) { "\(KlineFields.columnNames[position])" }
    }
  }

  private mutating func checkVolumes(_ columns: KlineColumns, _ row: Int) {
    let time = columns.openTime[row]
    let fields = columns.fields
    guard fields.contains(.volume) else { return }
    let volume = columns.volume[row]
    if volume == 0, columns.high[row] != columns.low[row] {
      log.note(.moveWithoutVolume, at: time) {
        "from \(decimal(columns.low[row], columns.priceScale)) to \(decimal(columns.high[row], columns.priceScale))"
      }
    }
    if fields.contains(.trades), (volume == 0) != (columns.trades[row] == 0) {
      if volume == 0 {
        log.note(.tradesWithoutVolume, at: time) { "\(columns.trades[row]) trades" }
      } else {
        log.note(.volumeWithoutTrades, at: time) { decimal(volume, columns.quantityScale) }
      }
    }
    if fields.contains(.takerBuyVolume), columns.takerBuyVolume[row] > volume {
      log.note(.takerAboveVolume, at: time) {
        "\(decimal(columns.takerBuyVolume[row], columns.quantityScale)) of \(decimal(volume, columns.quantityScale))"
      }
    }
    if hasAverages, fields.contains(.quoteVolume) { checkAverage(columns, row) }
  }

  /// low x volume <= quote volume <= high x volume, to a unit of the quote volume for each trade, which is how much an
  /// exchange may have cut off.
  private mutating func checkAverage(_ columns: KlineColumns, _ row: Int) {
    let volume = Int128(columns.volume[row])
    let quote = Int128(columns.quoteVolume[row]) * quoteFactor
    let slack = Int128(columns.fields.contains(.trades) ? max(1, columns.trades[row]) : 1_000) * quoteFactor
    let (low, first) = (Int128(columns.low[row]) * volume).multipliedReportingOverflow(by: productFactor)
    let (high, second) = (Int128(columns.high[row]) * volume).multipliedReportingOverflow(by: productFactor)
    if first || second { return }
    guard quote + slack < low || quote - slack > high else { return }
    log.note(.averageOutside, at: columns.openTime[row]) {
      "volume \(decimal(columns.volume[row], columns.quantityScale)), quote volume "
        + "\(decimal(columns.quoteVolume[row], columns.quoteVolumeScale)), low "
        + "\(decimal(columns.low[row], columns.priceScale)), high \(decimal(columns.high[row], columns.priceScale))"
    }
  }

  private mutating func checkSteps(_ columns: KlineColumns, _ row: Int) {
    let time = columns.openTime[row]
    steps.advance(to: time, priceScale: columns.priceScale, quantityScale: columns.quantityScale)
    for position in 1...4 where !steps.isOnStep(price: columns.column(position)[row]) {
      log.note(.offStep, at: time) {
        "\(KlineFields.columnNames[position]) \(decimal(columns.column(position)[row], columns.priceScale))"
      }
      return
    }
    if columns.fields.contains(.volume), !steps.isOnStep(quantity: columns.volume[row]) {
      log.note(.offStep, at: time) { "volume \(decimal(columns.volume[row], columns.quantityScale))" }
    }
  }
}
