// Written by scripts/golden-indicators.py with TA-Lib 0.8.2, ta 0.11.0, pandas-ta-classic 0.8.32, pandas 3.1.1, numpy 2.4.6.
extension GoldenAnswers {
  /// Indicator | who gave the answer | from which bar on; then bar:value.
  static let volume = #"""
    OnBalanceVolume() | TA-Lib OBV | from 0
      0:603 1:5196 150:-30087 251:-47970 319:-36878
    AccumulationDistribution() | TA-Lib AD | from 0
      0:-37.2222222222 1:2069.53846154 150:-1405.10116208 251:-12450.5167245 319:-13962.6933168
    ChaikinOscillator(fast: 3, slow: 10) | TA-Lib EMAs of AD | from 9
      9:2319.64890479 10:2063.37249359 150:-969.587437304 251:343.429049153 319:-280.387469295
    ChaikinOscillator(fast: 3, slow: 7) | TA-Lib ADOSC | settled
      285:-298.027299814 302:2512.27545458 319:-695.537831037
    ChaikinMoneyFlow(window: 20) | ta chaikin_money_flow | from 19
      19:0.0291288624998 20:0.0289551737475 150:0.00544769278157 251:-0.0230744543617 319:0.241247236291
    AnchoredVWAP() | pandas cumsum | from 0
      0:998.8 1:999.819488068 150:1009.00345112 251:1006.03204575 319:1002.30034035
    AnchoredVWAP().standardDeviation | definition | from 0
      0:0 1:0.369396333485 150:4.7118317548 251:7.17723254086 319:10.1172974403
    PeriodVWAP(period: 48) | pandas groupby cumsum | from 0
      0:998.8 1:999.819488068 150:1005.58019895 251:989.570517422 319:991.765921225
    ForceIndex(window: 13) | TA-Lib EMA | from 13
      13:1477.21615385 14:389.34956044 150:-465.235219004 251:285.574972704 319:-365.160338556
    ForceIndex(window: 5) | ta force_index | settled
      285:526.694102836 302:3299.31201248 319:-2356.21879157
    EaseOfMovement(window: 14, scale: 100000000) | ta sma_ease_of_movement | settled
      285:-28475.5936413 302:128203.372211 319:4277325.23202
    VolumeIndex(.fallingVolume) | ta negative_volume_index | from 0
      0:1000 1:1000 150:995.053975304 251:977.59871427 319:980.43372621
    VolumeIndex(.risingVolume) | definition | from 0
      0:1000 1:1001.74217772 150:1011.02810439 251:1014.77225326 319:1020.16099974
    PriceVolumeTrend() | pandas cumsum | from 0
      0:0 1:8.00182227785 150:7.43282479967 251:-4.73629902125 319:15.5160722084
    """#
}
