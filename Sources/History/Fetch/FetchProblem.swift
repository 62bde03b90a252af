package import Tape
import Transport

/// What went wrong with a part of a fetch: what, where, and what to do.
package struct FetchProblem: Error, Hashable, Sendable {
  /// One sentence without a full stop.
  package var what: String
  /// The address, the file or the series.
  package var place: String
  /// What to do about it; empty where the sentence says all.
  package var hint: String
  /// Whether nothing more could be written, as opposed to read.
  package var isOfWriting = false

  package init(what: String, place: String, hint: String) {
    self.what = what
    self.place = place
    self.hint = hint
  }

  /// What a transfer that is not worth another try says.
  init(_ failure: HTTPFailure) {
    switch failure.kind {
    case .notTrusted:
      self.init(
        what: "the server's certificate is not trusted: \(failure.detail)", place: failure.url,
        hint: "install ca-certificates, or name a file of trusted certificates with --ca-file")
    case .unwritable:
      self.init(what: "cannot write \(failure.detail)", place: failure.url, hint: "check the path and the room left")
      isOfWriting = true
    case .cancelled: self.init(what: "called off", place: failure.url, hint: "")
    default: self.init(what: failure.detail, place: failure.url, hint: "")
    }
  }
}

/// Why a fetch could not begin.
package enum FetchError: Error, Hashable, Sendable {
  /// The provider has no such instrument; `nearest` is a name it has.
  case unknownSymbol(String, provider: String, nearest: String?)
  /// The provider has nothing of this kind for such an instrument.
  case kindNotOffered(String, provider: String, offered: [String])
  /// The provider has no bars of this length.
  case levelNotOffered(String, provider: String, offered: [String])
  /// There is nothing between the times given.
  case emptyRange
  /// What the provider lists could not be had.
  case listing(FetchProblem)
  /// The tape holds the series from another exchange.
  case otherSource(String, has: String, wants: String)
  /// The tape refuses; what was committed before is kept.
  case tape(TapeError)
}

extension FetchError {
  /// What is wrong and where.
  package var message: String {
    switch self {
    case .unknownSymbol(let symbol, let provider, _): "\(provider) lists no \(symbol)"
    case .kindNotOffered(let kind, let provider, _): "\(provider) has no \(kind)"
    case .levelNotOffered(let level, let provider, _): "\(provider) has no bars of \(level)"
    case .emptyRange: "there is nothing to fetch between --from and --to"
    case .listing(let problem): "\(problem.what) (\(problem.place))"
    case .otherSource(let series, let has, let wants): "the tape has \(series) from \(has), and this is \(wants)"
    case .tape(let error): error.message
    }
  }

  /// What to do about it.
  package var hint: String {
    switch self {
    case .unknownSymbol(_, _, let nearest):
      nearest.map { "did you mean '\($0)'?" } ?? "write it as BTC/USDT, or BTC/USDT:USDT for a perpetual"
    case .kindNotOffered(_, _, let offered): "it has: \(offered.joined(separator: ", "))"
    case .levelNotOffered(_, _, let offered):
      "it has: \(offered.joined(separator: ", ")); runs build any other from a finer one"
    case .emptyRange: "bars that are not over yet, and the last ten seconds, are left out"
    case .listing(let problem): problem.hint
    case .otherSource: "fetch it into a tape of its own"
    case .tape(let error): error.hint
    }
  }

  /// Whether the call itself is wrong, or data and network are.
  package var isUsage: Bool {
    switch self {
    case .listing, .tape: false
    default: true
    }
  }
}
