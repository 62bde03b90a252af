package import Transport

/// A limit on requests that a provider counts: at most `weight` within any `milliseconds`.
package struct RequestPool: Hashable, Sendable {
  package var name: String
  package var weight: Int
  package var milliseconds: Int
  /// The response header that says what is used up, where there is one.
  package var usedHeader: String?

  package init(_ name: String, weight: Int, milliseconds: Int, usedHeader: String? = nil) {
    self.name = name
    self.weight = weight
    self.milliseconds = milliseconds
    self.usedHeader = usedHeader
  }
}

/// A request to a provider, with what it costs.
package struct ProviderRequest: Hashable, Sendable {
  /// How it is sent.
  package enum Call: Hashable, Sendable {
    case http(HTTPRequest)
    /// A call of the ccxt library: method and arguments as one JSON text.
    case bridge(String)
  }

  package var call: Call
  package var pool: RequestPool
  package var weight: Int

  package init(_ call: Call, pool: RequestPool, weight: Int = 1) {
    self.call = call
    self.pool = pool
    self.weight = weight
  }

  /// A GET of `base` + `path` with query items in order; nil values are left out.
  package init(
    get base: String, _ path: String, _ query: [(String, String?)] = [], headers: [HTTPHeader] = [], pool: RequestPool,
    weight: Int = 1
  ) {
    var url = base + path
    var separator = "?"
    for (name, value) in query {
      guard let value else { continue }
      url += "\(separator)\(name)=\(PercentText.quoted(value))"
      separator = "&"
    }
    var request = HTTPRequest(url: url)
    request.headers = headers
    self.init(.http(request), pool: pool, weight: weight)
  }

  /// What to call it in a sentence.
  package var place: String {
    switch call {
    case .http(let request): request.url
    case .bridge(let text): "ccxt \(text)"
    }
  }
}

/// What an answer means for whoever asked.
package enum AnswerVerdict: Hashable, Sendable {
  case good
  /// Nothing is there: a file or a path that the provider does not have.
  case absent
  /// Asked too much; the seconds are the provider's, nil when it says none. A ban says so.
  case limited(seconds: Int?, isBan: Bool)
  /// The provider's own trouble: ask again later.
  case transient(String)
  /// The provider says no, in its own words.
  case refused(String)
}

extension AnswerVerdict {
  /// What the status alone says; nil for 200 and 206.
  package static func ofStatus(_ response: HTTPResponse) -> AnswerVerdict? {
    let seconds = response.header("Retry-After").flatMap { Int($0) }
    switch response.status {
    case 200, 206: return nil
    case 404: return .absent
    case 418: return .limited(seconds: seconds, isBan: true)
    case 429: return .limited(seconds: seconds, isBan: false)
    case 408, 425, 500...599: return .transient("status \(response.status)")
    default: return .refused("status \(response.status)")
    }
  }
}
