import Exchange
import Market
import TestSupport
import Testing

@Suite("Fixed point against digits") struct ArithmeticTests {
  @Test("rounded divisions agree with long division of digits")
  func divisions() {
    var random = SplitMix(seed: 1)
    for _ in 0..<20_000 {
      let numerator = wide(&random)
      let denominator = Swift.max(wide(&random).magnitude % UInt128(Int128.max), 1)
      let (quotient, remainder) = Digits(numerator.magnitude).dividedBySubtraction(Digits(denominator))
      let isNegative = numerator < 0
      let isExact = remainder == Digits(0)
      let isHalf = (remainder + remainder).compared(to: Digits(denominator))
      for rounding in Rounding.allCases {
        let isAway: Bool
        switch rounding {
        case .towardZero: isAway = false
        case .awayFromZero: isAway = !isExact
        case .down: isAway = !isExact && isNegative
        case .up: isAway = !isExact && !isNegative
        case .halfEven: isAway = isHalf > 0 || (isHalf == 0 && quotient.isOdd && !isExact)
        }
        let magnitude = isAway ? quotient + Digits(1) : quotient
        let expected = (isNegative && magnitude != Digits(0) ? "-" : "") + magnitude.text
        let result = divide(numerator, by: Int128(denominator), rounding)
        #expect("\(result)" == expected)
        if "\(result)" != expected { return }
      }
    }
  }

  @Test("notionals and fees agree with products of digits")
  func money() throws {
    var random = SplitMix(seed: 2)
    for _ in 0..<5_000 {
      let priceScale = Int(random.number(0...8))
      let quantityScale = Int(random.number(0...8))
      let setup = ExchangeSetup(
        priceStep: FixedDecimal(units: 1, scale: priceScale), quantityStep: FixedDecimal(units: 1, scale: quantityScale)
      )
      let configuration = try setup.configuration()
      let arithmetic = configuration.arithmetic(of: InstrumentID(0))
      let scale = configuration.assets[1].scale
      let price = random.number(1...1_000_000_000)
      let quantity = random.number(1...100_000_000)
      let zeros = String(repeating: "0", count: scale - priceScale - quantityScale)
      let product = (Digits(UInt128(price)) * Digits(UInt128(quantity))).text + zeros
      for side in Side.allCases {
        let notional = arithmetic.notional(Price(price), Quantity(quantity), side: side)
        #expect("\(notional.units)" == product)
        let rate = random.number(0...50_000_000_000)
        let digits = (Digits(UInt128(notional.units)) * Digits(UInt128(rate))).text
        let expected = digits.count > 12 ? String(digits.dropLast(12)) : "0"
        #expect("\(SpotArithmetic.fee(on: notional, Rate(units: rate)).units)" == expected)
        let rebate = expected == "0" ? "0" : "-" + expected
        #expect("\(SpotArithmetic.fee(on: notional, Rate(units: -rate)).units)" == rebate)
      }
    }
  }

  @Test("where data is finer than the asset's scale a buyer pays up and a seller gets down")
  func finerData() throws {
    // Steps of 0.01 and 0.001 give usdt eight decimals; data of 6 and 5 decimals gives products of 11.
    let configuration = try ExchangeSetup(priceStep: "0.01", quantityStep: "0.001").with {
      $0.dataPriceScale = 6
      $0.dataQuantityScale = 5
    }.configuration()
    let arithmetic = configuration.arithmetic(of: InstrumentID(0))
    #expect(arithmetic.notional(Price(1_000_001), Quantity(100_001), side: .buy).units == 100_001_101)
    #expect(arithmetic.notional(Price(1_000_001), Quantity(100_001), side: .sell).units == 100_001_100)
    #expect(arithmetic.notional(Price(1_000_000), Quantity(100_000), side: .buy).units == 100_000_000)
  }

  @Test("decimals are written as their digits say")
  func decimals() {
    var random = SplitMix(seed: 3)
    for _ in 0..<20_000 {
      let units = random.oneIn(3) ? Int128(random.number(-100_000...100_000)) : wide(&random)
      let scale = Int(random.number(0...38))
      var buffer = TextBuffer(capacity: 64)
      buffer.append(decimal: units, scale: scale)
      let expected = text(units, scale: scale)
      #expect(buffer.string == expected)
      if let small = Int64(exactly: units) {
        buffer.removeAll()
        buffer.append(decimal: small, scale: scale)
        #expect(buffer.string == expected)
      }
      if buffer.string != expected { return }
    }
  }

  private func text(_ units: Int128, scale: Int) -> String {
    var digits = Digits(units.magnitude).text
    while digits.count <= scale { digits = "0" + digits }
    var fraction = scale == 0 ? "" : String(digits.suffix(scale))
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return (units < 0 ? "-" : "") + digits.dropLast(scale) + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// Numbers of all lengths up to 127 bits, either sign.
  private func wide(_ random: inout SplitMix) -> Int128 {
    let bits = UInt128(random.next()) << 64 | UInt128(random.next())
    let value = Int128(bits >> UInt128(random.number(1...127)))
    return random.oneIn(2) ? value : -value
  }
}
