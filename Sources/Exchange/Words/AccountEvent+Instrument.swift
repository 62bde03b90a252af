public import Market

extension AccountEvent {
  /// The instrument it is about; nil for what moves an asset alone.
  public var instrument: InstrumentID? {
    switch self {
    case .fundingPaid(let event): event.instrument
    case .fundingMissing(let event): event.instrument
    case .leverageChanged(let event), .marginModeChanged(let event), .positionModeChanged(let event): event.instrument
    case .marginAdded(let event): event.instrument
    case .liquidated(let event): event.instrument
    case .position(let event): event.instrument
    case .interestPaid, .borrowed, .repaid, .transferred, .lossCovered, .refused: nil
    }
  }
}
