import Captures
import StrategyKit

/// The capture's messages, tile after tile.
struct MessageFeed: Feed {
  let capture: Capture
  let tiles: Int
  var tile = 0
  var message = 0
  var change = 0

  mutating func refill(_ columns: BookColumns) throws(FeedError) -> Bool {
    let messages = columns.messages
    let changes = columns.changes
    while tile < tiles {
      let count = Int(capture.message(2)[message])
      guard messages.count < messages.capacity, changes.count + count <= changes.capacity else { break }
      let row = messages.count
      messages.time[row] = capture.message(0)[message] + Int64(tile) * capture.period
      messages.flags[row] = capture.message(1)[message]
      messages.changes[row] = Int64(count)
      messages.count = row + 1
      (changes.side + changes.count).update(from: capture.change(0) + change, count: count)
      (changes.price + changes.count).update(from: capture.change(1) + change, count: count)
      (changes.quantity + changes.count).update(from: capture.change(2) + change, count: count)
      changes.count += count
      change += count
      message += 1
      if message == capture.messageCount {
        message = 0
        change = 0
        tile += 1
      }
    }
    return messages.count > 0
  }
}

/// Its prints.
struct PrintFeed: Feed {
  let capture: Capture
  let tiles: Int
  var tile = 0
  var row = 0

  mutating func refill(_ columns: TradeColumns) throws(FeedError) -> Bool {
    while tile < tiles, columns.count < columns.capacity {
      columns.time[columns.count] = capture.print(0)[row] + Int64(tile) * capture.period
      columns.price[columns.count] = capture.print(1)[row]
      columns.quantity[columns.count] = capture.print(2)[row]
      columns.side[columns.count] = capture.print(3)[row]
      columns.count += 1
      row += 1
      if row == capture.printCount {
        row = 0
        tile += 1
      }
    }
    return columns.count > 0
  }
}
