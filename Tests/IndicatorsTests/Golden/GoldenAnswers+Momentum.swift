// Written by scripts/golden-indicators.py with TA-Lib 0.8.2, ta 0.11.0, pandas-ta-classic 0.8.32, pandas 3.1.1, numpy 2.4.6.
extension GoldenAnswers {
  /// Indicator | who gave the answer | from which bar on; then bar:value.
  static let momentum = #"""
    Momentum(window: 10) | TA-Lib MOM | from 10
      10:5.71 11:3.66 150:-0.64 251:-0.3 319:0.09
    RateOfChange(window: 10) | TA-Lib ROCP | from 10
      10:0.00571714643304 11:0.00365820747834 150:-0.000636556230791 251:-0.00030269397639 319:9.01027170975e-05
    RateOfChange(window: 10).percent | TA-Lib ROC | from 10
      10:0.571714643304 11:0.365820747834 150:-0.0636556230791 251:-0.030269397639 319:0.00901027170974
    LogReturn(window: 5) | numpy log | from 5
      5:0.00148075545571 6:-0.000339891238077 150:-0.000785940657171 251:0.00311344084265 319:-0.00080052038097
    PriceOscillator(fast: 12, slow: 26) | TA-Lib EMA less EMA | from 25
      25:2.04797172331 26:1.94984852591 150:-0.207690127262 251:-1.31963667288 319:3.51186217077
    PriceOscillator(fast: 12, slow: 26).percent | TA-Lib EMA less EMA | from 25
      25:0.204076703079 26:0.194259906167 150:-0.0206486615217 251:-0.133159316894 319:0.352873998463
    PriceOscillator(fast: 3, slow: 10) | TA-Lib APO | settled
      285:-0.21995100868 302:3.39310879473 319:0.534675071389
    PriceOscillator(fast: 3, slow: 10).percent | TA-Lib PPO | settled
      285:-0.0224031403265 302:0.343365995305 319:0.0535101839429
    MACD(fast: 12, slow: 26, signal: 9).line | TA-Lib EMA less EMA | from 25
      25:2.04797172331 26:1.94984852591 150:-0.207690127262 251:-1.31963667288 319:3.51186217077
    MACD(fast: 12, slow: 26, signal: 9).signal | TA-Lib EMA of it | from 33
      33:1.90509074782 34:1.90750329648 150:-0.197061606113 251:-1.75681672809 319:3.66866304561
    MACD(fast: 12, slow: 26, signal: 9).histogram | TA-Lib EMA of it | from 33
      33:-0.0620811233668 34:0.00965019462877 150:-0.0106285211493 251:0.437180055204 319:-0.156800874846
    MACD(fast: 4, slow: 9, signal: 5).line | TA-Lib MACD | settled
      285:-0.206980567501 302:2.43515386366 319:0.45310694086
    MACD(fast: 4, slow: 9, signal: 5).signal | TA-Lib MACD | settled
      285:-0.549662636367 302:2.04328233488 319:1.02345294524
    MACD(fast: 4, slow: 9, signal: 5).histogram | TA-Lib MACD | settled
      285:0.342682068866 302:0.391871528776 319:-0.570346004378
    WilderRSI(window: 14) | TA-Lib RSI | from 14
      14:73.7936772047 15:75.5463991401 150:45.5345720815 251:48.5354711011 319:64.2145969784
    Stochastic(window: 14, smooth: 3, signal: 3).k | TA-Lib STOCH | from 17
      17:68.3226622763 18:56.4957264957 150:36.6223908918 251:71.2762705791 319:73.2257260283
    Stochastic(window: 14, smooth: 3, signal: 3).d | TA-Lib STOCH | from 17
      17:73.8943224169 18:65.6955976022 150:47.2096619223 251:52.3352672734 319:81.9353004519
    Stochastic.fast(window: 14, signal: 3).k | TA-Lib STOCHF | from 15
      15:80.7372175981 16:63.0769230769 150:26.375711575 251:78.9682539683 319:57.3635427394
    Stochastic.fast(window: 14, signal: 3).d | TA-Lib STOCHF | from 15
      15:81.0919009399 16:72.2684040345 150:36.6223908918 251:71.2762705791 319:73.2257260283
    StochasticRSI(index: 14, window: 9, smooth: 1, signal: 3).k | TA-Lib STOCHRSI | from 24
      24:37.9035830631 25:64.8748325583 150:9.40432864679 251:100 319:0
    StochasticRSI(index: 14, window: 9, smooth: 1, signal: 3).d | TA-Lib STOCHRSI | from 24
      24:57.607524507 25:61.3013422294 150:30.7292056837 251:100 319:19.6903944186
    WilliamsPercentRange(window: 14) | TA-Lib WILLR | from 13
      13:-10.4525862069 14:-27.0089285714 150:-73.624288425 251:-21.0317460317 319:-42.6364572606
    CommodityChannelIndex(window: 20) | TA-Lib CCI | from 19
      19:47.048708091 20:28.0988405107 150:-83.6438923395 251:46.6063871123 319:46.8819227178
    MoneyFlowIndex(window: 14) | TA-Lib MFI | from 14
      14:60.3280570281 15:58.1054129111 150:49.3994085156 251:36.2113394472 319:65.6708532585
    TRIX(window: 9) | TA-Lib TRIX | from 25
      25:0.0254483878807 26:0.0260863522953 150:-0.000458022790217 251:-0.0172248583998 319:0.0611426171579
    TrueStrengthIndex(long: 9, short: 4) | ta TSIIndicator | settled
      285:-9.30092131244 302:82.2528795199 319:17.0904975851
    TrueStrengthIndex(long: 25, short: 13) | TA-Lib EMA of EMA | from 37
      37:27.7681872585 38:30.7325984284 150:-2.9628847071 251:-19.8862118376 319:48.5974477898
    UltimateOscillator(short: 7, middle: 14, long: 28) | TA-Lib ULTOSC | from 28
      28:52.6085686038 29:55.2984580937 150:52.0352437992 251:50.3835332675 319:53.6653445074
    AwesomeOscillator(fast: 5, slow: 34) | ta awesome_oscillator | from 33
      33:3.88932352941 34:3.97735294118 150:-0.135264705882 251:-2.69302941176 319:9.58473529412
    DetrendedPriceOscillator(window: 20) | pandas rolling mean | from 19
      19:1.3175 20:1.0665 150:0.2805 251:-0.169 319:0.986
    BalanceOfPower() | TA-Lib BOP | from 0
      0:-0.514403292181 1:0.441595441595 150:-0.21935483871 251:0.149572649573 319:-0.426229508197
    ChandeMomentumOscillator(window: 14) | pandas rolling sums | from 14
      14:47.5873544093 15:43.1407942238 150:-9.58083832335 251:5.36912751678 319:37.8106111484
    FisherTransform(window: 9) | definition | from 8
      8:0.342828254415 9:0.791373872129 150:-0.246725797034 251:-0.241244540738 319:1.94822242541
    """#
}
