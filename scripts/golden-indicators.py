#!/usr/bin/env python3
"""Makes the known answers of the indicators' tests: Tests/IndicatorsTests/Golden/*.swift.

Run it where TA-Lib, ta, pandas-ta-classic, pandas and numpy are installed (pip install TA-Lib ta pandas-ta-classic); the versions stand
in the files it writes. The bars are generated, by the same whole-number arithmetic as Tests/IndicatorsTests/Golden/GoldenBars.swift.

Each answer names who gave it: a library's function, or "definition": the formula written out with numpy or pandas where no library has
the indicator in our definition. "settled" means that the library begins differently and only late values, by which the beginning is
forgotten, are compared.
"""
import importlib.metadata
import math
import pathlib
import warnings

import numpy as np
import pandas as pd
import talib

warnings.filterwarnings("ignore")
import pandas_ta_classic as pta  # noqa: E402
import ta  # noqa: E402

COUNT = 320
MASK = (1 << 64) - 1


def bars():
    state = 20_240_101
    rows = []
    last = 100_000

    def draw(below):
        nonlocal state
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) & MASK
        return (state >> 33) % below

    for index in range(COUNT):
        drift = 25 if index // 60 % 2 == 0 else -25
        opening = last + draw(41) - 20
        close = opening + draw(401) - 200 + drift
        high = max(opening, close) + draw(120)
        low = min(opening, close) - draw(120)
        volume = 1 + draw(5_000)
        rows.append((opening / 100, high / 100, low / 100, close / 100, float(volume)))
        last = close
    return np.array(rows).T.copy()


O, H, L, C, V = bars()
o, h, l, c, v = (pd.Series(x) for x in (O, H, L, C, V))
typical = (h + l + c) / 3
middle = (h + l) / 2
log = np.log
tables = {"averages": [], "momentum": [], "trend": [], "volatility": [], "volume": [], "statistics": []}


def put(table, key, source, values, settled=False):
    values = np.asarray(values, dtype=float)
    assert len(values) == COUNT, key
    known = np.flatnonzero(~np.isnan(values))
    first = int(known[0])
    places = [285, 302, 319] if settled else sorted({first, first + 1, 150, 251, 319})
    numbers = " ".join(f"{p}:{values[p]:.12g}" for p in places if p >= first)
    start = "settled" if settled else f"from {first}"
    tables[table].append((f"{key} | {source} | {start}", numbers))


def ema(x, n):
    """TA-Lib's average of a series that may begin late."""
    x = np.asarray(x, dtype=float)
    return talib.EMA(x, n)


def shifted(x, n):
    return pd.Series(x).shift(n)


# Averages
A = "averages"
put(A, "SimpleMovingAverage(window: 10)", "TA-Lib SMA", talib.SMA(C, 10))
put(A, "ExponentialMovingAverage(window: 10)", "TA-Lib EMA", talib.EMA(C, 10))
put(A, "SmoothedMovingAverage(window: 5)", "pandas ewm(alpha=1/5)", c.ewm(alpha=0.2, adjust=False).mean(), settled=True)
put(A, "DoubleExponentialMovingAverage(window: 8)", "TA-Lib DEMA", talib.DEMA(C, 8))
put(A, "TripleExponentialMovingAverage(window: 8)", "TA-Lib TEMA", talib.TEMA(C, 8))
put(A, "TillsonT3(window: 5, volumeFactor: 0.7)", "TA-Lib T3", talib.T3(C, 5, 0.7))
put(A, "WeightedMovingAverage(window: 10)", "TA-Lib WMA", talib.WMA(C, 10))
put(A, "HullMovingAverage(window: 16)", "TA-Lib WMA of WMAs",
    talib.WMA((2 * talib.WMA(C, 8) - talib.WMA(C, 16)), 4))
