import Market
import Testing

/// Values of 25 digits by arbitrary-precision arithmetic, at arguments that are the Doubles written.
@Suite("Real functions") struct RealFunctionsTests {
  static func isClose(_ value: Double, _ expected: Double, within tolerance: Double = 2e-15) -> Bool {
    value == expected || (value - expected).magnitude <= tolerance * expected.magnitude
  }

  @Test(
    "the exponential agrees with the table over its whole range",
    arguments: [
      (1e-10, 1.000000000100000000005), (0.5, 1.648721270700128146848651), (1.0, 2.718281828459045235360287),
      (-1.0, 0.3678794411714423215955238), (10.0, 22026.4657948067165169579),
      (-10.0, 0.00004539992976248485153559152), (0.6931471805599453, 1.999999999999999953619064),
      (100.25, 3.451610733125923987136199e+43), (-100.25, 2.897198083210147807197361e-44),
      (700.0, 1.01423205473500450945533e+304), (-700.0, 9.859676543759770856705373e-305),
      (709.7, 1.65498402768026440308025e+308), (0, 1), (-800, 0), (800, .infinity),
    ] as [(Double, Double)])
  func exponential(x: Double, expected: Double) {
    #expect(Self.isClose(RealFunctions.exp(x), expected))
  }

  @Test("the exponential goes down into the subnormal numbers")
  func subnormalExponential() {
    #expect(RealFunctions.exp(-740) == 85 * Double.leastNonzeroMagnitude)
    #expect(RealFunctions.exp(.nan).isNaN)
  }

  @Test(
    "the logarithm agrees with the table over its whole range",
    arguments: [
      (1e-300, -690.7755278982137051803383), (1e-10, -23.02585092994045680374772), (0.1, -2.30258509299404562850684),
      (0.5, -0.6931471805599453094172321), (0.7071, -0.3465831803719420002781364),
      (0.9999, -0.0001000050003333473208196443), (0.999999999, -9.999999722180685086261217e-10),
      (1.0000001, 9.99999950583870451775161e-8), (1.5, 0.4054651081081643819780131),
      (2.0, 0.6931471805599453094172321), (10.0, 2.302585092994045684017991),
      (12345.678, 9.421061321291831967097142), (1e+100, 230.258509299404568417702),
      (1.7e+308, 709.726836893228241037791), (.leastNonzeroMagnitude, -744.4400719213812623141073), (1, 0),
      (0, -.infinity),
      (.infinity, .infinity),
    ] as [(Double, Double)])
  func logarithm(x: Double, expected: Double) {
    #expect(Self.isClose(RealFunctions.log(x), expected))
  }

  @Test(
    "powers keep their digits where exponents are large",
    arguments: [
      (2.0, 0.5, 1.414213562373095048801689), (1.1, 365.0, 1283305580313390.517679234),
      (0.5, -3.25, 9.51365692002176853374), (1.0001, 1000000.0, 2.674710993112685423193752e+43),
      (10.0, 300.0, 1.0e+300), (10.0, -300.0, 1.0e-300), (0.3, 500.5, 1.991535201406762226087353e-262),
      (1.5, 1700.0, 2.265376518968227744648073e+299), (1.337, 1.2166666666666666, 1.423835703217142530563411),
      (0.999, 365.0, 0.6940698870404744204911475), (1e+300, 1.02, 1.00000000000001232419319e+306),
      (7.0, 2.0, 49.0), (1.0000001, 3000000000.0, 1.942397599296388545290369e+130), (3, 0, 1), (0, 2, 0),
      (0, -2, .infinity), (2, 2000, .infinity), (2, -2000, 0),
    ] as [(Double, Double, Double)])
  func power(base: Double, exponent: Double, expected: Double) {
    #expect(Self.isClose(RealFunctions.pow(base, exponent), expected))
  }

  @Test("what has no real value is not a number")
  func undefined() {
    #expect(RealFunctions.log(-1).isNaN)
    #expect(RealFunctions.pow(-2, 3).isNaN)
    #expect(RealFunctions.normalQuantile(1.5).isNaN)
    #expect(RealFunctions.normalQuantile(0) == -.infinity)
    #expect(RealFunctions.normalQuantile(1) == .infinity)
  }

  @Test(
    "the normal distribution keeps its relative accuracy far into the tail",
    arguments: [
      (-37.0, 5.725571222524576822683193e-300), (-20.0, 2.753624118606233695075623e-89),
      (-8.5, 9.47953482220331835415105e-18), (-5.0, 0.0000002866515718791939116737523),
      (-3.0, 0.001349898031630094526651815), (-1.96, 0.02499789514822043621282369),
      (-1.5, 0.06680720126885806600449404), (-1.4, 0.08075665923377105979465901),
      (-1.0, 0.1586552539314570514147675), (-0.5, 0.3085375387259868962622954),
      (-1e-05, 0.4999960105771960521632743), (0.0, 0.5), (0.25, 0.5987063256829237242408538),
      (1.0, 0.8413447460685429485852325), (1.3, 0.9031995154143896744582844), (1.645, 0.9500150944608786365534967),
      (2.5, 0.9937903346742238648330219), (4.0, 0.9999683287581668800787462), (6.0, 0.9999999990134123549623019),
    ] as [(Double, Double)])
  func normal(x: Double, expected: Double) {
    #expect(Self.isClose(RealFunctions.normalCDF(x), expected, within: 4e-15))
  }

