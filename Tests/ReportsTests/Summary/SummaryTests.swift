import JSON
import Market
import Reports
import Testing

@Suite("Terminal summary") struct SummaryTests {
  private func summary(
    _ result: RunResult = SampleResult.full, _ detail: SummaryDetail = SampleDetail.full, width: Int = 80,
    style: SummaryStyle = .plain, unicode: Bool = true
  ) -> String {
    renderSummary(
      result, detail, place: "reports/runs/btc-sma/report.html", width: width, style: style, unicode: unicode)
  }

  @Test("doubts first, then picture, tables, figures, and the last line")
  func golden() {
    #expect(
      summary() == #"""
        ! DATA_GAPS: Stretches without data. (2 times, first at 2024-08-01T00:01:00Z)
        ! FEW_TRADES: Fewer than "30" trades.

        equity    ▁▂▂▂▃▃▃▄▂▃▃▃▄▄▄▅▃▄▄▄▅▅▃▃▄▅▅▅▆▃▄▄▅▆▆▄▄▄▅▅▆▇▄▅▅▅▆▆▄▅▅▆▆▆▇▇▅▆▆▇▇▇█▆
        drawdown  ▆▆▆█▇▆▆█▇▆█▇▆█▇▆█▇▆▆█▇██▇▆█▇▆██▇█▇▆██▇▆█▇▆██▇█▇▆██▇▆█▇▆█▇▆█▇▆▆█▇
                  9,800.00 to 10,765.00 usdt; deepest 6.20 %

        instrument
          trades  avg %  total usdt  total %   avg time  win/draw/loss
        cryptopair_binance_btcusdt
              64  +0.05     +341.12    +3.41  3 h 2 min        30/1/33
        cryptopair_binance_ethusdt
               0    n/a        0.00     0.00        n/a          0/0/0
        all
              64  +0.05     +341.12    +3.41  3 h 2 min        30/1/33

        still open
          side  quantity     entry  net usdt  net %             since
        cryptopair_binance_ethusdt
          long       0.5  3,123.46    -12.34  -0.79  2024-08-02 00:01

        exit    trades  net usdt
        signal      64   +341.12

        from, to          2024-08-01T00:00:00Z to 2024-08-31T00:00:00Z, 30 d
        trades            64, 2.13 a day
        balance           10,000.00 to 10,341.12 usdt
        total             +3.41 %
        CAGR              +50.40 %
        Sharpe            0.33
        Sortino           n/a
        Calmar            n/a
        profit factor     n/a
        expectancy        +5.33 usdt a trade, ratio 0.12
        volume            1,234,567.89 usdt
        long, short       64 long +341.12 usdt
        best, worst trade +2.25 %, -1.50 %
        best, worst day   +2.50 % on 2024-08-05, -3.25 % on 2024-08-06
        days              14 won, 1 drawn, 15 lost
        longest runs      5 won, 7 lost
        refused           2 CRYPTO_PRECISION_ERROR, 1 CRYPTO_INSUFFICIENT_BALANCE
        drawdown          6.20 %, 640.50 usdt, from 2024-08-01 00:00 to 2024-08-04
                          04:00; longest 3 d 4 h
        exposure          48.75 %
        fees              12.50 usdt
        funding           0.00 usdt
        market            -7.12 %
        integrity         3 ambiguous bars, 2 gaps, 1 bar at the participation limit,
                          dust of 0.00000001 btc (0.00 usdt)
        bounds            Sharpe n/a to 1.50
        fingerprint
          sha256:0101010101010101010101010101010101010101010101010101010101010101

        btc-sma  +3.41 %  maxDD 6.2 %  128 fills  12.4 M events in 0.81 s (15 M/s)  reports/runs/btc-sma/report.html

        """#)
  }

  @Test("where it is narrow, tables fold and lines wrap")
  func narrow() {
    #expect(
      summary(width: 44, unicode: false) == #"""
        ! DATA_GAPS: Stretches without data. (2
          times, first at 2024-08-01T00:01:00Z)
        ! FEW_TRADES: Fewer than "30" trades.

        equity    -_.::-.:.:--=:---==+-==+*+*=++*#=+
        drawdown  +###*######*####*#+####*#+####+###
                  9,800.00 to 10,765.00 usdt;
                  deepest 6.20 %

        cryptopair_binance_btcusdt
          trades          64
          avg %           +0.05
          total usdt      +341.12
          total %         +3.41
          avg time        3 h 2 min
          win/draw/loss   30/1/33
        cryptopair_binance_ethusdt
          trades          0
          avg %           n/a
          total usdt      0.00
          total %         0.00
          avg time        n/a
          win/draw/loss   0/0/0
        all
          trades          64
          avg %           +0.05
          total usdt      +341.12
          total %         +3.41
          avg time        3 h 2 min
          win/draw/loss   30/1/33

        cryptopair_binance_ethusdt
          side            long
          quantity        0.5
          entry           3,123.46
          net usdt        -12.34
          net %           -0.79
          since           2024-08-02 00:01

        exit    trades  net usdt
        signal      64   +341.12

        from, to          2024-08-01T00:00:00Z to
                          2024-08-31T00:00:00Z, 30 d
        trades            64, 2.13 a day
        balance           10,000.00 to 10,341.12
                          usdt
        total             +3.41 %
        CAGR              +50.40 %
        Sharpe            0.33
        Sortino           n/a
        Calmar            n/a
        profit factor     n/a
        expectancy        +5.33 usdt a trade, ratio
                          0.12
        volume            1,234,567.89 usdt
        long, short       64 long +341.12 usdt
        best, worst trade +2.25 %, -1.50 %
        best, worst day   +2.50 % on 2024-08-05,
                          -3.25 % on 2024-08-06
        days              14 won, 1 drawn, 15 lost
        longest runs      5 won, 7 lost
        refused
          2 CRYPTO_PRECISION_ERROR, 1
          CRYPTO_INSUFFICIENT_BALANCE
        drawdown          6.20 %, 640.50 usdt, from
                          2024-08-01 00:00 to
                          2024-08-04 04:00; longest
                          3 d 4 h
        exposure          48.75 %
        fees              12.50 usdt
        funding           0.00 usdt
        market            -7.12 %
        integrity         3 ambiguous bars, 2 gaps,
                          1 bar at the participation
                          limit, dust of 0.00000001
                          btc (0.00 usdt)
        bounds            Sharpe n/a to 1.50
        fingerprint
          sha256:0101010101010101010101010101010101010101010101010101010101010101

        btc-sma  +3.41 %  maxDD 6.2 %  128 fills  12.4 M events in 0.81 s (15 M/s)  reports/runs/btc-sma/report.html

        """#)
  }

  @Test("no line but the last is wider than the terminal", arguments: [40, 60, 80, 100, 200])
  func width(width: Int) {
    let lines = summary(width: width).split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
    for line in lines where !line.contains("sha256:") { #expect(line.count <= width, "\(line)") }
    // The fingerprint cannot be folded without being broken.
    #expect(lines.contains { $0.hasSuffix(SampleResult.full.fingerprint) })
  }

  @Test("without colour and blocks it is ASCII")
  func ascii() {
    #expect(summary(unicode: false).utf8.allSatisfy { $0 == 10 || (32..<127).contains($0) })
  }

  @Test("colours change no character")
  func colour() {
    let coloured = summary(style: .colour)
    var plain = ""
    var isInside = false
    for character in coloured {
      if character == "\u{1B}" { isInside = true }
      if !isInside { plain.append(character) }
      if character == "m" { isInside = false }
    }
    #expect(coloured != summary())
    #expect(plain == summary())
  }

  @Test("what is undefined says so, and nothing is left out")
  func undefined() {
    var result = RunResult(papertape: "1")
    result.scenario.name = "idle"
    #expect(
      renderSummary(result, SummaryDetail(), place: "reports/runs/idle") == #"""
        from, to          no data
        trades            0
        balance           n/a to n/a
        total             n/a
        CAGR              n/a
        Sharpe            n/a
        Sortino           n/a
        Calmar            n/a
        profit factor     n/a
        expectancy        n/a
        volume            n/a
        long, short       none
        best, worst trade n/a, n/a
        best, worst day   n/a, n/a
        days              0 won, 0 drawn, 0 lost
        longest runs      0 won, 0 lost
        refused           none
        drawdown          n/a
        exposure          n/a
        fees              0.00
        funding           0.00
        market            n/a
        integrity         nothing found
        fingerprint       n/a

        idle  n/a  maxDD n/a  0 fills  0 events in 0 s  reports/runs/idle

        """#)
  }

  @Test("a run that did not end well says so at both ends")
  func failed() {
    var result = SampleResult.full
    result.status = .failed
    result.error = "the disk is full\u{1B}[2J"
    result.expect = [.init(path: "fills", want: "{min: 200}", found: 128, isMet: false)]
    result.integrity.ledgerBalanced = false
    let lines = summary(result).split(separator: "\n")
    #expect(lines[0] == "! failed: the disk is full?[2J")
    #expect(lines[1] == "! the ledger does not balance: no figure can be trusted")
    #expect(lines[2] == "! expected fills: {min: 200}, found 128")
    #expect(lines.last?.hasPrefix("btc-sma  FAILED  +3.41 %  maxDD 6.2 %  ") == true)
  }

  @Test(
    "the last line tells size and speed in few digits",
    arguments: [
      (12_400_000, 0.81, 15_308_641.975, "12.4 M events in 0.81 s (15 M/s)"),
      (1, 0.00012, 8_333.0, "1 event in 0.00012 s (8.3 k/s)"), (999, 12.34, 80.9, "999 events in 12.3 s (81/s)"),
      (999_500, 100.6, 9_945.2, "1 M events in 101 s (9.9 k/s)"), (0, 0.0, nil, "0 events in 0 s"),
      (2_628_000, 1.0, 2_628_000, "2.63 M events in 1 s (2.6 M/s)"),
    ] as [(Int, Double, Double?, String)])
  func speed(events: Int, seconds: Double, rate: Double?, expected: String) {
    var result = SampleResult.full
    result.data.events = events
    result.performance.engineSeconds = seconds
    result.performance.eventsPerSecond = rate
    let last = summary(result).split(separator: "\n").last ?? ""
    #expect(last == "btc-sma  +3.41 %  maxDD 6.2 %  128 fills  \(expected)  reports/runs/btc-sma/report.html")
  }
}
