import Imports
import Testing

/// The fuzzers' targets on input that is mutated by a fixed seed: a short run of what Fuzzing/ does for hours.
@Suite("Hostile input") struct MutationTests {
  private static let seeds: [HostileInput: [[UInt8]]] = [
    .table: [
      "open_time,open,high,low,close,volume,count\n1722470400000,1.50,2.125,1.0,2,3.001,7\n1722470460000,2,2,2,2,0,0\n",
      "id,price,qty,quote_qty,time,is_buyer_maker\n10,64321.1,0.002,128.6422,1722470400001,true\n11,5,0.01,6,1722470400001,False\n",
      "exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount\nb,X,1598918400000000,1598918400100000,true,bid,1.07,10\nb,X,1598918400000000,1598918400100000,false,ask,2,0\n",
      "timestamp,symbol,side,size,price,trdMatchID\n1704326400.1000,BTC,Buy,0.010,42500.10,8d9b7b6a-2f9f-5d9c-9f0a-0a6e1c9f7e21\n",
      "calc_time,funding_interval_hours,last_funding_rate\n1704067200000,8,-0.00037409\n",
      "exchange,symbol,timestamp,asks[0].price,asks[0].amount,bids[0].price,bids[0].amount\nb,X,1598918403696000,1.08,1.714,1.07,1\n",
      "0,1,2,1,2,5,1,2,1,2,7\n60000,,,,,0,1,2,1,2,7\n",
    ].flatMap { text in [0, 4, 9, 200].map { [UInt8($0)] + Array(text.utf8) } },
    .capture: [
      "1680652800004107 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1680652800000,\"s\":\"BTCUSDT\",\"t\":307,\"p\":\"28165.47\",\"q\":\"0.00056\",\"T\":1680652799999,\"m\":true}}\n1680652800005184 {\"data\":{\"e\":\"depthUpdate\",\"E\":1680652800016,\"T\":1680652800009,\"s\":\"BTCUSDT\",\"U\":2,\"u\":3,\"pu\":1,\"b\":[[\"22300.00\",\"2.788\"]],\"a\":[]},\"stream\":\"x\"}\n",
      "{\"topic\":\"orderbook.500.XRPUSDT\",\"type\":\"snapshot\",\"ts\":1733011200691,\"data\":{\"s\":\"XRPUSDT\",\"b\":[[\"1.9531\",\"6203\"]],\"a\":[[\"1.95\",\"8\"]],\"u\":20254869},\"cts\":1733011200589}\n",
      "{\"action\":\"snapshot\",\"instId\":\"BTC-USDT\",\"ts\":\"1733011200691\",\"asks\":[[\"1\",\"2\",\"3\"]],\"bids\":[]}\n",
    ].map { Array($0.utf8) },
    .document: [
      "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"A\",\"baseCoin\":\"B\",\"quoteCoin\":\"C\",\"lotSizeFilter\":{\"qtyStep\":\"1\"},\"priceFilter\":{\"tickSize\":\"0.1\"}}]}}",
      "[[1499040000000,\"0.01634790\",\"0.8\",\"0.01\",\"0.01\",\"148\"],[1,null,true,\"x,y\"]]",
      "{\"code\":\"0\",\"data\":[{\"instType\":\"SWAP\",\"instId\":\"BTC-USDT-SWAP\",\"uly\":\"BTC-USDT\",\"ctVal\":\"0.01\",\"ctMult\":\"1\",\"tickSz\":\"0.1\",\"lotSz\":\"1\"}]}",
      "[{\"symbol\":\"BTCUSDT\",\"brackets\":[{\"notionalCap\":50000,\"maintMarginRatio\":0.004,\"initialLeverage\":125}]}]",
    ].map { Array($0.utf8) },
    .packed: [
      Packing.gzip("some bytes, some bytes, some bytes"), SourceTests.zstandard(Array("some bytes, some bytes".utf8)),
      Packing.zip([("a.csv", Array("a,b\n1,2\n1,2\n1,2\n".utf8), true), ("b.csv", Array("c".utf8), false)]),
    ],
    .column: [
      [3, 1] + [UInt8](repeating: 0, count: 90), [1, 0] + (0..<120).map { UInt8($0) },
      [9, 1, 4, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9],
    ],
  ]

  @Test("nothing traps, nothing reads in two ways", arguments: HostileInput.allCases)
  func mutated(target: HostileInput) throws {
    let seeds = try #require(Self.seeds[target])
    var random = SplitMix(state: 20_261_125)
    let odd = Array("0123456789.,-e\"\n\r[]{}\0".utf8)
    for round in 0..<1_500 {
      var bytes = seeds[round % seeds.count]
      for _ in 0..<(1 + random.below(6)) {
        let position = random.below(max(bytes.count, 1))
        guard position < bytes.count else { break }
        switch random.below(5) {
        case 0: bytes[position] = UInt8(random.below(256))
        case 1: bytes[position] ^= 1 << UInt8(random.below(8))
        case 2: bytes.remove(at: position)
        case 3: bytes.insert(odd[random.below(odd.count)], at: position)
        default:
          let end = min(bytes.count, position + random.below(40))
          bytes.insert(contentsOf: bytes[position..<end], at: position)
        }
      }
      let problem = target.problem(bytes)
      #expect(problem == nil, "round \(round): \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// Inputs for which a fuzzer has found the fast way and the careful way to differ; the first byte is the reader's hint.
  @Test(
    "what fuzzers have found stays right",
    arguments: [
      // A time in seconds with a fraction after rows of whole seconds: the fraction was not recorded as written.
      [119] + Array("1;11;600\n2.5;x;1\n77777777.777777;11;60000\n777777777777.777777;11;60000000\n".utf8),
      [119] + Array("1;11;600\n1600000000.5;x;1\n1600000001.25;11;60000\n".utf8),
      // Zeros that a row left out to fit went to the row after it, when it was refused for something else.
      [251] + Array("0\t8\t0\t3\t0\n3\t4444444444444444.7000\t\t\t\n3\t8\t8\t8\t8".utf8),
    ] as [[UInt8]])
  func found(bytes: [UInt8]) { #expect(HostileInput.table.problem(bytes) == nil) }
}
