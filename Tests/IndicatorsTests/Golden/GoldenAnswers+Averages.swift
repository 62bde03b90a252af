// Written by scripts/golden-indicators.py with TA-Lib 0.8.2, ta 0.11.0, pandas-ta-classic 0.8.32, pandas 3.1.1, numpy 2.4.6.
extension GoldenAnswers {
  /// Indicator | who gave the answer | from which bar on; then bar:value.
  static let averages = #"""
    SimpleMovingAverage(window: 10) | TA-Lib SMA | from 9
      9:1000.983 10:1001.554 150:1005.614 251:989.193 319:999.858
    ExponentialMovingAverage(window: 10) | TA-Lib EMA | from 9
      9:1000.983 10:1001.61518182 150:1005.59094838 251:989.629714119 319:999.202454546
    SmoothedMovingAverage(window: 5) | pandas ewm(alpha=1/5) | settled
      285:981.683597864 302:988.557841722 319:999.410046029
    DoubleExponentialMovingAverage(window: 8) | TA-Lib DEMA | from 14
      14:1005.38517384 15:1005.6035591 150:1005.35522642 251:989.771396053 319:1000.74010048
    TripleExponentialMovingAverage(window: 8) | TA-Lib TEMA | from 21
      21:1004.70008588 22:1005.61298421 150:1005.18542859 251:990.410363299 319:999.897001802
    TillsonT3(window: 5, volumeFactor: 0.7) | TA-Lib T3 | from 24
      24:1005.87426672 25:1006.55056786 150:1005.70666368 251:989.037179094 319:1000.8452673
    WeightedMovingAverage(window: 10) | TA-Lib WMA | from 9
      9:1001.78109091 10:1002.41327273 150:1005.58927273 251:989.329636364 319:1000.03309091
    HullMovingAverage(window: 16) | TA-Lib WMA of WMAs | from 18
      18:1004.94747876 19:1004.54340931 150:1005.65204003 251:988.858230392 319:1001.18463154
    TriangularMovingAverage(window: 10) | TA-Lib TRIMA | from 9
      9:1000.698 10:1001.23666667 150:1005.724 251:988.709333333 319:999.989
    TriangularMovingAverage(window: 11) | TA-Lib TRIMA | from 10
      10:1001.00777778 11:1001.56555556 150:1005.68666667 251:988.818333333 319:999.86
    ZeroLagMovingAverage(window: 9) | TA-Lib EMA of 2 x - x[4] | from 12
      12:1004.68444444 13:1005.32155556 150:1005.50949928 251:990.252558652 319:1000.45755781
    ArnaudLegouxMovingAverage(window: 9, offset: 0.85, sigma: 6) | numpy average | from 8
      8:1001.73701271 9:1002.78342849 150:1005.59544449 251:989.859155871 319:1000.37192051
    VolumeWeightedMovingAverage(window: 10) | pandas-ta-classic vwma | from 9
      9:1001.04237373 10:1001.3834139 150:1005.68586653 251:989.429703669 319:1000.1376737
    EfficiencyRatio(window: 10) | pandas-ta-classic er | from 10
      10:0.672555948174 11:0.518413597734 150:0.0697167755991 251:0.0354609929078 319:0.0096256684492
    KaufmanMovingAverage(window: 10, fast: 2, slow: 30) | TA-Lib KAMA | from 10
      10:1004.07800901 11:1004.08822361 150:1005.75769332 251:991.063449881 319:999.849463434
    McGinleyDynamic(window: 10) | pandas-ta-classic mcgd | settled
      285:982.873417729 302:986.107213068 319:996.735292542
    VariableIndexAverage(window: 10, momentum: 9) | definition | from 9
      9:1003.97881364 10:1004.03026979 150:1006.2186946 251:992.027289715 319:997.582998431
    """#
}
