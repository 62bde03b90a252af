package import Market
package import Transport

/// Where a provider's past can be had, and how: requests, limits, pages, files. Knows nothing of clocks, retries or tapes.
package protocol HistoryProvider: Sendable {
  /// As it stands in entity ids: `binance`.
  var name: String { get }
  /// What can be fetched of a market; empty when the provider has no such market.
  func kinds(of kind: EntityID.Kind) -> [SeriesKind]
  /// Lengths of bars that the provider has itself.
  func levels(of kind: SeriesKind) -> [KlineLevel]
  /// The requests whose answers say the rules of the instruments among which `code` is.
  func listing(_ kind: EntityID.Kind, code: String) -> [ProviderRequest]
  /// The instruments of those answers, in the order of the requests; nil for one that was refused or is absent.
  func instruments(
    _ kind: EntityID.Kind, code: String, answers: [[UInt8]?]
  ) throws(AnswerError) -> [ListedInstrument]
  /// Files of the archive that hold parts of [from, to); none where there is no archive. `now` tells which can be there.
  func archives(_ stream: FetchStream, from: Timestamp, to: Timestamp, now: Timestamp) -> [ArchiveFile]
  /// How long a stretch of a stream one pager should take on.
  func stretch(_ stream: FetchStream) -> TimeSpan
  /// The earliest time that pages can be asked for; nil where all can.
  func earliestPage(_ stream: FetchStream, now: Timestamp) -> Timestamp?
  /// The pages of [from, to).
  func pages(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager
  /// What an answer means.
  func verdict(_ response: HTTPResponse) -> AnswerVerdict
}

extension HistoryProvider {
  package func archives(_ stream: FetchStream, from: Timestamp, to: Timestamp, now: Timestamp) -> [ArchiveFile] { [] }
  package func earliestPage(_ stream: FetchStream, now: Timestamp) -> Timestamp? { nil }
}

/// A file of a provider's archive.
package struct ArchiveFile: Hashable, Sendable {
  package var url: String
  /// Where its SHA-256 can be had; nil where the archive has none.
  package var checksumURL: String?
  /// The stretch it holds, from start inclusive to end exclusive.
  package var from: Timestamp
  package var to: Timestamp
  /// Smaller files that hold the same, for when this one is not there.
  package var parts: [ArchiveFile] = []

  package init(url: String, checksumURL: String?, from: Timestamp, to: Timestamp) {
    self.url = url
    self.checksumURL = checksumURL
    self.from = from
    self.to = to
  }

  /// The file's name without folders.
  package var name: String { url.split(separator: "/").last.map(String.init) ?? url }
}

/// Asks for one stretch of a stream, page by page.
package protocol Pager {
  /// The request for the next page; nil when the stretch is complete. Asking twice gives the same request.
  var request: ProviderRequest? { get }
  /// Takes the answer to ``request``; the rows that belong to the stretch, in any order, those with the same columns together.
  mutating func take(_ body: [UInt8]) throws(AnswerError) -> [FetchedRows]
  /// The part of the stretch of which all rows were handed over so far; empty ranges mean nothing yet.
  var covered: (from: Timestamp, to: Timestamp) { get }
}

/// A stretch that is one page, with a request and a reader of its answer.
package struct SinglePage: Pager {
  package private(set) var request: ProviderRequest?
  private let from: Timestamp
  private let to: Timestamp
  private let read: @Sendable ([UInt8]) throws(AnswerError) -> [FetchedRows]

  /// The page of [from, to); rows outside are dropped.
  package init(
    _ request: ProviderRequest, from: Timestamp, to: Timestamp,
    read: @escaping @Sendable ([UInt8]) throws(AnswerError) -> [FetchedRows]
  ) {
    self.request = request
    self.from = from
    self.to = to
    self.read = read
  }

  package var covered: (from: Timestamp, to: Timestamp) { request == nil ? (from, to) : (from, from) }

  package mutating func take(_ body: [UInt8]) throws(AnswerError) -> [FetchedRows] {
    let rows = try read(body)
    request = nil
    let (from, to) = (from.nanoseconds, to.nanoseconds)
    return rows.map { $0.filtered { $0 >= from && $0 < to } }
  }
}
