/// What holds for all requests of a client.
package struct HTTPClientOptions: Hashable, Sendable {
  /// Most connections at a time to one host.
  package var connectionsPerHost = 8
  /// A file of certificates that are trusted in place of the system's; nil: the system's.
  package var certificateFile: String?
  /// What the client calls itself.
  package var userAgent = "papertape"

  package init() {}
}
