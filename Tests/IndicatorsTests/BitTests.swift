import Indicators
import Testing

@Suite("Bits of indicators") struct BitTests {
  /// A change here is a change of results: it belongs into the changelog, with its reason.
  static let digests: [String: UInt64] = [
    "averages": 0x5D19_5E46_1FDB_6837, "momentum": 0xED1C_350C_78C8_4002, "trend": 0xF221_3E47_8AAA_845F,
    "volatility": 0x497A_9865_C2D1_63A7, "volume": 0x15B5_759E_6479_4E02, "statistics": 0x167A_1F2F_FA16_A284,
  ]

  @Test("every value has the same bits in every build and on every machine", arguments: Probe.families.map(\.name))
  func digests(family: String) throws {
    let probes = try #require(Probe.families.first { $0.name == family }).probes
    #expect(Probe.digest(of: probes, bars: 2_000) == Self.digests[family])
  }
}
