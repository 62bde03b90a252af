/// Where providers are reached: their own addresses, or those of a server that plays them.
package struct ProviderAddresses: Hashable, Sendable {
  private var overrides: [String: String] = [:]

  package init() {}

  /// Every name there is, with the provider's own address.
  package static let standard: [(name: String, address: String)] = [
    ("binance.spot", "https://api.binance.com"),
    ("binance.linear", "https://fapi.binance.com"),
    ("binance.inverse", "https://dapi.binance.com"),
    ("binance.archive", "https://data.binance.vision"),
    ("okx.api", "https://www.okx.com"),
    ("okx.archive", "https://static.okx.com"),
    ("bybit.api", "https://api.bybit.com"),
    ("bybit.archive", "https://public.bybit.com"),
    ("coinbase.advanced", "https://api.coinbase.com"),
    ("coinbase.exchange", "https://api.exchange.coinbase.com"),
  ]

  /// Another address for `name`, or for all names of a provider (`binance`); false when there is no such name.
  package mutating func override(_ name: String, with address: String) -> Bool {
    let address = address.hasSuffix("/") ? String(address.dropLast()) : address
    let names = Self.standard.map(\.name).filter { $0 == name || $0.hasPrefix("\(name).") }
    for name in names { overrides[name] = address }
    return !names.isEmpty
  }

  /// The address of `name`.
  package subscript(name: String) -> String {
    if let address = overrides[name] { return address }
    guard let known = Self.standard.first(where: { $0.name == name }) else {
      preconditionFailure("an address has a name of the list: \(name)")
    }
    return known.address
  }
}
