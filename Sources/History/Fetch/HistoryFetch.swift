import Market
package import Providers
package import Tape
import Transport

/// Brings a provider's past onto a tape: files of the archive first, pages for the rest.
///
/// What the tape says was fetched is not fetched again, so an interrupted call goes on where it was. Rows and the note that their
/// stretch is complete are committed together. One thread does everything but the network; the tape belongs to it.
package struct HistoryFetch {
  package let provider: any HistoryProvider
  package let options: FetchOptions
  private let driver: RequestDriver

  package init(provider: any HistoryProvider, options: FetchOptions, courier: any Courier) {
    self.provider = provider
    self.options = options
    driver = RequestDriver(provider: provider, courier: courier, parallel: options.parallel, seed: options.seed)
  }

  /// Asks for what the provider lists of the instruments, before any tape is made; nil when `isCancelled` puts an end to it.
  ///
  /// Throws for what makes the whole call pointless: kinds and lengths of bars that are not offered, unknown symbols.
  package func list(_ targets: [FetchTarget], isCancelled: () -> Bool) throws(FetchError) -> Listing? {
    try checkKinds(targets)
    return try Listing(provider, driver, targets, options: options, isCancelled: isCancelled)
  }

  /// Fetches what was listed. What is wrong with one series is in its outcome.
  ///
  /// `isCancelled` is asked ten times a second; what came until then is kept.
  package func run(
    _ listing: Listing, into tape: inout TapeFile, progress: (FetchProgress) -> Void, isCancelled: () -> Bool
  ) throws(FetchError) -> FetchSummary {
    var summary = FetchSummary()
    do throws(TapeError) {
      summary.instruments = try putInstruments(listing, into: &tape)
    } catch {
      tape.rollBack()
      throw .tape(error)
    }
    let plan = FetchPlan(provider: provider, options: options, now: listing.now)
    let works = try plan.works(listing.instruments, tape: &tape)
    var session = FetchSession(plan, driver, works)
    do throws(TapeError) {
      try session.run(into: &tape, progress: progress, isCancelled: isCancelled)
    } catch {
      tape.rollBack()
      throw .tape(error)
    }
    summary.streams = session.works.map(\.finalOutcome)
    summary.isInterrupted = isCancelled() && !summary.isComplete
    return summary
  }

  /// Refuses kinds and levels that the provider does not have, before anything is asked.
  private func checkKinds(_ targets: [FetchTarget]) throws(FetchError) {
    for target in targets {
      let offered = provider.kinds(of: target.kind)
      guard !offered.isEmpty else {
        throw .kindNotOffered(
          target.kind == .perpetual ? "perpetuals (\(target.symbol))" : "spot pairs (\(target.symbol))",
          provider: provider.name,
          offered: EntityID.Kind.allCases.filter { !provider.kinds(of: $0).isEmpty }
            .map { $0 == .pair ? "spot pairs" : "perpetuals" })
      }
      for kind in FetchPlan.kinds(options, of: target.kind, provider) {
        guard offered.contains(kind) else {
          throw .kindNotOffered(
            "\(kind.rawValue) of \(target.symbol)", provider: provider.name, offered: offered.map(\.rawValue))
        }
        guard !kind.isBars || provider.levels(of: kind).contains(options.level) else {
          throw .levelNotOffered(
            options.level.description, provider: provider.name,
            offered: provider.levels(of: kind).map(\.description))
        }
      }
    }
  }

  /// Stores rules that differ from what holds already; the number of those.
  private func putInstruments(_ listing: Listing, into tape: inout TapeFile) throws(TapeError) -> Int {
    var count = 0
    for instrument in listing.instruments {
      guard try tape.instrument(instrument.entity, at: listing.now) != instrument.specification else { continue }
      try tape.put(instrument.specification, validFrom: listing.now)
      count += 1
    }
    return count
  }
}

/// What the provider lists of the instruments that were asked for.
package struct Listing {
  /// In the order asked for, each once.
  private(set) var instruments: [ListedInstrument] = []
  /// The machine's clock, or the provider's where that is behind.
  private(set) var now: Timestamp

  /// Asks for the lists; nil when the caller puts an end to it.
  init?(
    _ provider: any HistoryProvider, _ driver: RequestDriver, _ targets: [FetchTarget], options: FetchOptions,
    isCancelled: () -> Bool
  ) throws(FetchError) {
    now = options.now
    // Several instruments may be on one list: each request is sent once.
    var requests: [ProviderRequest] = []
    var places: [[Int]] = []
    for target in targets {
      places.append(
        provider.listing(target.kind, code: target.code).map { request in
          if let index = requests.firstIndex(of: request) { return index }
          requests.append(request)
          return requests.count - 1
        })
    }
    for (id, request) in requests.enumerated() {
      // Whoever types a call waits for this one: an address that is not there should not take minutes to say so.
      driver.submit(DriverJob(id: id, request: request, attempts: min(3, options.attempts)))
    }
    var answers = [[UInt8]?](repeating: nil, count: requests.count)
    while !driver.isIdle {
      if isCancelled() { return nil }
      switch driver.next() {
      case .answer(let id, let response):
        answers[id] = response.body
        if let date = response.header("Date").flatMap({ ServerDate.time($0) }) { now = min(now, date) }
      case .failed(_, let problem): throw .listing(problem)
      case .absent, .tick: break
      }
    }
    for (target, places) in zip(targets, places) {
      let listed: [ListedInstrument]
      do throws(AnswerError) {
        listed = try provider.instruments(target.kind, code: target.code, answers: places.map { answers[$0] })
      } catch {
        throw .listing(
          FetchProblem(
            what: "\(provider.name) answers what is not understood: \(error.reason)",
            place: places.first.map { requests[$0].place } ?? provider.name, hint: "see what it says there"))
      }
      guard let found = listed.first(where: { $0.entity.kind == target.kind && $0.entity.code == target.code }) else {
        throw .unknownSymbol(
          target.symbol, provider: provider.name,
          nearest: Self.nearest(target.code, among: listed.map(\.entity.code)))
      }
      if !instruments.contains(found) { instruments.append(found) }
    }
  }

  /// The listed code that differs least: by one letter, or by the quote asset alone.
  private static func nearest(_ code: String, among codes: [String]) -> String? {
    func distance(_ other: String) -> Int {
      let (a, b) = (Array(code.utf8), Array(other.utf8))
      var row = Array(0...b.count)
      for i in a.indices {
        var previous = row[0]
        row[0] = i + 1
        for j in b.indices {
          let substituted = previous + (a[i] == b[j] ? 0 : 1)
          previous = row[j + 1]
          row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
        }
      }
      return row[b.count]
    }
    return codes.map { (code: $0, distance: distance($0)) }.filter { $0.distance <= 2 }
      .min { ($0.distance, $0.code) < ($1.distance, $1.code) }?.code
  }
}
