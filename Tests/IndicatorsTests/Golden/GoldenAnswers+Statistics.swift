// Written by scripts/golden-indicators.py with TA-Lib 0.8.2, ta 0.11.0, pandas-ta-classic 0.8.32, pandas 3.1.1, numpy 2.4.6.
extension GoldenAnswers {
  /// Indicator | who gave the answer | from which bar on; then bar:value.
  static let statistics = #"""
    RollingVariance(window: 20) | TA-Lib VAR | from 19
      19:4.70552875 20:3.92324275 150:1.16669475 251:2.149269 319:12.338064
    RollingVariance(window: 20).sampleVariance | pandas rolling var | from 19
      19:4.95318815789 20:4.12972921053 150:1.22809973684 251:2.26238842103 319:12.9874357895
    RollingVariance(window: 20).standardDeviation | TA-Lib STDDEV | from 19
      19:2.1692230752 20:1.98071773607 150:1.08013644971 251:1.46603853974 319:3.51255804223
    RollingVariance(window: 20).mean | TA-Lib SMA | from 19
      19:1002.6625 20:1002.9035 150:1005.5595 251:989.899 319:996.984
    ZScore(window: 20) | pandas rolling mean and std | from 19
      19:0.851687418006 20:0.336494184841 150:-0.730926171607 251:0.614581387584 319:0.559706053642
    RollingShape(window: 20).skewness | pandas rolling skew, made a population's | from 19
      19:-0.404304892987 20:-0.507725396467 150:0.0323183072361 251:0.455086488708 319:-0.508360066927
    RollingShape(window: 20).kurtosis | pandas rolling kurt, made a population's | from 19
      19:-1.31860517579 20:-1.18215375493 150:-0.0740596556303 251:-0.0707240854022 319:-1.22501939876
    RollingMaximum(window: 14) | TA-Lib MAX | from 13
      13:1005.92 14:1005.92 150:1007.82 251:991.1 319:1001.91
    RollingMinimum(window: 14) | TA-Lib MIN | from 13
      13:998.75 14:999.33 150:1004.55 251:987.48 319:994.76
    RollingMaximum(window: 14).age | TA-Lib MAXINDEX | from 13
      13:0 14:1 150:13 251:10 319:2
    RollingMinimum(window: 14).age | TA-Lib MININDEX | from 13
      13:13 14:12 150:6 251:4 319:13
    RollingTotal(window: 14) | TA-Lib SUM | from 13
      13:14028.51 14:14034.23 150:14082.46 251:13850.94 319:13986.67
    RollingQuantile.median(window: 15) | pandas rolling median | from 14
      14:1002.55 15:1003.97 150:1005.84 251:989.54 319:999.07
    RollingQuantile(window: 20, quantile: 0.9) | pandas rolling quantile | from 19
      19:1004.586 20:1004.586 150:1007.016 251:991.671 319:1000.558
    RollingRegression(window: 30).covariance | pandas rolling cov | from 29
      29:6.36662733333 30:6.21635044444 150:0.600170333333 251:5.71407777778 319:45.9762995556
    RollingRegression(window: 30).sampleCovariance | pandas rolling cov | from 29
      29:6.5861662069 30:6.43070735632 150:0.620865862069 251:5.91111494253 319:47.5616891954
    RollingRegression(window: 30).correlation | TA-Lib CORREL | from 29
      29:0.891036977111 30:0.892644505095 150:0.489744766696 251:0.918192329594 319:0.98946710449
    RollingRegression(window: 30).beta | numpy polyfit | from 29
      29:0.896716930022 30:0.880564856869 150:0.470543003221 251:0.84970252968 319:0.960584185449
    RollingRegression(window: 30).alpha | numpy polyfit | from 29
      29:103.904060698 30:120.220779108 150:532.466695126 251:148.797435368 319:39.680236879
    RollingRegression(window: 30).residual | numpy polyfit | from 29
      29:1.43692243612 30:1.08968240793 150:-0.644173093781 251:0.414694109683 319:-1.30481648654
    RollingRegression(window: 30).residualDeviation | numpy polyfit | from 29
      29:1.21724010904 30:1.1814532645 150:0.94605587339 251:0.950639721269 319:0.972244806452
    LinearRegression(window: 14) | TA-Lib LINEARREG | from 13
      13:1005.46 14:1005.61628571 150:1005.17571429 251:989.348571429 319:1001.14
    LinearRegression(window: 14).slope | TA-Lib LINEARREG_SLOPE | from 13
      13:0.526703296703 14:0.48789010989 150:-0.109890109892 251:-0.000659340663171 319:0.321868131864
    LinearRegression(window: 14).intercept | TA-Lib LINEARREG_INTERCEPT | from 13
      13:998.612857143 14:999.273714286 150:1006.60428571 251:989.357142857 319:996.955714286
    LinearRegression(window: 14).angle | TA-Lib LINEARREG_ANGLE | from 13
      13:27.7759241862 14:26.0072904679 150:-6.27107744962 251:-0.0377774317867 319:17.8417125882
    LinearRegression(window: 14).forecast | TA-Lib TSF | from 13
      13:1005.9867033 14:1006.10417582 150:1005.06582418 251:989.347912088 319:1001.46186813
    LinearRegression(window: 14).determination | pandas rolling corr | from 13
      13:0.877873976638 14:0.837292578048 150:0.215683950198 251:5.89690866987e-06 319:0.562157103989
    ExponentialVariance(weight: 0.1).mean | pandas ewm mean | from 1
      1:998.924 2:998.9646 150:1005.70440555 251:990.244021248 319:996.874413034
    ExponentialVariance(weight: 0.1) | pandas ewm var | from 1
      1:0.272484 2:0.26007084 150:1.03496159097 251:5.97947340102 319:30.2133392211
    LocalLevelFilter(drift: 0.05, noise: 1.5).value | definition | from 0
      0:998.75 1:999.634262295 150:1005.60703155 251:989.658628208 319:998.973641785
    LocalLevelFilter(drift: 0.05, noise: 1.5).variance | definition | from 0
      0:1.5 1:0.762295081967 150:0.25 251:0.25 319:0.25
    HurstExponent(window: 100, lags: 5) | numpy polyfit | from 115
      115:0.495323292012 116:0.496239698773 150:0.358294737466 251:0.534950855329 319:0.642013352719
    """#
}
