// What is drawn in a pane: lines, bands, candles, fills.

/** The buckets in sight and one on either side, as [first, after last]. */
const inSight = (times) => [
  Math.max(0, lowerBound(times, view.from) - 1), Math.min(times.length, lowerBound(times, view.to) + 1),
];

/** Least and greatest value in sight of several series. */
const rangeOf = (...all) => {
  let [low, high] = [Infinity, -Infinity];
  for (const series of all) {
    if (!series) continue;
    const [start, end] = inSight(series.time);
    for (let i = start; i < end; i += 1) {
      if (series.low[i] < low) low = series.low[i];
      if (series.high[i] > high) high = series.high[i];
    }
  }
  return [low, high];
};

/** Calls `body` for each column of pixels with the first, least, greatest and last value in it. */
const eachColumn = (series, chart, body) => {
  const [start, end] = inSight(series.time);
  let column = null;
  let [first, low, high, last] = [0, 0, 0, 0];
  for (let i = start; i < end; i += 1) {
    const x = Math.round(chart.x(series.time[i]) * 2) / 2;
    if (x !== column) {
      if (column !== null) body(column, first, low, high, last);
      column = x;
      [first, low, high, last] = [series.first[i], series.low[i], series.high[i], series.last[i]];
    } else {
      low = Math.min(low, series.low[i]);
      high = Math.max(high, series.high[i]);
      last = series.last[i];
    }
  }
  if (column !== null) body(column, first, low, high, last);
};

/** A line of `width`, broken where more than `longest` lies between two values. */
const drawLine = (context, chart, pane, series, colour, width, longest = Infinity) => {
  if (!series) return;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.beginPath();
  const reach = Math.max(2, (longest / (view.to - view.from)) * chart.inner);
  // Where a bucket of several values is wide on the screen, its extremes stand in its middle and its last at its end.
  const wide = series.each > 1 ? (series.step / (view.to - view.from)) * chart.inner : 0;
  const [half, whole] = wide > 3 ? [wide / 2, wide * 0.98] : [0, 0];
  let before = -Infinity;
  eachColumn(series, chart, (x, first, low, high, last) => {
    if (x - before > reach) context.moveTo(x, pane.y(first)); else context.lineTo(x, pane.y(first));
    before = x;
    if (low !== high) {
      context.lineTo(x + half, pane.y(low));
      context.lineTo(x + half, pane.y(high));
    }
    if (last !== first || whole > 0) context.lineTo(x + whole, pane.y(last));
  });
  context.stroke();
  context.lineWidth = 1;
  if (series.time.length === 1) {
    context.beginPath();
    context.arc(chart.x(series.time[0]), pane.y(series.last[0]), 3, 0, Math.PI * 2);
    context.fillStyle = colour;
    context.fill();
  }
};

const drawBand = (context, chart, pane, band, colour) => {
  if (!band) return;
  const [start, end] = inSight(band.time);
  context.beginPath();
  for (let i = start; i < end; i += 1) context.lineTo(chart.x(band.time[i]), pane.y(band.high[i]));
  for (let i = end - 1; i >= start; i -= 1) context.lineTo(chart.x(band.time[i]), pane.y(band.low[i]));
  context.closePath();
  context.fillStyle = colour;
  context.globalAlpha = 0.16;
  context.fill();
  context.globalAlpha = 1;
};

/** Drawdown as an area that hangs from zero. */
const drawFall = (context, chart, pane, series) => {
  if (!series) return;
  const [start, end] = inSight(series.time);
  const zero = pane.y(0);
  context.beginPath();
  context.moveTo(chart.x(series.time[start]), zero);
  let column = null;
  let deepest = 0;
  for (let i = start; i < end; i += 1) {
    const x = Math.round(chart.x(series.time[i]) * 2) / 2;
    if (x !== column) {
      if (column !== null) context.lineTo(column, pane.y(deepest));
      column = x;
      deepest = series.drawdown[i];
    } else {
      deepest = Math.min(deepest, series.drawdown[i]);
    }
  }
  context.lineTo(column, pane.y(deepest));
  context.lineTo(column, zero);
  context.closePath();
  context.fillStyle = view.colours.down;
  context.globalAlpha = 0.18;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = view.colours.down;
  context.stroke();
};