put(A, "TriangularMovingAverage(window: 10)", "TA-Lib TRIMA", talib.TRIMA(C, 10))
put(A, "TriangularMovingAverage(window: 11)", "TA-Lib TRIMA", talib.TRIMA(C, 11))
put(A, "ZeroLagMovingAverage(window: 9)", "TA-Lib EMA of 2 x - x[4]", ema(2 * c - c.shift(4), 9))
bell = np.exp(-(np.arange(9) - 0.85 * 8) ** 2 / (2 * 1.5 ** 2))
put(A, "ArnaudLegouxMovingAverage(window: 9, offset: 0.85, sigma: 6)", "numpy average",
    c.rolling(9).apply(lambda w: np.average(w, weights=bell)))
put(A, "VolumeWeightedMovingAverage(window: 10)", "pandas-ta-classic vwma", pta.vwma(c, v, length=10))
put(A, "EfficiencyRatio(window: 10)", "pandas-ta-classic er", pta.er(c, length=10))
put(A, "KaufmanMovingAverage(window: 10, fast: 2, slow: 30)", "TA-Lib KAMA", talib.KAMA(C, 10))
put(A, "McGinleyDynamic(window: 10)", "pandas-ta-classic mcgd", pta.mcgd(c, length=10, c=1), settled=True)


def vidya(n, m):
    change = c.diff()
    up = change.clip(lower=0).rolling(m).sum()
    down = (-change.clip(upper=0)).rolling(m).sum()
    k = ((up - down) / (up + down)).abs().to_numpy()
    out = np.full(COUNT, np.nan)
    state = C[m - 1]
    for i in range(m, COUNT):
        a = 2 / (n + 1) * k[i]
        state = a * C[i] + (1 - a) * state
        out[i] = state
    return out


put(A, "VariableIndexAverage(window: 10, momentum: 9)", "definition", vidya(10, 9))

# Momentum
M = "momentum"
put(M, "Momentum(window: 10)", "TA-Lib MOM", talib.MOM(C, 10))
put(M, "RateOfChange(window: 10)", "TA-Lib ROCP", talib.ROCP(C, 10))
put(M, "RateOfChange(window: 10).percent", "TA-Lib ROC", talib.ROC(C, 10))
put(M, "LogReturn(window: 5)", "numpy log", log(c / c.shift(5)))
put(M, "PriceOscillator(fast: 12, slow: 26)", "TA-Lib EMA less EMA", talib.EMA(C, 12) - talib.EMA(C, 26))
put(M, "PriceOscillator(fast: 12, slow: 26).percent", "TA-Lib EMA less EMA",
    100 * (talib.EMA(C, 12) / talib.EMA(C, 26) - 1))
put(M, "PriceOscillator(fast: 3, slow: 10)", "TA-Lib APO", talib.APO(C, 3, 10, 1), settled=True)
put(M, "PriceOscillator(fast: 3, slow: 10).percent", "TA-Lib PPO", talib.PPO(C, 3, 10, 1), settled=True)
line = talib.EMA(C, 12) - talib.EMA(C, 26)
put(M, "MACD(fast: 12, slow: 26, signal: 9).line", "TA-Lib EMA less EMA", line)
put(M, "MACD(fast: 12, slow: 26, signal: 9).signal", "TA-Lib EMA of it", ema(line, 9))
put(M, "MACD(fast: 12, slow: 26, signal: 9).histogram", "TA-Lib EMA of it", line - ema(line, 9))
for name, values in zip(("line", "signal", "histogram"), talib.MACD(C, 4, 9, 5)):
    put(M, f"MACD(fast: 4, slow: 9, signal: 5).{name}", "TA-Lib MACD", values, settled=True)
put(M, "WilderRSI(window: 14)", "TA-Lib RSI", talib.RSI(C, 14))
for name, values in zip("kd", talib.STOCH(H, L, C, 14, 3, 0, 3, 0)):
    put(M, f"Stochastic(window: 14, smooth: 3, signal: 3).{name}", "TA-Lib STOCH", values)
