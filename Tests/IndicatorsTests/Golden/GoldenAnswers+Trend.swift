// Written by scripts/golden-indicators.py with TA-Lib 0.8.2, ta 0.11.0, pandas-ta-classic 0.8.32, pandas 3.1.1, numpy 2.4.6.
extension GoldenAnswers {
  /// Indicator | who gave the answer | from which bar on; then bar:value.
  static let trend = #"""
    Aroon(window: 14).up | TA-Lib AROON | from 14
      14:92.8571428571 15:85.7142857143 150:14.2857142857 251:100 319:85.7142857143
    Aroon(window: 14).down | TA-Lib AROON | from 14
      14:0 15:0 150:57.1428571429 251:71.4285714286 319:0
    Aroon(window: 14).oscillator | TA-Lib AROONOSC | from 14
      14:92.8571428571 15:85.7142857143 150:-42.8571428571 251:28.5714285714 319:85.7142857143
    DirectionalMovement(window: 5).plus | TA-Lib PLUS_DI | settled
      285:16.9142769568 302:42.3128211777 319:22.5442585091
    DirectionalMovement(window: 5).minus | TA-Lib MINUS_DI | settled
      285:19.7292875132 302:1.29332679606 319:22.2816389752
    DirectionalMovement(window: 5).contrast | TA-Lib DX | settled
      285:7.68214172682 302:94.0681447174 319:0.585865646054
    DirectionalMovement(window: 5).value | TA-Lib ADX | settled
      285:27.2287312031 302:77.6510304631 319:50.2457148805
    DirectionalMovement(window: 5).rating | TA-Lib ADXR | settled
      285:35.3868152359 302:67.2098736418 319:59.4822451002
    DirectionalMovement(window: 14).plus | definition | from 14
      14:30.4723885562 15:28.1619525116 150:17.0256668245 251:19.6188473778 319:30.8479698402
    DirectionalMovement(window: 14).minus | definition | from 14
      14:4.45775116434 15:4.11976161196 150:23.7312557999 251:16.2177701274 319:13.7882082457
    DirectionalMovement(window: 14).contrast | definition | from 14
      14:74.4761904762 15:74.4761904762 150:16.4526380887 251:9.49050855567 319:38.2195840372
    DirectionalMovement(window: 14).value | definition | from 27
      27:58.6870122663 28:57.3644157684 150:11.050673126 251:27.8172395856 319:52.1901975495
    DirectionalMovement(window: 14).rating | definition | from 40
      40:55.9437610891 41:55.7145808664 150:12.8476921801 251:32.9159876591 319:44.7969968792
    ParabolicSAR(step: 0.02, limit: 0.2) | TA-Lib SAR | from 1
      1:997.61 2:997.6866 150:1008.04838935 251:986.992656 319:1003.09
    SuperTrend(window: 10, ranges: 3).line | definition | from 10
      10:997.615 11:997.6935 150:1009.90270499 251:993.876306809 319:995.336327219
    SuperTrend(window: 10, ranges: 3).direction | definition | from 10
      10:1 11:1 150:-1 251:-1 319:1
    SuperTrend(window: 5, ranges: 1.5).line | pandas-ta-classic supertrend | settled
      285:982.338202701 302:988.113852277 319:998.464341408
    SuperTrend(window: 5, ranges: 1.5).direction | pandas-ta-classic supertrend | settled
      285:-1 302:1 319:1
    Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).conversion | ta IchimokuIndicator | from 77
      77:1012.02 78:1011.395 150:1005.55 251:989.34 319:1000.2
    Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).base | ta IchimokuIndicator | from 77
      77:1014.15 78:1013.865 150:1005.455 251:991.325 319:992.525
    Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).cloud.first | ta IchimokuIndicator | from 77
      77:1014.385 78:1014.385 150:1006.7575 251:996.7425 319:981.8075
    Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).cloud.second | ta IchimokuIndicator | from 77
      77:1008.71 78:1008.87 150:1008.2 251:1001.47 319:984.91
    Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).ahead.first | ta IchimokuIndicator | from 77
      77:1013.085 78:1012.63 150:1005.5025 251:990.3325 319:996.3625
    Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).ahead.second | ta IchimokuIndicator | from 77
      77:1012.475 78:1012.475 150:1007.225 251:996.985 319:990.48
    Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).pastClose | ta IchimokuIndicator | from 77
      77:1018.57 78:1017.14 150:1005.52 251:993.92 319:982.77
    ChandelierExit(window: 22, ranges: 3).long | TA-Lib MAX - 3 ATR | from 22
      22:1000.31909091 23:1002.46049587 150:1002.28738552 251:988.054685808 319:996.593881437
    ChandelierExit(window: 22, ranges: 3).short | TA-Lib MIN + 3 ATR | from 22
      22:1004.66090909 23:1005.43950413 150:1008.62261448 251:993.085314192 319:992.356118563
    Vortex(window: 14).up | pandas-ta-classic vortex | settled
      285:0.961666052341 302:1.3330300273 319:1.21002386635
    Vortex(window: 14).down | pandas-ta-classic vortex | settled
      285:1.06376704755 302:0.634212920837 319:0.763723150358
    """#
}
