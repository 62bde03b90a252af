import Exchange
import Market

/// What paid for one fill, in words.
struct FillExplanation {
  let numbers: ExplainedNumbers
  let fill: Fill
  let trace: FillTrace
  let terms: OrderTerms
  /// When the order arrived, and when it woke if it is a stop.
  let accepted: Timestamp
  let triggered: Timestamp?
  let isFirst: Bool
  /// What was left of the order before this fill.
  let leaves: Quantity

  private var path: PathWords { PathWords(path: trace.bar, numbers: numbers) }
  private var bar: BarPath { trace.bar }
  private var isAtOpen: Bool { trace.isInBar && fill.time == bar.kline.openTime }

  var step: OrderExplanation.Step {
    let whole = fill.isComplete ? "" : ", the rest stays \(numbers.text(leaves - fill.quantity))"
    var step = OrderExplanation.Step(
      time: fill.time, kind: "filled",
      text:
        "fill \(fill.number): \(fill.side.name) \(numbers.text(fill.quantity)) at \(numbers.text(fill.price)) as \(fill.liquidity.name)\(whole)"
    )
    step.facts = source
    step.facts += [
      .init(name: "rule", text: rule), .init(name: "price", text: price), .init(name: "quantity", text: quantity),
      .init(name: "fee", text: fee), .init(name: "realized", text: realized),
    ]
    step.facts += transfers.map { .init(name: "ledger", text: $0) }
    return step
  }

  /// What paid: the insurance fund, a print, or a stretch of a bar.
  private var source: [OrderExplanation.Fact] {
    if fill.reason == .liquidation {
      return [.init(name: "paid by", text: "the insurance fund, which takes the position over")]
    }
    if let print = trace.print {
      return [
        .init(name: "paid by", text: "the print of \(numbers.text(print.quantity)) at \(numbers.text(print.price))")
      ]
    }
    return [
      .init(name: "bar", text: path.bar),
      .init(name: "paid by", text: path.stretch(at: fill.time, isInBar: trace.isInBar)),
    ]
  }

  /// Which rule made the fill, and why at this price.
  private var rule: String {
    if fill.reason == .liquidation {
      return
        "margin no longer covers the maintenance margin at the mark: the bankruptcy price, at which nothing is left"
    }
    if trace.print != nil { return printRule }
    switch trace.rule {
    case .passedLimit:
      let reached = numbers.text(fill.mark)
      return numbers.matching.limitFill == .touch
        ? "the path reached the resting limit at \(reached) (limit_fill: touch)"
        : "the path passed the resting limit by a price step, to \(reached) (limit_fill: through)"
    case .gapBeyondLimit:
      return
        "the price jumped beyond the resting limit, to \(numbers.text(fill.mark)): a resting order pays its own limit"
    case .took: return tookRule
    }
  }

  private var printRule: String {
    switch trace.rule {
    case .passedLimit:
      return numbers.matching.limitFill == .touch
        ? "the print reached the resting limit (limit_fill: touch)"
        : "the print went through the resting limit by a price step or more (limit_fill: through)"
    case .gapBeyondLimit: return "the print lies beyond the resting limit: a resting order pays its own limit"
    case .took:
      if triggered == fill.time, isFirst { return "the print reached the stop and pays for what it wakes" }
      if !isFirst { return "the rest took the next print" }
      return numbers.matching.marketFill == .last && accepted == fill.time
        ? "took the last print on arrival, which had traded before the order was there (market_fill: last)"
        : "took the first print after its arrival"
    }
  }

  private var tookRule: String {
    guard trace.isInBar else {
      return "took the last price on arrival, which had traded before the order was there (market_fill: last)"
    }
    if triggered == fill.time, isFirst {
      guard isAtOpen else { return "the path reached the stop: a stop pays the price that woke it" }
      return fill.firstPrice == terms.stopPrice
        ? "the open is the stop price, which it pays" : "the open lies beyond the stop: a gap pays the open"
    }
    if !isFirst { return "the rest took the next price, the open of the next bar" }
    if isAtOpen {
      return accepted == fill.time
        ? "took the first price after its arrival, the open at that instant"
        : "took the first price after its arrival, the open of the next bar"
    }
    return "took the price of the path at its arrival"
  }

  /// First price, slippage, price.
  private var price: String {
    let slippage = numbers.matching.slippage
    let moved = fill.price.ticks - fill.firstPrice.ticks
    let first = "\(numbers.text(fill.firstPrice)) first"
    if fill.liquidity == .maker { return "\(numbers.text(fill.price)), its limit" }
    if moved == 0 { return "\(first), no slippage" + (slippage.units > 0 ? " beyond its limit" : "") }
    let bps = FixedDecimal(units: Int128(slippage.units), scale: Rate.scale - 4)
    let bound = fill.price == terms.price ? ", bound by its limit" : ""
    return
      "\(first), \(numbers.text(price: abs(moved))) slippage against the order (\(bps.reduced) bps, rounded to the price step against it\(bound)): \(numbers.text(fill.price))"
  }

  /// What the bar's volume, and the balance, let it take.
  private var quantity: String {
    let left = "\(numbers.text(leaves)) wanted"
    guard trace.budgetBefore != .max else {
      return "\(left), no cap by volume"
        + (fill.quantity < leaves ? "; the balance reached for \(numbers.text(fill.quantity))" : "")
    }
    let share =
      numbers.matching.participation.map { $0 == .one ? "" : " (participation \(ExplainedNumbers.text($0)))" }
      ?? ""
    let budget =
      "\(left), \(numbers.text(Quantity(trace.budgetBefore))) left of the \(trace.print == nil ? "bar's volume" : "print")\(share)"
    guard fill.quantity < leaves else { return budget }
    return fill.quantity.units == trace.budgetBefore
      ? "\(budget): all of it taken" : "\(budget): the balance reached for \(numbers.text(fill.quantity))"
  }

  /// Amount x rate with its rounding.
  private var fee: String {
    guard fill.fee.units != 0 else { return "none, the rate is \(ExplainedNumbers.text(trace.feeRate))" }
    let notional = numbers.arithmetic.notional(fill.price, fill.quantity, side: fill.side)
    let isBase = fill.feeAsset == numbers.base
    let amount = isBase ? numbers.arithmetic.base(fill.quantity) : notional
    let asset = isBase ? numbers.base : numbers.quote
    let product = "\(numbers.text(amount, asset)) x \(ExplainedNumbers.text(trace.feeRate))"
    let scale = numbers.venue.assets[Int(fill.feeAsset.index)].scale
    let paid = fill.fee.units < 0 ? "rebate" : numbers.text(fill.fee, fill.feeAsset)
    guard isBase || fill.feeAsset == numbers.quote else {
      return
        "\(product), in \(numbers.venue.assets[Int(fill.feeAsset.index)].name) at its last price: \(paid), toward zero at \(scale) decimals"
    }
    let isExact = amount.units * Int128(trace.feeRate.units) % Int128(Rate.one.units) == 0
    return "\(product) = \(paid), \(isExact ? "exact" : "toward zero") at \(scale) decimals"
  }

  private var realized: String {
    fill.side == .buy && fill.realized.units == 0 ? "nothing, it opens" : numbers.text(fill.realized, numbers.quote)
  }

  private var transfers: [String] {
    var list: [String] = []
    fill.forEachTransfer(base: numbers.base, quote: numbers.quote, arithmetic: numbers.arithmetic) { transfer in
      list.append(
        "\(numbers.text(transfer.amount, transfer.asset)) from \(transfer.debit.name) to \(transfer.credit.name) (\(transfer.kind.name))"
      )
    }
    return list
  }
}