for name, values in zip("kd", talib.STOCHF(H, L, C, 14, 3, 0)):
    put(M, f"Stochastic.fast(window: 14, signal: 3).{name}", "TA-Lib STOCHF", values)
for name, values in zip("kd", talib.STOCHRSI(C, 14, 9, 3, 0)):
    put(M, f"StochasticRSI(index: 14, window: 9, smooth: 1, signal: 3).{name}", "TA-Lib STOCHRSI", values)
put(M, "WilliamsPercentRange(window: 14)", "TA-Lib WILLR", talib.WILLR(H, L, C, 14))
put(M, "CommodityChannelIndex(window: 20)", "TA-Lib CCI", talib.CCI(H, L, C, 20))
put(M, "MoneyFlowIndex(window: 14)", "TA-Lib MFI", talib.MFI(H, L, C, V, 14))
put(M, "TRIX(window: 9)", "TA-Lib TRIX", talib.TRIX(C, 9))
put(M, "TrueStrengthIndex(long: 9, short: 4)", "ta TSIIndicator", ta.momentum.tsi(c, window_slow=9, window_fast=4),
    settled=True)
change = c.diff()
put(M, "TrueStrengthIndex(long: 25, short: 13)", "TA-Lib EMA of EMA",
    100 * ema(ema(change, 25), 13) / ema(ema(change.abs(), 25), 13))
put(M, "UltimateOscillator(short: 7, middle: 14, long: 28)", "TA-Lib ULTOSC", talib.ULTOSC(H, L, C, 7, 14, 28))
put(M, "AwesomeOscillator(fast: 5, slow: 34)", "ta awesome_oscillator", ta.momentum.awesome_oscillator(h, l, 5, 34))
put(M, "DetrendedPriceOscillator(window: 20)", "pandas rolling mean", c.shift(11) - c.rolling(20).mean())
put(M, "BalanceOfPower()", "TA-Lib BOP", talib.BOP(O, H, L, C))
up, down = change.clip(lower=0).rolling(14).sum(), (-change.clip(upper=0)).rolling(14).sum()
put(M, "ChandeMomentumOscillator(window: 14)", "pandas rolling sums", 100 * (up - down) / (up + down))


def fisher(n):
    x, y = 0.0, 0.0
    out = np.full(COUNT, np.nan)
    top, bottom = middle.rolling(n).max(), middle.rolling(n).min()
    for i in range(n - 1, COUNT):
        share = (middle[i] - bottom[i]) / (top[i] - bottom[i])
        x = max(-0.999, min(0.999, 0.66 * (share - 0.5) + 0.67 * x))
        y = 0.5 * math.log((1 + x) / (1 - x)) + 0.5 * y
        out[i] = y
    return out


put(M, "FisherTransform(window: 9)", "definition", fisher(9))

# Trend
T = "trend"
down, up = talib.AROON(H, L, 14)
put(T, "Aroon(window: 14).up", "TA-Lib AROON", up)
put(T, "Aroon(window: 14).down", "TA-Lib AROON", down)
put(T, "Aroon(window: 14).oscillator", "TA-Lib AROONOSC", talib.AROONOSC(H, L, 14))
for name, function in (("plus", talib.PLUS_DI), ("minus", talib.MINUS_DI), ("contrast", talib.DX), ("value", talib.ADX),
                       ("rating", talib.ADXR)):
    put(T, f"DirectionalMovement(window: 5).{name}", "TA-Lib " + function.__name__, function(H, L, C, 5), settled=True)


def wilder(x, n):
    """Wilder's average from the mean of the first n."""
    out = np.full(COUNT, np.nan)
    first = int(np.flatnonzero(~np.isnan(x))[0])
    state = np.mean(x[first:first + n])
    out[first + n - 1] = state
    for i in range(first + n, COUNT):
        state += (x[i] - state) / n
        out[i] = state
    return out


