// CCurl: the transfer owns its handle's settings; Glibc: the file the body goes to.
import CCurl
import Glibc
import Synchronization

/// One request on its way. All but the flag belongs to the client's thread.
final class HTTPTransfer {
  let request: HTTPRequest
  let number: UInt64
  let completion: @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void
  private var response = HTTPResponse(status: 0)
  private var fieldList: UnsafeMutablePointer<curl_slist>?
  private var descriptor: Int32 = -1
  private var offset: Int64 = 0
  /// What our own code found wrong while bytes came in.
  private var failure: HTTPFailure?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var isBodyPlaced = false

  /// A transfer that has not begun.
  init(_ start: HTTPStart) {
    request = start.request
    number = start.number
    completion = start.completion
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    errorText.deallocate()
    if let fieldList { curl_slist_free_all(fieldList) }
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
  }

  /// Sets up a handle; false when the file cannot be opened, in which case ``outcome(_:)`` says so.
  func prepare(_ handle: UnsafeMutableRawPointer, options: HTTPClientOptions) -> Bool {
    let context = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_text(handle, CURLOPT_URL, request.url)
    ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, "https,http")
    ccurl_set_text(handle, CURLOPT_REDIR_PROTOCOLS_STR, "https")
    ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 1)
    ccurl_set_long(handle, CURLOPT_MAXREDIRS, 5)
    ccurl_set_text(handle, CURLOPT_USERAGENT, options.userAgent)
    ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, request.connectMilliseconds)
    if let limit = request.totalMilliseconds { ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, limit) }
    ccurl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
    ccurl_set_long(handle, CURLOPT_LOW_SPEED_TIME, request.stallSeconds)
    ccurl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
    ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
    if let file = options.certificateFile {
      ccurl_set_text(handle, CURLOPT_CAINFO, file)
      ccurl_set_text(handle, CURLOPT_CAPATH, nil)
    }
    ccurl_set_pointer(handle, CURLOPT_PRIVATE, context)
    ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    ccurl_set_data(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      HTTPTransfer.of(context)?.take(body: bytes, size * count) ?? 0
    }
    ccurl_set_data(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      HTTPTransfer.of(context)?.take(header: bytes, size * count) ?? 0
    }
    setMethod(handle)
    for field in request.headers { fieldList = curl_slist_append(fieldList, "\(field.name): \(field.value)") }
    if let fieldList { ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, fieldList) }
    guard case .file(let path) = request.sink else {
      ccurl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
      return true
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      failure = unwritable(path)
      return false
    }
    offset = Int64(lseek(descriptor, 0, SEEK_END))
    // Not curl's own way to resume, which refuses a server that sends the whole.
    if offset > 0 { ccurl_set_text(handle, CURLOPT_RANGE, "\(offset)-") }
    return true
  }

  private func setMethod(_ handle: UnsafeMutableRawPointer) {
    guard request.method != "GET" else { return }
    ccurl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
    guard !request.body.isEmpty else { return }
    ccurl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
    // Copied by curl.
    _ = request.body.withUnsafeBytes { bytes in
      ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer? {
    context.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A header line; a status line begins a new answer (after a redirect, an interim answer).
  private func take(header bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes else { return count }
    let buffer = UnsafeRawBufferPointer(start: bytes, count: count)
    let line = String(decoding: buffer, as: UTF8.self).trimmingLineEnd
    if line.hasPrefix("HTTP/") {
      let parts = line.split(separator: " ", maxSplits: 2)
      response = HTTPResponse(status: parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
      isBodyPlaced = false
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      response.headers.append(HTTPHeader(String(line[..<colon]), String(value)))
    }
    return count
  }

  private func take(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes, count > 0 else { return 0 }
    response.received += count
    let isGood = response.status == 200 || response.status == 206
    guard case .file(let path) = request.sink, isGood else {
      let limit = if case .memory(let limit) = request.sink { limit } else { 1 << 20 }
      guard response.body.count + count <= limit else {
        failure = HTTPFailure(.tooLong, url: request.url, detail: "more than \(limit) bytes")
        return 0
      }
      response.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
      return count
    }
    if !isBodyPlaced {
      isBodyPlaced = true
      // The whole comes, though a part was asked for.
      if response.status == 200, offset > 0 {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
          failure = unwritable(path)
          return 0
        }
      }
    }
    var rest = UnsafeRawBufferPointer(start: bytes, count: count)
    while let start = rest.baseAddress, rest.count > 0 {
      let written = write(descriptor, start, rest.count)
      if written > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if errno != EINTR {
        failure = unwritable(path)
        return 0
      }
    }
    return count
  }

  private func unwritable(_ path: String) -> HTTPFailure {
    HTTPFailure(.unwritable, url: request.url, detail: "\(path): \(String(cString: strerror(errno)))")
  }

  /// What became of it, once curl is done.
  ///
  /// `verification` is OpenSSL's verdict on the certificate, zero for a good one.
  func outcome(_ code: CURLcode, verification: Int) -> Result<HTTPResponse, HTTPFailure> {
    if let failure { return .failure(failure) }
    guard code != CURLE_OK else { return .success(response) }
    let said = String(cString: errorText)
    let detail = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
    let kind = code == CURLE_SSL_CONNECT_ERROR && verification != 0 ? .notTrusted : Self.kind(code)
    return .failure(HTTPFailure(kind, url: request.url, detail: detail))
  }

  private static func kind(_ code: CURLcode) -> HTTPFailure.Kind {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT: .unreachable
    case CURLE_OPERATION_TIMEDOUT: .timedOut
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER:
      .notTrusted
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SSL_CONNECT_ERROR,
      CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_RANGE_ERROR:
      .cut
    case CURLE_ABORTED_BY_CALLBACK: .cancelled
    default: .refused
    }
  }
}

/// What a thread hands to the client's thread for a new transfer.
struct HTTPStart: Sendable {
  var number: UInt64
  var request: HTTPRequest
  var completion: @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void
}

extension String {
  fileprivate var trimmingLineEnd: String {
    var text = self[...]
    while let last = text.unicodeScalars.last, last == "\r" || last == "\n" || last == " " {
      text = text[..<text.unicodeScalars.index(before: text.endIndex)]
    }
    return String(text)
  }
}
