package import Market

/// The steps of an instrument as they were valid over time.
package struct StepRules: Sendable {
  private struct Steps: Sendable {
    let from: Int64
    let price: FixedDecimal
    let quantity: FixedDecimal
    let cap: FixedDecimal?
    let floor: FixedDecimal?
  }

  private let steps: [Steps]
  /// The entry in force at the last time asked for; times ascend.
  private var current = -1
  private var scales = (price: -1, quantity: -1)
  private var price = StepTest()
  private var quantity = StepTest()

  /// Rules with the times they are valid from, in any order.
  package init(_ rules: [(from: Timestamp, specification: InstrumentSpecification)]) {
    steps = rules.map {
      Steps(
        from: $0.from.nanoseconds, price: $0.specification.priceStep, quantity: $0.specification.quantityStep,
        cap: $0.specification.rules.fundingCap, floor: $0.specification.rules.fundingFloor)
    }.sorted { $0.from < $1.from }
  }

  package var isEmpty: Bool { steps.isEmpty }

  /// Brings the rules to a time, not before the one before, and to scales of columns.
  mutating func advance(to time: Int64, priceScale: Int, quantityScale: Int) {
    var next = current
    while next + 1 < steps.count, steps[next + 1].from <= time { next += 1 }
    guard next != current || scales != (price: priceScale, quantity: quantityScale) else { return }
    current = next
    scales = (price: priceScale, quantity: quantityScale)
    guard current >= 0 else { return }
    price = StepTest(steps[current].price, scale: priceScale)
    quantity = StepTest(steps[current].quantity, scale: quantityScale)
  }

  /// Whether a price is on its step, as far as a rule is known.
  func isOnStep(price units: Int64) -> Bool { current < 0 || price.holds(units) }
  func isOnStep(quantity units: Int64) -> Bool { current < 0 || quantity.holds(units) }

  /// The bounds of the funding rate in force.
  var fundingBounds: (floor: FixedDecimal?, cap: FixedDecimal?) {
    current < 0 ? (nil, nil) : (steps[current].floor, steps[current].cap)
  }
}

/// Whether numbers of a scale are multiples of a step.
private struct StepTest: Sendable {
  private var factor: Int64 = 1
  private var modulus: Int64 = 1

  init() {}

  /// A step of zero, or one that does not fit, tests nothing.
  init(_ step: FixedDecimal, scale: Int) {
    let step = step.reduced
    let shared = max(scale, step.scale)
    guard shared <= PowerOfTen.greatestInt64Exponent, let modulus = step.int64Units(atScale: shared), modulus > 0 else {
      return
    }
    factor = PowerOfTen.int64(shared - scale)
    self.modulus = modulus
  }

  func holds(_ units: Int64) -> Bool {
    if modulus == 1 { return true }
    let (value, overflow) = units.multipliedReportingOverflow(by: factor)
    return overflow || value % modulus == 0
  }
}