rise, fall = np.diff(H, prepend=np.nan), -np.diff(L, prepend=np.nan)
plus_move = np.where((rise > fall) & (rise > 0), rise, 0.0)
minus_move = np.where((fall > rise) & (fall > 0), fall, 0.0)
plus_move[0] = minus_move[0] = np.nan
true_range = talib.TRANGE(H, L, C)
plus = 100 * wilder(plus_move, 14) / wilder(true_range, 14)
minus = 100 * wilder(minus_move, 14) / wilder(true_range, 14)
contrast = 100 * np.abs(plus - minus) / (plus + minus)
adx = wilder(contrast, 14)
for name, values in (("plus", plus), ("minus", minus), ("contrast", contrast), ("value", adx),
                     ("rating", (adx + shifted(adx, 13).to_numpy()) / 2)):
    put(T, f"DirectionalMovement(window: 14).{name}", "definition", values)
put(T, "ParabolicSAR(step: 0.02, limit: 0.2)", "TA-Lib SAR", talib.SAR(H, L, 0.02, 0.2))


def supertrend(n, k):
    atr = talib.ATR(H, L, C, n)
    out, side = np.full(COUNT, np.nan), np.full(COUNT, np.nan)
    up = dn = d = None
    for i in range(n, COUNT):
        a, b = (H[i] + L[i]) / 2 + k * atr[i], (H[i] + L[i]) / 2 - k * atr[i]
        if d is None:
            up, dn, d = a, b, 1 if C[i] > (H[i] + L[i]) / 2 else -1
        else:
            up = min(a, up) if C[i - 1] <= up else a
            dn = max(b, dn) if C[i - 1] >= dn else b
            d = 1 if C[i] > up and d < 0 else -1 if C[i] < dn and d > 0 else d
        out[i], side[i] = (dn if d > 0 else up), d
    return out, side


for name, values in zip(("line", "direction"), supertrend(10, 3)):
    put(T, f"SuperTrend(window: 10, ranges: 3).{name}", "definition", values)
p = pta.supertrend(h, l, c, length=5, multiplier=1.5)
put(T, "SuperTrend(window: 5, ranges: 1.5).line", "pandas-ta-classic supertrend", p.iloc[:, 0], settled=True)
put(T, "SuperTrend(window: 5, ranges: 1.5).direction", "pandas-ta-classic supertrend", p.iloc[:, 1], settled=True)
ich = ta.trend.IchimokuIndicator(h, l, 9, 26, 52)
a, b = ich.ichimoku_a(), ich.ichimoku_b()
late = a.shift(26).notna() & b.shift(26).notna()
late &= pd.Series(np.arange(COUNT) >= 77)
late = late.to_numpy()
for name, values in (("conversion", ich.ichimoku_conversion_line()), ("base", ich.ichimoku_base_line()),
                     ("cloud.first", a.shift(26)), ("cloud.second", b.shift(26)), ("ahead.first", a),
                     ("ahead.second", b), ("pastClose", c.shift(26))):
    put(T, f"Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26).{name}", "ta IchimokuIndicator",
        np.where(late, values, np.nan))
atr = talib.ATR(H, L, C, 22)
put(T, "ChandelierExit(window: 22, ranges: 3).long", "TA-Lib MAX - 3 ATR", talib.MAX(H, 22) - 3 * atr)
put(T, "ChandelierExit(window: 22, ranges: 3).short", "TA-Lib MIN + 3 ATR", talib.MIN(L, 22) + 3 * atr)
vortex = pta.vortex(h, l, c, length=14)
put(T, "Vortex(window: 14).up", "pandas-ta-classic vortex", vortex.iloc[:, 0], settled=True)
put(T, "Vortex(window: 14).down", "pandas-ta-classic vortex", vortex.iloc[:, 1], settled=True)

