// Glibc: files of the tests.
import Glibc
import Synchronization
import Transport

/// A folder that goes away with its owner.
final class ScratchFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/papertape-transport-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap(mkdtemp).map { String(cString: $0) } ?? ""
    }
    precondition(!path.isEmpty, "a temporary folder can be made")
  }

  deinit {
    guard let handle = opendir(path) else { return }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { unlink("\(path)/\(name)") }
    }
    closedir(handle)
    rmdir(path)
  }

  func write(_ bytes: [UInt8], to name: String) -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    return file
  }

  func read(_ name: String) -> [UInt8]? {
    let descriptor = open("\(path)/\(name)", O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}

/// A TLS host on loopback with a client that trusts it.
struct Loopback {
  let host: HTTPHost
  let client: HTTPClient
  let folder = ScratchFolder()
  let identity: HostIdentity

  init(handler: @escaping @Sendable (HostRequest) -> HostReply) throws {
    identity = try HostIdentity()
    host = try HTTPHost(identity: identity, handler: handler)
    var options = HTTPClientOptions()
    options.certificateFile = folder.write(Array(identity.authority.utf8), to: "authority.pem")
    options.connectionsPerHost = 4
    client = HTTPClient(options: options)
  }

  func request(_ path: String) -> HTTPRequest { HTTPRequest(url: host.address + path) }

  func failure(of request: HTTPRequest, by client: HTTPClient? = nil) async -> HTTPFailure? {
    do throws(HTTPFailure) {
      _ = try await (client ?? self.client).response(to: request)
      return nil
    } catch {
      return error
    }
  }
}

/// Counts calls.
final class Tally: Sendable {
  private let value = Atomic<Int>(0)
  func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
  var count: Int { value.load(ordering: .relaxed) }
}
