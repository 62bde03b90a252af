import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An HTTP server on a loopback port, with TLS when it has an identity.
///
/// The handler is called on the host's thread and answers at once; what is slow or broken about an answer is said in it.
package final class HTTPHost: Sendable {
  /// The port that is listened on.
  package let port: Int
  /// `https://localhost:PORT`, or `http://`.
  package let address: String
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel

  /// Starts to listen on 127.0.0.1; port 0 takes any free one.
  package init(
    port: Int = 0, identity: HostIdentity?, handler: @escaping @Sendable (HostRequest) -> HostReply
  ) throws(HostError) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      let tls = try identity.map { try Self.context($0) }
      let bootstrap = ServerBootstrap(group: group)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .serverChannelOption(.backlog, value: 256)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true, withErrorHandling: true)
            try pipeline.addHandler(HostConnection(handler: handler))
          }
        }
      let channel = try bootstrap.bind(host: "127.0.0.1", port: port).wait()
      self.channel = channel
      self.group = group
      self.port = channel.localAddress?.port ?? port
      address = "\(identity == nil ? "http" : "https")://localhost:\(self.port)"
    } catch {
      try? group.syncShutdownGracefully()
      throw HostError(port: port, detail: "\(error)")
    }
  }

  deinit { stop() }

  /// Stops listening and drops every connection.
  package func stop() {
    channel.close(promise: nil)
    group.shutdownGracefully { _ in }
  }

  private static func context(_ identity: HostIdentity) throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(identity.certificates.utf8))
    let key = try NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.applicationProtocols = ["http/1.1"]
    return try NIOSSLContext(configuration: configuration)
  }
}

/// Why a host could not be started.
package struct HostError: Error, Hashable, Sendable {
  package var port: Int
  package var detail: String
}
