// What an author gets with `import StrategyKit`: the market's numbers and the exchange's words.
@_exported public import Exchange
@_exported public import Indicators
@_exported public import Market
