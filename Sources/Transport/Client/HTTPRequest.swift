/// A request to be sent over a socket.
package struct HTTPRequest: Hashable, Sendable {
  /// Where the body of a good answer goes.
  package enum Sink: Hashable, Sendable {
    /// Into the response; a longer body is a failure.
    case memory(limit: Int)
    /// To the end of a file. Bytes that are there already are not asked for again (`Range`); a server that sends the whole all the
    /// same begins the file anew.
    case file(path: String)
  }

  package var url: String
  package var method = "GET"
  /// Sent as they stand, in this order.
  package var headers: [HTTPHeader] = []
  /// Sent with methods that take one.
  package var body: [UInt8] = []
  package var sink = Sink.memory(limit: 64 << 20)
  /// Milliseconds until a connection must stand.
  package var connectMilliseconds = 10_000
  /// Milliseconds until the whole answer must be there; nil: no limit but ``stallSeconds``.
  package var totalMilliseconds: Int? = 30_000
  /// Seconds without a byte after which a transfer has failed.
  package var stallSeconds = 20

  /// A GET of `url`, into memory.
  package init(url: String) { self.url = url }
}

/// A header field.
package struct HTTPHeader: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// An answer.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  /// In the order of arrival.
  package var headers: [HTTPHeader]
  /// The body; empty when it went to a file.
  package var body: [UInt8]
  /// Bytes of the body that came over the wire in this transfer.
  package var received: Int

  package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], received: Int = 0) {
    self.status = status
    self.headers = headers
    self.body = body
    self.received = received
  }

  /// The value of a header field, whatever the case of its name.
  package func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }
}

/// Why there is no answer.
package struct HTTPFailure: Error, Hashable, Sendable {
  /// What kind of failure it is, as far as somebody acts on it.
  package enum Kind: Hashable, Sendable {
    /// No such host, no route, connection refused.
    case unreachable
    /// The certificate is not one that is trusted, or TLS could not be agreed on.
    case notTrusted
    /// Too slow, or silent.
    case timedOut
    /// The connection ended before the answer did.
    case cut
    /// The body is longer than the request's limit.
    case tooLong
    /// The file could not be written.
    case unwritable
    /// The caller called it off.
    case cancelled
    /// The request itself is wrong.
    case refused
  }

  package var kind: Kind
  package var url: String
  /// The transport's own words.
  package var detail: String

  package init(_ kind: Kind, url: String, detail: String) {
    self.kind = kind
    self.url = url
    self.detail = detail
  }

  /// Whether the same request may succeed a little later.
  package var isTransient: Bool {
    switch kind {
    case .unreachable, .timedOut, .cut: true
    case .notTrusted, .tooLong, .unwritable, .cancelled, .refused: false
    }
  }
}