# Volatility
W = "volatility"
put(W, "TrueRange()", "TA-Lib TRANGE", true_range)
put(W, "AverageTrueRange(window: 14)", "TA-Lib ATR", talib.ATR(H, L, C, 14))
put(W, "AverageTrueRange(window: 14).percent", "TA-Lib NATR", talib.NATR(H, L, C, 14))
upper, mid, lower = talib.BBANDS(C, 20, 2, 2, 0)
for name, values in (("upper", upper), ("middle", mid), ("lower", lower), ("place", (C - lower) / (upper - lower)),
                     ("bandwidth", (upper - lower) / mid)):
    put(W, f"BollingerBands(window: 20, deviations: 2).{name}", "TA-Lib BBANDS", values)
mid, atr = talib.EMA(C, 20), talib.ATR(H, L, C, 10)
for name, values in (("upper", mid + 2 * atr), ("middle", mid), ("lower", mid - 2 * atr)):
    put(W, f"KeltnerChannel(window: 20, ranges: 2, rangeWindow: 10).{name}", "TA-Lib EMA and ATR", values)
put(W, "DonchianChannel(window: 20).upper", "TA-Lib MAX", talib.MAX(H, 20))
put(W, "DonchianChannel(window: 20).lower", "TA-Lib MIN", talib.MIN(L, 20))
put(W, "DonchianChannel(window: 20).middle", "TA-Lib MIDPRICE", talib.MIDPRICE(H, L, 20))
put(W, "CloseToCloseVolatility(window: 20)", "pandas rolling std", log(c / c.shift()).rolling(20).std())
put(W, "ParkinsonVolatility(window: 20)", "pandas rolling mean",
    np.sqrt((log(h / l) ** 2).rolling(20).mean() / (4 * math.log(2))))
put(W, "GarmanKlassVolatility(window: 20)", "pandas rolling mean",
    np.sqrt((0.5 * log(h / l) ** 2 - (2 * math.log(2) - 1) * log(c / o) ** 2).rolling(20).mean()))
rs = log(h / c) * log(h / o) + log(l / c) * log(l / o)
put(W, "RogersSatchellVolatility(window: 20)", "pandas rolling mean", np.sqrt(rs.rolling(20).mean()))
k = 0.34 / (1.34 + 21 / 19)
put(W, "YangZhangVolatility(window: 20)", "pandas rolling var",
    np.sqrt(log(o / c.shift()).rolling(20).var() + k * log(c / o).rolling(20).var() + (1 - k) * rs.rolling(20).mean()))
put(W, "ChoppinessIndex(window: 14)", "TA-Lib SUM, MAX, MIN",
    100 * np.log10(pd.Series(true_range).rolling(14).sum() / (talib.MAX(H, 14) - talib.MIN(L, 14))) / np.log10(14))

# Volume
X = "volume"
put(X, "OnBalanceVolume()", "TA-Lib OBV", talib.OBV(C, V))
put(X, "AccumulationDistribution()", "TA-Lib AD", talib.AD(H, L, C, V))
line = talib.AD(H, L, C, V)
put(X, "ChaikinOscillator(fast: 3, slow: 10)", "TA-Lib EMAs of AD", talib.EMA(line, 3) - talib.EMA(line, 10))
put(X, "ChaikinOscillator(fast: 3, slow: 7)", "TA-Lib ADOSC", talib.ADOSC(H, L, C, V, 3, 7), settled=True)
put(X, "ChaikinMoneyFlow(window: 20)", "ta chaikin_money_flow", ta.volume.chaikin_money_flow(h, l, c, v, 20))
put(X, "AnchoredVWAP()", "pandas cumsum", (typical * v).cumsum() / v.cumsum())
mean = (typical * v).cumsum() / v.cumsum()
put(X, "AnchoredVWAP().standardDeviation", "definition",
    [math.sqrt(np.average((typical[:i + 1] - mean[i]) ** 2, weights=v[:i + 1])) for i in range(COUNT)])
