import Dialects
import History
import Market
import Providers
import Tape
import Transport

/// A server that plays the exchanges, and everything a fetch from it needs.
struct PlayedExchange {
  let folder = ScratchFolder()
  let markets: [PlayedMarket]
  let faults = HostFaults()
  let exchange: ExchangeHost
  let client: HTTPClient
  let identityFile: String
  let addresses: ProviderAddresses

  /// Midnight of 2025-03-01 for the start of the markets, and some time on the fourth day for their clock.
  static let start = Timestamp(nanoseconds: 1_740_787_200_000_000_000)
  static let now = start + 3 * TimeSpan.day + 7 * TimeSpan.hour + 12 * TimeSpan.minute + 30 * TimeSpan.second

  init(seed: UInt64 = 7, from: Timestamp = start, now: Timestamp = now) throws {
    try self.init(
      markets: [false, true].map {
        PlayedMarket.generated(seed: seed + ($0 ? 1 : 0), isPerpetual: $0, from: from, now: now)
      })
  }

  init(markets: [PlayedMarket]) throws {
    self.markets = markets
    let identity = try HostIdentity()
    exchange = try ExchangeHost(markets: markets, identity: identity, faults: faults)
    identityFile = folder.write(identity.authority, to: "authority.pem")
    var options = HTTPClientOptions()
    options.certificateFile = identityFile
    client = HTTPClient(options: options)
    var addresses = ProviderAddresses()
    for name in ProviderCatalogue.names { _ = addresses.override(name, with: exchange.host.address) }
    self.addresses = addresses
  }

  var spot: PlayedMarket { markets[0] }
  var perpetual: PlayedMarket { markets[1] }

  func options(_ kinds: [SeriesKind]) -> FetchOptions {
    var options = FetchOptions(now: Self.now + TimeSpan.second, folder: folder.file("files"))
    options.kinds = kinds
    options.from = Self.start
    options.answerMilliseconds = 5_000
    return options
  }

  /// Fetches onto the tape called `name`; the courier says how long it would have waited.
  func fetch(
    _ provider: String, _ symbols: [String], _ options: FetchOptions, tape name: String = "fetched.tape",
    isCancelled: () -> Bool = { false }
  ) throws -> FetchSummary {
    guard let provider = ProviderCatalogue.provider(provider, addresses: addresses) else { throw NoProvider() }
    let courier = VirtualCourier(NetworkCourier(client: client))
    let fetch = HistoryFetch(provider: provider, options: options, courier: courier)
    let targets = symbols.compactMap { FetchTarget($0, provider: provider.name) }
    guard let listing = try fetch.list(targets, isCancelled: { false }) else { throw NoProvider() }
    var tape = try TapeFile(path: folder.file(name), access: .readWrite)
    let summary = try fetch.run(listing, into: &tape, progress: { _ in }, isCancelled: isCancelled)
    try tape.close()
    return summary
  }

  /// What the tape holds of a series.
  func info(_ entity: String, _ kind: SeriesKind, tape name: String = "fetched.tape") throws -> SeriesInfo? {
    guard let entity = EntityID(entity) else { throw NoProvider() }
    let tape = try TapeFile(path: folder.file(name), access: .readOnly)
    return try tape.info(SeriesKey(entity: entity, kind: kind, level: kind.isBars ? .minute : nil))
  }
}

struct NoProvider: Error {}
