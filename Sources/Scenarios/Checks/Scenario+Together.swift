import Market

// What must hold between the keys. Each check is left out when a value it looks at is wrong by itself.

extension Scenario {
  mutating func checkTogether(_ checker: inout Checker) {
    checkData(&checker)
    checkStreams(&checker)
    checkProviders(&checker)
    checkOverrides(&checker)
    checkAccounts(&checker)
    checkExpectations(&checker)
  }

  private func checkData(_ checker: inout Checker) {
    guard checker.places["data"] != nil else { return }
    let hasTape = checker.places["data.tape"] != nil
    let hasSynthetic = checker.places["data.synthetic"] != nil
    if hasTape, hasSynthetic {
      checker.report(
        .together(what: "both 'data.tape' and 'data.synthetic'", hint: "a run has one source: keep one of them"),
        at: "data.synthetic")
    } else if !hasTape, !hasSynthetic, checker.isClean("data.tape") {
      checker.report(
        .together(
          what: "no data: neither 'data.tape' nor 'data.synthetic'",
          hint: "name a tape, tape: ../tapes/sample.tape, or generate a market with synthetic: {...}"), at: "data")
    } else if hasTape, data.tapes.isEmpty, checker.isClean("data.tape") {
      checker.report(.together(what: "'data.tape' names no file", hint: "give at least one tape"), at: "data.tape")
    }
    guard checker.isClean("data.from"), checker.isClean("data.to") else { return }
    if hasSynthetic, !hasTape, data.from == nil || data.to == nil {
      checker.report(
        .together(
          what: "'data.synthetic' needs 'data.from' and 'data.to'",
          hint: "a generated market has no first and last row of its own"), at: "data.synthetic")
    }
    if let from = data.from, from.nanoseconds.subtractingReportingOverflow(data.warmup.nanoseconds).overflow {
      checker.report(
        .together(what: "'data.warmup' begins before the year 1678", hint: "no time is earlier than that"),
        at: "data.warmup")
    }
    if let from = data.from, let to = data.to, from >= to {
      checker.report(
        .together(
          what: "'data.to' (\(to)) is not after 'data.from' (\(from))",
          hint: from == to ? "to is exclusive: one day is from 2024-08-01 to 2024-08-02" : "swap them"), at: "data.to")
    }
  }

  private func checkStreams(_ checker: inout Checker) {
    guard checker.isClean("data.streams") else { return }
    var seen: Set<String> = []
    for (index, stream) in data.streams.enumerated() {
      for (item, level) in stream.klines.enumerated() where !seen.insert("\(stream.entity) \(level)").inserted {
        checker.report(
          .together(what: "\(level) klines of \(stream.entity) are listed twice", hint: "keep one of them"),
          at: "data.streams.\(index).klines.\(item)")
      }
      if stream.isEmpty {
        checker.report(
          .together(what: "nothing of \(stream.entity) is streamed", hint: "add klines: 1m or trades: true"),
          at: "data.streams.\(index)")
      }
      guard stream.entity.kind != .perpetual else { continue }
      for (key, isAsked) in [
        ("funding", stream.funding), ("mark", stream.mark != .none), ("index", stream.index != .none),
      ] where isAsked {
        checker.report(
          .together(
            what: "\(stream.entity) is a spot pair and has no \(key)",
            hint: "take it out, or stream the perpetual, cryptoperp_..."), at: "data.streams.\(index).\(key)")
      }
    }
  }

  private func checkProviders(_ checker: inout Checker) {
    guard checker.isClean("data.streams"), !data.streams.isEmpty else { return }
    let used = data.streams.map(\.entity.provider)
    for block in exchanges where !used.contains(block.name) {
      checker.report(
        .together(
          what: "no stream uses exchange '\(block.name)'",
          hint: "take the block out, or stream an instrument of it; used: \(used.uniqued().joined(separator: ", "))"),
        at: "exchange.\(block.name)")
    }
    guard checker.isClean("exchange") else { return }
    for (index, stream) in data.streams.enumerated()
    where exchange(of: stream.entity.provider) == nil && used.firstIndex(of: stream.entity.provider) == index {
      checker.report(
        .together(
          what: "no block for exchange '\(stream.entity.provider)'",
          hint: "add exchange: {\(stream.entity.provider): {balances: {usdt: 10000}}}"),
        at: "data.streams.\(index).entity")
    }
  }

