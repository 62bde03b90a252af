// Written by scripts/golden-indicators.py with TA-Lib 0.8.2, ta 0.11.0, pandas-ta-classic 0.8.32, pandas 3.1.1, numpy 2.4.6.
extension GoldenAnswers {
  /// Indicator | who gave the answer | from which bar on; then bar:value.
  static let volatility = #"""
    TrueRange() | TA-Lib TRANGE | from 1
      1:3.51 2:2.62 150:1.59 251:2.34 319:2.44
    AverageTrueRange(window: 14) | TA-Lib ATR | from 14
      14:2.14714285714 15:2.15734693878 150:2.07321822812 251:2.08853168485 319:2.20149579701
    AverageTrueRange(window: 14).percent | TA-Lib NATR | from 14
      14:0.21375878395 15:0.214603732209 150:0.206337592496 251:0.210792459109 319:0.22038097973
    BollingerBands(window: 20, deviations: 2).upper | TA-Lib BBANDS | from 19
      19:1007.00094615 20:1006.86493547 150:1007.7197729 251:992.831077079 319:1004.00911608
    BollingerBands(window: 20, deviations: 2).middle | TA-Lib BBANDS | from 19
      19:1002.6625 20:1002.9035 150:1005.5595 251:989.899 319:996.984
    BollingerBands(window: 20, deviations: 2).lower | TA-Lib BBANDS | from 19
      19:998.32405385 20:998.942064528 150:1003.3992271 251:986.966922921 319:989.958883916
    BollingerBands(window: 20, deviations: 2).place | TA-Lib BBANDS | from 19
      19:0.712921854502 20:0.58412354621 150:0.317268457099 251:0.653645346895 319:0.63992651341
    BollingerBands(window: 20, deviations: 2).bandwidth | TA-Lib BBANDS | from 19
      19:0.00865385142141 20:0.00789993348742 150:0.00429665852578 251:0.00592399240625 319:0.0140927358603
    KeltnerChannel(window: 20, ranges: 2, rangeWindow: 10).upper | TA-Lib EMA and ATR | from 19
      19:1007.23081222 20:1007.28040957 150:1009.76308439 251:994.544424437 319:1001.08330442
    KeltnerChannel(window: 20, ranges: 2, rangeWindow: 10).middle | TA-Lib EMA and ATR | from 19
      19:1002.6625 20:1002.74892857 150:1005.71857671 251:990.344947839 319:996.617121116
    KeltnerChannel(window: 20, ranges: 2, rangeWindow: 10).lower | TA-Lib EMA and ATR | from 19
      19:998.094187782 20:998.217447575 150:1001.67406903 251:986.145471241 319:992.150937814
    DonchianChannel(window: 20).upper | TA-Lib MAX | from 19
      19:1006.89 20:1006.89 150:1008.65 251:994.32 319:1003.09
    DonchianChannel(window: 20).lower | TA-Lib MIN | from 19
      19:997.61 20:997.93 150:1002.26 251:986.82 319:989.42
    DonchianChannel(window: 20).middle | TA-Lib MIDPRICE | from 19
      19:1002.25 20:1002.41 150:1005.455 251:990.57 319:996.255
    CloseToCloseVolatility(window: 20) | pandas rolling std | from 20
      20:0.00115410239681 21:0.00117088649358 150:0.00113306317326 251:0.00115090110215 319:0.00109298084388
    ParkinsonVolatility(window: 20) | pandas rolling mean | from 19
      19:0.0014356083158 20:0.00142590276951 150:0.00135085792976 251:0.0013336501158 319:0.00133582342808
    GarmanKlassVolatility(window: 20) | pandas rolling mean | from 19
      19:0.00153317186056 20:0.0015248084153 150:0.00143171978657 251:0.00140181558252 319:0.00139833008569
    RogersSatchellVolatility(window: 20) | pandas rolling mean | from 19
      19:0.00152957102005 20:0.00152014445337 150:0.00142127109569 251:0.00138821071909 319:0.00139261101048
    YangZhangVolatility(window: 20) | pandas rolling var | from 20
      20:0.00147816394448 21:0.00147207934096 150:0.00139125497829 251:0.00136378530608 319:0.00135933112737
    ChoppinessIndex(window: 14) | TA-Lib SUM, MAX, MIN | from 14
      14:45.8658151816 15:46.6962890348 150:63.6101774385 251:65.5685082485 319:41.8882374506
    """#
}