  @Test(
    "the error function agrees with the table",
    arguments: [
      (-3.0, -0.9999779095030014145586272), (-1.0, -0.8427007929497148693412206),
      (-0.1, -0.1124629160182848984047123), (1e-08, 1.128379167095512559892102e-8),
      (0.5, 0.5204998778130465376827467), (0.9, 0.7969082124228321396646662), (1.0, 0.8427007929497148693412206),
      (1.1, 0.8802050695740817296572595), (2.0, 0.9953222650189527341620693), (3.5, 0.9999992569016276585872545),
    ] as [(Double, Double)])
  func errorFunction(x: Double, expected: Double) {
    #expect(Self.isClose(RealFunctions.erf(x), expected))
  }

  @Test(
    "the quantile agrees with the table and turns the distribution back",
    arguments: [
      (1e-300, -37.04709629936119923654704), (1e-50, -14.93333753478848898065821),
      (1e-12, -7.034483825301131932614176), (1e-05, -4.264890793922824610233749),
      (0.01, -2.326347874040841093075096), (0.05, -1.644853626951472687952128), (0.1, -1.281551565544600435334517),
      (0.25, -0.674489750196081743202227), (0.4999, -0.0002506628300880074923888501), (0.5, 0.0),
      (0.50001, 0.00002506628274882086270557266), (0.6, 0.2533471031357997413246887),
      (0.9, 1.281551565544600593487448), (0.975, 1.959963984540053855604431), (0.99, 2.326347874040840767637189),
      (0.9999, 3.719016485455708386722759), (0.999999999, 5.997807019601637426423078),
    ] as [(Double, Double)])
  func quantile(p: Double, expected: Double) {
    #expect(Self.isClose(RealFunctions.normalQuantile(p), expected, within: 4e-15))
    #expect(Self.isClose(RealFunctions.normalCDF(RealFunctions.normalQuantile(p)), p, within: 1e-12))
  }
}

@Suite("Significant digits") struct SignificantDigitsTests {
  @Test(
    "a figure is rounded to 12 digits and written in its shortest form",
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-2.5, "-2.5"), (0.1 + 0.2, "0.3"), (1.0 / 3, "0.333333333333"),
      (-200.0 / 3, "-66.6666666667"), (123_456_789_012_345, "123456789012000"), (999_999_999_999.9, "1000000000000"),
      (1e14, "100000000000000"), (999_999_999_999_999, "1e15"), (1e15, "1e15"), (1.25e22, "1.25e22"),
      (1e-7, "0.0000001"), (9.9e-8, "9.9e-8"),
      (0.000_001, "0.000001"), (1.23456789012345e-6, "0.00000123456789012"), (0.5e-7, "5e-8"),
      (.leastNonzeroMagnitude, "5e-324"),
      (1.7976931348623157e308, "1.79769313486e308"), (.nan, "null"), (.infinity, "null"),
    ] as [(Double, String)])
  func text(value: Double, expected: String) {
    #expect(SignificantDigits(value).text == expected)
  }

  @Test(
    "a tie of the shortest text is broken by the binary value",
    arguments: [
      // Multiples of a power of two are the tie itself: half to even. The others lie a little above or below what they print as.
      (2_000_000_000_001.5e-1, "200000000000"), (100_000_000_000.5, "100000000000"),
      (100_000_000_001.5, "100000000002"),
      (0.1000000000005, "0.1"), (0.1234567890125, "0.123456789012"), (0.1000000000015, "0.100000000002"),
      (1.0000000000005e-20, "1e-20"), (1.0000000000005e22, "1e22"),
    ] as [(Double, String)])
  func tie(value: Double, expected: String) {
    #expect(SignificantDigits(value).text == expected)
  }

  @Test("the rounded value reads back from its text and is not rounded again")
  func stable() {
    var value = 1.0
    for step in 1...400 {
      value *= 1 + 1 / (Double(step) + 0.7)
      if step % 3 == 0 { value /= 977 }
      let rounded = SignificantDigits(value)
      #expect(Double(rounded.text) == rounded.value)
      #expect(SignificantDigits(rounded.value).text == rounded.text)
      #expect((rounded.value - value).magnitude <= 5.1e-12 * value.magnitude)
    }
  }
}