  private func checkOverrides(_ checker: inout Checker) {
    guard checker.isClean("data.streams"), checker.isClean("exchange") else { return }
    let streamed = data.streams.map(\.entity.description)
    for block in exchanges {
      for instrument in block.value.instruments {
        let path = "exchange.\(block.name).instruments.\(instrument.entity)"
        if instrument.entity.provider != block.name {
          checker.report(
            .together(
              what: "\(instrument.entity) is no instrument of '\(block.name)'",
              hint: "move it to exchange.\(instrument.entity.provider).instruments"), at: path)
        } else if !streamed.contains(instrument.entity.description) {
          let nearest = NearestName.of(instrument.entity.description, among: streamed)
          checker.report(
            .together(
              what: "\(instrument.entity) is overridden and not streamed",
              hint: nearest.map { "did you mean '\($0)'?" } ?? "streamed: \(streamed.uniqued().joined(separator: ", "))"
            ),
            at: path)
        }
        if let least = instrument.minQuantity, let most = instrument.maxQuantity, most != .zero, most < least {
          checker.report(
            .together(what: "max_quantity \(most) is below min_quantity \(least)", hint: "swap them"),
            at: path + ".max_quantity")
        }
        for (key, isGiven) in [
          ("contract_size", instrument.contractSize != nil), ("inverse", instrument.isInverse != nil),
          ("funding_interval_hours", instrument.fundingIntervalHours != nil),
          ("liquidation_fee", instrument.liquidationFee != nil), ("tiers", !instrument.tiers.isEmpty),
        ] where isGiven && instrument.entity.kind != .perpetual {
          checker.report(
            .together(what: "\(instrument.entity) is a spot pair and has no \(key)", hint: "take it out"),
            at: "\(path).\(key)")
        }
        for (index, tier) in instrument.tiers.enumerated().dropFirst()
        where tier.upTo <= instrument.tiers[index - 1].upTo {
          checker.report(
            .together(
              what: "tier \(index + 1) ends at \(tier.upTo), not above the one before",
              hint: "tiers are listed smallest first"), at: "\(path).tiers.\(index).up_to")
        }
      }
    }
  }

  /// Entities that an exchange block names must be instruments of its own, and perpetuals where only they have the thing.
  private func checkAccounts(_ checker: inout Checker) {
    guard checker.isClean("data.streams"), checker.isClean("exchange") else { return }
    for block in exchanges {
      let path = "exchange.\(block.name)"
      var named: [(entity: EntityID, path: String)] = []
      for (index, position) in block.value.positions.enumerated() {
        named.append((position.entity, "\(path).positions.\(index).entity"))
      }
      for (key, names) in [
        ("margin_mode", block.value.marginMode.exceptions.map(\.name)),
        ("leverage", block.value.leverage.exceptions.map(\.name)),
      ] {
        for name in names {
          if let entity = EntityID(name) { named.append((entity, "\(path).\(key).\(name)")) }
        }
      }
      for item in named {
        if item.entity.kind != .perpetual {
          checker.report(
            .together(
              what: "\(item.entity) is a spot pair and has no position, margin or leverage",
              hint: "perpetuals are named cryptoperp_..."), at: item.path)
        } else if !data.streams.contains(where: { $0.entity == item.entity }) {
          let streamed = data.streams.map(\.entity.description)
          checker.report(
            .together(
              what: "\(item.entity) is not streamed",
              hint: NearestName.of(item.entity.description, among: streamed).map { "did you mean '\($0)'?" }
                ?? "add it to data.streams"), at: item.path)
        }
      }
      let own = data.streams.filter { $0.entity.provider == block.name }
      if block.value.matching.limitFill == .queue, let stream = own.first(where: { !$0.book && !$0.quotes }),
        !own.contains(where: { $0.entity == stream.entity && ($0.book || $0.quotes) })
      {
        checker.report(
          .together(
            what: "limit_fill queue needs a book or quotes of \(stream.entity)",
            hint: "add book: true or quotes: true"),
          at: "\(path).matching.limit_fill")
      }
      if let impact = block.value.matching.slippage.impact, block.value.matching.slippage.coefficient == .zero {
        checker.report(
          .together(
            what: "slippage impact \(impact.rawValue) has coefficient 0 and does nothing",
            hint: "give a coefficient, such as 0.1"), at: "\(path).matching.slippage.impact")
      }
    }
  }

  private func checkExpectations(_ checker: inout Checker) {
    for expectation in expectations where expectation.name.hasPrefix("bounds.") {
      if case .range = expectation.value { continue }
      checker.report(
        .together(
          what: "'expect.\(expectation.name)' must be a range", hint: "bounds are tested as a whole: {min: 1, max: 2}"),
        at: "expect.\(expectation.name)")
    }
  }
}

extension Array where Element: Hashable {
  /// Each value once, where it first stands.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
