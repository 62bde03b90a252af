import Market

extension ColumnVocabulary {
  /// Tables with a change a row: Binance's T_DEPTH, Tardis's incremental books, this program's own.
  static let book: ColumnVocabulary = {
    let first = BookBatchBuilder.sidePosition
    func column(
      _ name: String, _ position: Int, _ form: FieldForm, _ synonyms: [String] = [], isRequired: Bool = false
    ) -> Column {
      let bound = form == .decimal ? FieldBound.zeroOrMore : .any
      return Column(
        name: name, position: position, form: form, bound: bound, isRequired: isRequired, synonyms: synonyms)
    }
    return ColumnVocabulary(
      columns: [
        column("time", 0, .time, ["timestamp", "transactiontime", "ts", "datetime", "date"], isRequired: true),
        column("last_id", 1, .whole, ["lastupdateid", "updateid"]),
        column("flags", 3, .bits),
        column("is_snapshot", 3, .snapshot, ["issnapshot", "snapshot"]),
        column("update_type", 3, .updateType, ["updatetype", "type", "action"]),
        column("first_id", 4, .whole, ["firstupdateid"]),
        column("previous_id", 5, .whole, ["pu", "prevupdateid"]),
        column("event_time", 6, .time, ["eventtime"]),
        column("received", 7, .time, ["localtimestamp", "localtime"]),
        column("side", first, .side, isRequired: true),
        column("price", first + 1, .decimal, ["px"], isRequired: true),
        column("quantity", first + 2, .decimal, ["qty", "amount", "size"], isRequired: true),
        symbol,
      ], fillers: ["exchange"], widths: [:])
  }()

  /// Tardis's snapshots: `asks[0].price`, `asks[0].amount`, `bids[0].price`, `bids[0].amount` and so on.
  static func wideBook(levels: Int) -> ColumnVocabulary {
    var columns = [
      Column(name: "time", position: 0, form: .time, bound: .any, isRequired: true, synonyms: ["timestamp"]),
      Column(
        name: "received", position: 7, form: .time, bound: .any, isRequired: false, synonyms: ["localtimestamp"]),
      symbol,
    ]
    for level in 0..<levels {
      for (index, name) in [
        "asks[\(level)].price", "asks[\(level)].amount", "bids[\(level)].price", "bids[\(level)].amount",
      ]
      .enumerated() {
        columns.append(
          Column(
            name: name, position: BookBatchBuilder.sidePosition + 4 * level + index, form: .decimal, bound: .zeroOrMore,
            isRequired: false, synonyms: []))
      }
    }
    return ColumnVocabulary(columns: columns, fillers: ["exchange"], widths: [:])
  }
}
