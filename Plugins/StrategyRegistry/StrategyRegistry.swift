import Foundation
import PackagePlugin

/// Lists the strategies of a target at build time, so that a new file in its folder is all that a new strategy takes.
///
/// What is listed and what is not: `StrategyDeclarations` in StrategySources.
@main
struct StrategyRegistry: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    // Only the folder's own files: the list itself is a source of the target as well.
    let folder = target.directoryURL.standardizedFileURL.pathComponents
    let sources = target.sourceFiles(withSuffix: "swift").map(\.url)
      .filter { $0.standardizedFileURL.pathComponents.starts(with: folder) }
      .sorted { $0.path < $1.path }
    let list = context.pluginWorkDirectoryURL.appending(path: "Registry.swift")
    return [
      .buildCommand(
        displayName: "Listing the strategies in \(target.name)",
        executable: try context.tool(named: "registrygen").url,
        arguments: [list.path] + sources.map(\.path),
        inputFiles: sources,
        outputFiles: [list])
    ]
  }
}
