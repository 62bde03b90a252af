/// What a client asked of a host.
package struct HostRequest: Sendable {
  package var method: String
  /// Without the query.
  package var path: String
  /// Names and values as they stand, percent signs undone, in order.
  package var query: [HTTPHeader]
  package var headers: [HTTPHeader]
  package var body: [UInt8]

  package init(method: String, path: String, query: [HTTPHeader], headers: [HTTPHeader], body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The first value of a query item.
  package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// The value of a header field, whatever the case of its name.
  package func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }
}

/// What a host answers, and how well the network carries it.
package struct HostReply: Hashable, Sendable {
  package var status: Int
  package var headers: [HTTPHeader]
  package var body: [UInt8]
  /// Milliseconds before the answer begins.
  package var delayMilliseconds = 0
  /// Bytes of the body after which the connection is closed, though more was announced; nil: none.
  package var cutAfter: Int?
  /// Whether nothing is answered at all and the connection stays open.
  package var isSilent = false

  package init(status: Int = 200, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A text.
  package init(status: Int = 200, text: String, type: String = "application/json") {
    self.init(status: status, headers: [HTTPHeader("Content-Type", type)], body: Array(text.utf8))
  }
}