const drawCandles = (context, chart, pane, series, spacing) => {
  const [start, end] = inSight(series.time);
  const half = Math.min(9, Math.max(1, Math.floor(spacing * 0.36)));
  for (let i = start; i < end; i += 1) {
    const x = Math.round(chart.x(series.time[i]) + spacing / 2) + 0.5;
    const isUp = series.last[i] >= series.first[i];
    const colour = isUp ? view.colours.up : view.colours.down;
    const top = Math.round(pane.y(Math.max(series.first[i], series.last[i])));
    const bottom = Math.round(pane.y(Math.min(series.first[i], series.last[i])));
    context.strokeStyle = colour;
    context.fillStyle = isUp ? view.colours.surface : colour;
    context.beginPath();
    context.moveTo(x, pane.y(series.high[i]));
    context.lineTo(x, pane.y(series.low[i]));
    context.stroke();
    const height = Math.max(1, bottom - top);
    context.fillRect(x - half, top, half * 2, height);
    context.strokeRect(x - half, top, half * 2, height);
  }
};

/** Stretches without data, hatched. */
const drawGaps = (context, chart, pane, gaps) => {
  for (const gap of gaps) {
    if (gap.to < view.from || gap.from > view.to) continue;
    const left = Math.max(0, chart.x(gap.from));
    const width = Math.max(2, Math.min(chart.inner, chart.x(gap.to)) - left);
    context.fillStyle = view.colours.raised;
    context.fillRect(left, pane.top - 6, width, pane.height + 12);
    context.strokeStyle = view.colours.edge;
    context.save();
    context.beginPath();
    context.rect(left, pane.top - 6, width, pane.height + 12);
    context.clip();
    context.beginPath();
    for (let x = left - pane.height - 12; x < left + width; x += 7) {
      context.moveTo(x, pane.top + pane.height + 6);
      context.lineTo(x + pane.height + 12, pane.top - 6);
    }
    context.stroke();
    context.restore();
  }
};

/** One fill: a triangle up for a buy, down for a sell, hollow for a maker; a cross on it when it was forced. */
const drawMark = (context, x, y, flags) => {
  const isBuy = (flags & 1) !== 0;
  const colour = isBuy ? view.colours.up : view.colours.down;
  const away = isBuy ? 1 : -1;
  context.beginPath();
  context.moveTo(x, y + away * 2);
  context.lineTo(x - 5, y + away * 10.5);
  context.lineTo(x + 5, y + away * 10.5);
  context.closePath();
  context.lineJoin = "miter";
  context.fillStyle = flags & 2 ? view.colours.surface : colour;
  context.strokeStyle = view.colours.surface;
  context.lineWidth = 3.5;
  context.stroke();
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
  if (flags & 4) {
    context.strokeStyle = view.colours.ink;
    context.beginPath();
    context.moveTo(x - 4, y + away * 4);
    context.lineTo(x + 4, y + away * 12);
    context.moveTo(x + 4, y + away * 4);
    context.lineTo(x - 4, y + away * 12);
    context.stroke();
  }
  context.lineWidth = 1;
};

/** Fills in sight: marks at their prices, or, when there are too many to tell apart, counts along the lower edge. */
const drawFills = (context, chart, pane, fills) => {
  const start = lowerBound(fills.time, view.from);
  const end = lowerBound(fills.time, view.to);
  if (end - start <= chart.inner / 6) {
    for (let i = start; i < end; i += 1) {
      drawMark(context, chart.x(fills.time[i]), pane.y(fills.price[i]), fills.flags[i]);
    }
    return;
  }
  const size = 3;
  const columns = Math.ceil(chart.inner / size);
  const buys = new Uint32Array(columns + 1);
  const sells = new Uint32Array(columns + 1);
  for (let i = start; i < end; i += 1) {
    (fills.flags[i] & 1 ? buys : sells)[Math.floor(chart.x(fills.time[i]) / size)] += 1;
  }
  const most = Math.max(1, ...buys, ...sells);
  const middle = pane.top + pane.height - 16;
  for (let column = 0; column <= columns; column += 1) {
    const [up, down] = [buys[column], sells[column]].map((count) => (count ? Math.max(1, (count / most) * 18) : 0));
    context.fillStyle = view.colours.up;
    context.fillRect(column * size, middle - up, size - 1, up);
    context.fillStyle = view.colours.down;
    context.fillRect(column * size, middle + 1, size - 1, down);
  }
};

/** The chosen trade: a line from its entry to its exit over a faint ground. */
const drawTrade = (context, chart, pane, trade) => {
  const [left, right] = [chart.x(trade.from), chart.x(trade.to)];
  const colour = trade.net < 0 ? view.colours.down : view.colours.up;
  context.globalAlpha = 0.08;
  context.fillStyle = colour;
  context.fillRect(left, pane.top - 6, Math.max(2, right - left), pane.height + 12);
  context.globalAlpha = 1;
  context.strokeStyle = view.colours.ink;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  context.beginPath();
  context.moveTo(left, pane.y(trade.entry));
  context.lineTo(right, pane.y(trade.exit));
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = 1;
};
