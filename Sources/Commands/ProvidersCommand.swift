import ArgumentParser
import JSON
import Market
import Providers

/// `providers`: the five providers and what each can do.
struct ProvidersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "providers", abstract: "The five providers and what each can do.",
    discussion: """
      For each provider the kinds of market data that `tape fetch` brings, the lengths
      of bars, and the addresses it uses, which --base replaces.

      EXAMPLES
        papertape providers
        papertape providers --json
      """)

  @Flag(help: "Print one JSON document.") var json = false

  func run() throws {
    let providers = ProviderCatalogue.names.compactMap { ProviderCatalogue.provider($0) }
    if json { return StandardOutput.write(String(decoding: Self.json(providers), as: UTF8.self) + "\n") }
    for provider in providers {
      StandardOutput.write("\(provider.name)\n")
      for kind in EntityID.Kind.allCases {
        let kinds = provider.kinds(of: kind)
        let name = kind == .pair ? "spot" : "perpetuals"
        StandardOutput.write("  \(name): \(kinds.isEmpty ? "none" : kinds.map(\.rawValue).joined(separator: ", "))\n")
      }
      StandardOutput.write("  bars: \(provider.levels(of: .klines).map(\.description).joined(separator: " "))\n")
      for (name, address) in ProviderAddresses.standard where name.hasPrefix("\(provider.name).") {
        StandardOutput.write("  \(name): \(address)\n")
      }
      if provider.name == "ccxt" { StandardOutput.write("  any exchange of the ccxt library, through Python\n") }
    }
  }

  private static func json(_ providers: [any HistoryProvider]) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginArray()
    for provider in providers {
      writer.beginObject()
      writer.name("provider")
      writer.string(provider.name)
      for kind in EntityID.Kind.allCases {
        writer.name(kind == .pair ? "spot" : "perpetuals")
        writer.beginArray()
        for kind in provider.kinds(of: kind) { writer.string(kind.rawValue) }
        writer.endArray()
      }
      writer.name("levels")
      writer.beginArray()
      for level in provider.levels(of: .klines) { writer.string(level.description) }
      writer.endArray()
      writer.name("addresses")
      writer.beginObject()
      for (name, address) in ProviderAddresses.standard where name.hasPrefix("\(provider.name).") {
        writer.name(name)
        writer.string(address)
      }
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }
}
