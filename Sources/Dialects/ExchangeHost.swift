import Market
package import Transport

/// A local server that plays the archives and the market data endpoints of Binance, OKX, Bybit and Coinbase, over TLS, with faults
/// on demand. One address serves all: their paths do not meet.
package struct ExchangeHost: Sendable {
  package let host: HTTPHost
  package let faults: HostFaults

  /// Starts; port 0 takes any free one.
  ///
  /// Markets are told apart by what they are: a spot pair and a perpetual of the same assets may both be there.
  package init(
    markets: [PlayedMarket], identity: HostIdentity?, port: Int = 0, faults: HostFaults = HostFaults()
  ) throws(HostError) {
    self.faults = faults
    let dialects: [any ExchangeDialect] = [
      ArchiveDialect(markets), BinanceDialect(markets), OKXDialect(markets), BybitDialect(markets),
      CoinbaseDialect(markets),
    ]
    let now = markets.map(\.now).max() ?? Timestamp(nanoseconds: 0)
    host = try HTTPHost(port: port, identity: identity) { request in
      let fault = faults.fault(for: request)
      var reply = HostReply(status: 404, text: "{}")
      for dialect in dialects {
        if let answer = dialect.reply(to: request) {
          reply = answer
          break
        }
      }
      if let fault { reply = reply.with(fault) }
      reply.headers.append(HTTPHeader("Date", HTTPDate.text(now)))
      return reply
    }
  }
}

/// An exchange's own way to answer.
protocol ExchangeDialect: Sendable {
  /// The answer; nil when the path is another exchange's.
  func reply(to request: HostRequest) -> HostReply?
}

/// A `Date` field (RFC 9110, 5.6.7).
enum HTTPDate {
  static func text(_ time: Timestamp) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let seconds = time.nanoseconds / 1_000_000_000
    let day = Int(seconds / 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(seconds / 3_600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return "\(days[day % 7]), \(two(Int64(date.day))) \(months[date.month - 1]) \(date.year) \(clock) GMT"
  }
}
