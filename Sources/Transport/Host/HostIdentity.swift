import Crypto

/// A server's certificate and key, and the authority a client has to trust: made anew for this machine, good for loopback only.
///
/// The certificates are X.509 v3 (RFC 5280) for P-256 keys, written field by field.
package struct HostIdentity: Sendable {
  /// The server's certificate, PEM.
  package let certificates: String
  /// The server's key, PEM.
  package let key: String
  /// The certificate of the authority that signed it, PEM: what a client trusts.
  package let authority: String

  /// A new authority and a server certificate for `localhost` and 127.0.0.1, both valid for the years 2020 to 2049.
  package init() throws {
    let root = P256.Signing.PrivateKey()
    let server = P256.Signing.PrivateKey()
    let rootName = Self.name("Papertape local authority")
    let rootBytes = try Self.certificate(
      serial: 1, issuer: rootName, subject: rootName, key: root.publicKey, signer: root,
      extensions: [
        // basicConstraints, critical: an authority.
        DER.sequence([DER.identifier([85, 29, 19]), DER.boolean(true), DER.octets(DER.sequence([DER.boolean(true)]))]),
        // keyUsage, critical: keyCertSign and cRLSign.
        DER.sequence([DER.identifier([85, 29, 15]), DER.boolean(true), DER.octets([3, 2, 1, 0x06])]),
      ])
    let serverBytes = try Self.certificate(
      serial: 2, issuer: rootName, subject: Self.name("localhost"), key: server.publicKey, signer: root,
      extensions: [
        DER.sequence([DER.identifier([85, 29, 19]), DER.boolean(true), DER.octets(DER.sequence([]))]),
        // extendedKeyUsage: serverAuth.
        DER.sequence([
          DER.identifier([85, 29, 37]),
          DER.octets(DER.sequence([DER.identifier([43, 6, 1, 5, 5, 7, 3, 1])])),
        ]),
        // subjectAltName: the name and the address.
        DER.sequence([
          DER.identifier([85, 29, 17]),
          DER.octets(
            DER.sequence([DER.tagged(0x82, Array("localhost".utf8)), DER.tagged(0x87, [127, 0, 0, 1])])),
        ]),
      ])
    authority = PEM.text(rootBytes, label: "CERTIFICATE")
    certificates = PEM.text(serverBytes, label: "CERTIFICATE")
    key = server.pemRepresentation
  }

  private static func name(_ common: String) -> [UInt8] {
    DER.sequence([
      DER.tagged(0x31, DER.sequence([DER.identifier([85, 4, 3]), DER.tagged(0x0C, Array(common.utf8))]))
    ])
  }

  private static func certificate(
    serial: UInt8, issuer: [UInt8], subject: [UInt8], key: P256.Signing.PublicKey, signer: P256.Signing.PrivateKey,
    extensions: [[UInt8]]
  ) throws -> [UInt8] {
    // ecdsa-with-SHA256.
    let algorithm = DER.sequence([DER.identifier([42, 134, 72, 206, 61, 4, 3, 2])])
    // The serial begins with draws of the key, so that no two authorities share issuer and serial.
    let number = [UInt8(0x40)] + key.rawRepresentation.prefix(14) + [serial]
    let toBeSigned = DER.sequence([
      DER.tagged(0xA0, DER.tagged(0x02, [2])), DER.tagged(0x02, Array(number)), algorithm, issuer,
      DER.sequence([
        DER.tagged(0x17, Array("200101000000Z".utf8)), DER.tagged(0x17, Array("491231235959Z".utf8)),
      ]),
      subject, Array(key.derRepresentation), DER.tagged(0xA3, DER.sequence(extensions)),
    ])
    let signature = try signer.signature(for: toBeSigned).derRepresentation
    return DER.sequence([toBeSigned, algorithm, DER.tagged(0x03, [0] + Array(signature))])
  }
}

/// Distinguished encoding (ITU-T X.690), as far as a certificate needs it.
private enum DER {
  static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    if content.count < 128 {
      length = [UInt8(content.count)]
    } else {
      var rest = content.count
      while rest > 0 {
        length.insert(UInt8(rest & 255), at: 0)
        rest >>= 8
      }
      length.insert(0x80 | UInt8(length.count), at: 0)
    }
    return [tag] + length + content
  }

  static func sequence(_ parts: [[UInt8]]) -> [UInt8] { tagged(0x30, Array(parts.joined())) }
  /// An object identifier from its encoded bytes.
  static func identifier(_ bytes: [UInt8]) -> [UInt8] { tagged(0x06, bytes) }
  static func boolean(_ value: Bool) -> [UInt8] { tagged(0x01, [value ? 255 : 0]) }
  static func octets(_ content: [UInt8]) -> [UInt8] { tagged(0x04, content) }
}

/// Text form of certificates (RFC 7468).
private enum PEM {
  static func text(_ bytes: [UInt8], label: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var characters: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      var value = 0
      for index in 0..<3 { value = value << 8 | (index < part.count ? Int(part[start + index]) : 0) }
      for index in 0..<4 {
        characters.append(index <= part.count ? alphabet[value >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    var lines: [String] = []
    for start in stride(from: 0, to: characters.count, by: 64) {
      lines.append(String(decoding: characters[start..<min(start + 64, characters.count)], as: UTF8.self))
    }
    return "-----BEGIN \(label)-----\n" + lines.joined(separator: "\n") + "\n-----END \(label)-----\n"
  }
}