session = pd.Series(np.arange(COUNT) // 48)
put(X, "PeriodVWAP(period: 48)", "pandas groupby cumsum",
    (typical * v).groupby(session).cumsum() / v.groupby(session).cumsum())
put(X, "ForceIndex(window: 13)", "TA-Lib EMA", ema(change * v, 13))
put(X, "ForceIndex(window: 5)", "ta force_index", ta.volume.force_index(c, v, 5), settled=True)
put(X, "EaseOfMovement(window: 14, scale: 100000000)", "ta sma_ease_of_movement",
    ta.volume.sma_ease_of_movement(h, l, v, 14), settled=True)
put(X, "VolumeIndex(.fallingVolume)", "ta negative_volume_index", ta.volume.negative_volume_index(c, v))


def positive():
    out, level = [1000.0], 1000.0
    for i in range(1, COUNT):
        if V[i] > V[i - 1]:
            level *= C[i] / C[i - 1]
        out.append(level)
    return out


put(X, "VolumeIndex(.risingVolume)", "definition", positive())
put(X, "PriceVolumeTrend()", "pandas cumsum", (v * c.pct_change()).fillna(0).cumsum())

# Statistics
S = "statistics"
put(S, "RollingVariance(window: 20)", "TA-Lib VAR", talib.VAR(C, 20))
put(S, "RollingVariance(window: 20).sampleVariance", "pandas rolling var", c.rolling(20).var())
put(S, "RollingVariance(window: 20).standardDeviation", "TA-Lib STDDEV", talib.STDDEV(C, 20))
put(S, "RollingVariance(window: 20).mean", "TA-Lib SMA", talib.SMA(C, 20))
put(S, "ZScore(window: 20)", "pandas rolling mean and std", (c - c.rolling(20).mean()) / c.rolling(20).std(ddof=0))
n = 20
put(S, "RollingShape(window: 20).skewness", "pandas rolling skew, made a population's",
    c.rolling(n).skew() * (n - 2) / math.sqrt(n * (n - 1)))
put(S, "RollingShape(window: 20).kurtosis", "pandas rolling kurt, made a population's",
    (c.rolling(n).kurt() * (n - 2) * (n - 3) / (n - 1) - 6) / (n + 1))
put(S, "RollingMaximum(window: 14)", "TA-Lib MAX", talib.MAX(C, 14))
put(S, "RollingMinimum(window: 14)", "TA-Lib MIN", talib.MIN(C, 14))
ages = np.arange(COUNT)
put(S, "RollingMaximum(window: 14).age", "TA-Lib MAXINDEX", np.where(ages < 13, np.nan, ages - talib.MAXINDEX(C, 14)))
put(S, "RollingMinimum(window: 14).age", "TA-Lib MININDEX", np.where(ages < 13, np.nan, ages - talib.MININDEX(C, 14)))
put(S, "RollingTotal(window: 14)", "TA-Lib SUM", talib.SUM(C, 14))
put(S, "RollingQuantile.median(window: 15)", "pandas rolling median", c.rolling(15).median())
put(S, "RollingQuantile(window: 20, quantile: 0.9)", "pandas rolling quantile", c.rolling(20).quantile(0.9))
put(S, "RollingRegression(window: 30).covariance", "pandas rolling cov", o.rolling(30).cov(c, ddof=0))
put(S, "RollingRegression(window: 30).sampleCovariance", "pandas rolling cov", o.rolling(30).cov(c))
put(S, "RollingRegression(window: 30).correlation", "TA-Lib CORREL", talib.CORREL(O, C, 30))
lines = [np.polyfit(O[i - 29:i + 1], C[i - 29:i + 1], 1) if i >= 29 else (np.nan, np.nan) for i in range(COUNT)]
beta, alpha = np.array(lines).T
put(S, "RollingRegression(window: 30).beta", "numpy polyfit", beta)
put(S, "RollingRegression(window: 30).alpha", "numpy polyfit", alpha)
put(S, "RollingRegression(window: 30).residual", "numpy polyfit", C - alpha - beta * O)
put(S, "RollingRegression(window: 30).residualDeviation", "numpy polyfit",
    [np.nan if i < 29 else math.sqrt(np.mean((C[i - 29:i + 1] - alpha[i] - beta[i] * O[i - 29:i + 1]) ** 2))
     for i in range(COUNT)])
put(S, "LinearRegression(window: 14)", "TA-Lib LINEARREG", talib.LINEARREG(C, 14))
put(S, "LinearRegression(window: 14).slope", "TA-Lib LINEARREG_SLOPE", talib.LINEARREG_SLOPE(C, 14))
put(S, "LinearRegression(window: 14).intercept", "TA-Lib LINEARREG_INTERCEPT", talib.LINEARREG_INTERCEPT(C, 14))
put(S, "LinearRegression(window: 14).angle", "TA-Lib LINEARREG_ANGLE", talib.LINEARREG_ANGLE(C, 14))
put(S, "LinearRegression(window: 14).forecast", "TA-Lib TSF", talib.TSF(C, 14))
put(S, "LinearRegression(window: 14).determination", "pandas rolling corr",
    c.rolling(14).corr(pd.Series(np.arange(COUNT, dtype=float))) ** 2)
weighted = c.ewm(alpha=0.1, adjust=False)
put(S, "ExponentialVariance(weight: 0.1).mean", "pandas ewm mean", np.where(ages < 1, np.nan, weighted.mean()))
put(S, "ExponentialVariance(weight: 0.1)", "pandas ewm var", np.where(ages < 1, np.nan, weighted.var(bias=True)))


def kalman(q, r):
    level, p = C[0], r
    out, spread = [level], [p]
    for i in range(1, COUNT):
        p = p + q
        g = p / (p + r)
        level = level + g * (C[i] - level)
        p = (1 - g) * p
        out.append(level)
        spread.append(p)
    return out, spread


for name, values in zip(("value", "variance"), kalman(0.05, 1.5)):
    put(S, f"LocalLevelFilter(drift: 0.05, noise: 1.5).{name}", "definition", values)


def hurst(n, lags):
    out = np.full(COUNT, np.nan)
    logs = log(C)
    for i in range(n + (1 << (lags - 1)) - 1, COUNT):
        y = [0.5 * math.log(np.mean([(logs[j] - logs[j - (1 << p)]) ** 2 for j in range(i - n + 1, i + 1)]))
             for p in range(lags)]
        out[i] = np.polyfit([p * math.log(2) for p in range(lags)], y, 1)[0]
    return out


put(S, "HurstExponent(window: 100, lags: 5)", "numpy polyfit", hurst(100, 5))

# ---
folder = pathlib.Path(__file__).resolve().parent.parent / "Tests/IndicatorsTests/Golden"
folder.mkdir(parents=True, exist_ok=True)
versions = ", ".join(
    f"{name} {importlib.metadata.version(name)}" for name in ("TA-Lib", "ta", "pandas-ta-classic", "pandas", "numpy"))
for name, rows in tables.items():
    text = f"// Written by scripts/golden-indicators.py with {versions}.\n"
    text += "extension GoldenAnswers {\n"
    text += f"  /// Indicator | who gave the answer | from which bar on; then bar:value.\n  static let {name} = #\"\"\"\n"
    for head, numbers in rows:
        text += f"    {head}\n      {numbers}\n"
    text += "    \"\"\"#\n}\n"
    (folder / f"GoldenAnswers+{name.capitalize()}.swift").write_text(text)
print(sum(len(rows) for rows in tables.values()), "answers", f"last close {C[-1]}, volume {V[-1]}, sum of closes {C.sum():.2f}")
