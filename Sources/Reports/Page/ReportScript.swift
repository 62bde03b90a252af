// swift-format-ignore-file
// The script of the report page, and its hash for the page's policy: no other script may run. Generated from charts.js,
// drawing.js, trades.js and report.js; a test compares them. After a change there, run in this folder:
// f=ReportScript.swift; t=$(cat charts.js drawing.js trades.js report.js); { sed '/^let /,$d' $f; printf 'let reportScriptHash: StaticString = "sha256-%s"\n\nlet reportScript: StaticString = #####"""\n%s\n"""#####\n' "$(printf %s "$t" | openssl sha256 -binary | base64)" "$t"; } > $f.new && mv $f.new $f

let reportScriptHash: StaticString = "sha256-3vwetJw4R0YWFHtpt5DdruzFywl8uVtCEI/LnujNo9Y="

let reportScript: StaticString = #####"""
"use strict";
// Charts on canvas: one shared range of time, one shared cursor. Series come thinned to first, low, high and last.

/** Typed array from an object such as {"f32": "base64"}. */
const unpack = (packed) => {
  const [type, text] = Object.entries(packed)[0];
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  const Kind = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array }[type];
  return new Kind(bytes.buffer);
};

/** A series with its typed arrays unpacked and its times in milliseconds; null where there is nothing. */
const unpackSeries = (packed) => {
  if (!packed || !packed.time) return null;
  const series = { ...packed };
  for (const [key, value] of Object.entries(packed)) {
    if (value && typeof value === "object" && key !== "band") series[key] = unpack(value);
  }
  series.time = Float64Array.from(series.time, (offset) => packed.origin + offset * packed.unit);
  const steps = [];
  for (let i = 1; i < Math.min(series.time.length, 400); i += 1) steps.push(series.time[i] - series.time[i - 1]);
  series.step = steps.sort((a, b) => a - b)[steps.length >> 1] ?? 60_000;
  return series.time.length > 0 ? series : null;
};

const formats = new Map();
/** A number with separated thousands and a true minus sign; "n/a" when there is none. */
const number = (value, places, signed = false) => {
  if (value === null || !Number.isFinite(value)) return "n/a";
  if (Math.abs(value) >= 1e15) return String(value).replaceAll("-", "\u2212");
  const key = places * 2 + (signed ? 1 : 0);
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat("en-US", {
      minimumFractionDigits: places, maximumFractionDigits: places, signDisplay: signed ? "exceptZero" : "negative",
    }));
  }
  return formats.get(key).format(value).replace("-", "\u2212");
};

const two = (value) => String(value).padStart(2, "0");
const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2024-03-05 14:30", with seconds where there are any; UTC. */
const instant = (milliseconds) => {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "n/a";
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const seconds = date.getUTCSeconds();
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds ? `:${two(seconds)}` : ""}`;
};

/** Index of the first time that is not before `time`. */
const lowerBound = (times, time) => {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < time) low = middle + 1; else high = middle;
  }
  return low;
};

/** Index of the bucket in which `time` lies, or -1 before the first. */
const bucketAt = (times, time) => {
  const index = lowerBound(times, time);
  return index < times.length && times[index] === time ? index : index - 1;
};

/** Round steps between `low` and `high`, about `wanted` of them. */
const roundTicks = (low, high, wanted) => {
  const rough = (high - low) / Math.max(1, wanted);
  if (!(rough > 0)) return { ticks: [low], step: Math.abs(low) || 1 };
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999) ?? 10 * power;
  const ticks = [];
  const end = high + step * 1e-9;
  for (let k = Math.ceil(low / step); k * step <= end && ticks.length < 40; k += 1) ticks.push(k * step);
  return { ticks, step };
};

const minuteLength = 60_000;
const dayLength = 86_400_000;

/** Instants and their labels for an axis of time: a larger unit is written out where it changes. */
const timeTicks = (from, to, wanted) => {
  const rough = (to - from) / Math.max(1, wanted);
  const short = [1e-3, 0.01, 0.1, 1, 10, 100, 1000, 5000, 15000, 30000].concat(
    [1, 5, 15, 30, 60, 180, 360, 720].map((m) => m * minuteLength));
  const step = short.find((s) => s >= rough);
  const ticks = [];
  if (step) {
    for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
      const date = new Date(t);
      const isMidnight = t % dayLength === 0;
      const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
      const fine = step < minuteLength ? `${clock}:${two(date.getUTCSeconds())}` : clock;
      ticks.push([t, isMidnight ? `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}` : fine, isMidnight]);
    }
    return ticks;
  }
  const days = [1, 2, 7, 14].find((d) => d * dayLength >= rough);
  if (days) {
    for (let t = Math.ceil(from / dayLength) * dayLength; t <= to; t += dayLength) {
      const date = new Date(t);
      const day = date.getUTCDate();
      const isFortnight = day === 1 || day === 15;
      const isWeek = isFortnight || day === 8 || day === 22;
      const isWanted = days < 7 ? (day - 1) % days === 0 : days === 7 ? isWeek : isFortnight;
      if (isWanted && !(days > 1 && day > 29)) {
        const label = day === 1 ? monthNames[date.getUTCMonth()] : String(day);
        ticks.push([t, day === 1 && date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : label, day === 1]);
      }
    }
    return ticks;
  }
  const months = [1, 2, 3, 6, 12, 24, 60, 120].find((m) => m * 30.4 * dayLength >= rough) ?? 240;
  const start = new Date(from);
  for (let m = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months; ; m += months) {
    const t = Date.UTC(Math.floor(m / 12), m % 12, 1);
    if (t > to || Number.isNaN(t)) return ticks;
    if (t >= from) ticks.push([t, m % 12 === 0 ? String(m / 12) : monthNames[m % 12], m % 12 === 0]);
  }
};

/** Colours of the theme in force, resolved for the canvas. */
const readColours = () => {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colours = {};
  for (const name of ["surface", "raised", "line", "edge", "ink", "soft", "up", "down", "accent", "benchmark"]) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  // Paper is white: print rules turn charts that were drawn on a dark ground.
  const brightness = colours.surface.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  document.documentElement.dataset.drawn = brightness < 384 ? "dark" : "light";
  return colours;
};

/** The range of time, the cursor and the chosen trade that all charts share. */
const view = {
  charts: [], from: 0, to: 1, least: 0, greatest: 1, shortest: 1, gutter: 56, cursor: null, drag: null, trade: null,
  colours: null, pending: 0,

  /** Shows `from` to `to`, kept inside what there is. */
  show(from, to) {
    const length = Math.min(Math.max(to - from, this.shortest), this.greatest - this.least);
    const start = Math.min(Math.max((from + to - length) / 2, this.least), this.greatest - length);
    this.from = start;
    this.to = start + length;
    this.redraw();
  },
  reset() {
    this.trade = null;
    this.show(this.least, this.greatest);
  },
  zoom(factor) {
    const middle = (this.from + this.to) / 2;
    const half = ((this.to - this.from) / 2) * factor;
    this.show(middle - half, middle + half);
  },
  pan(share) {
    const distance = (this.to - this.from) * share;
    this.show(this.from + distance, this.to + distance);
  },
  redraw() {
    this.pending = this.pending || requestAnimationFrame(() => this.drawNow());
  },
  drawNow() {
    this.pending = 0;
    this.colours = readColours();
    for (const chart of this.charts) chart.measure();
    this.gutter = Math.max(40, ...this.charts.map((chart) => chart.labelWidth)) + 16;
    for (const chart of this.charts) chart.draw();
    this.point();
  },
  point() {
    if (!this.colours) return;
    for (const chart of this.charts) chart.drawCursor();
  },
};

/** A chart: panes one below the other over one axis of time, on a canvas with a second one for the cursor. */
class Chart {
  constructor(figure, panes, readout) {
    this.figure = figure;
    this.plot = figure.querySelector(".plot");
    this.panes = panes;
    this.readoutOf = readout;
    this.readout = figure.querySelector(".readout");
    this.plot.replaceChildren();
    [this.base, this.overlay] = [0, 1].map(() => this.plot.appendChild(document.createElement("canvas")));
    for (const canvas of [this.base, this.overlay]) canvas.setAttribute("aria-hidden", "true");
    this.labelWidth = 0;
    this.listen();
    new ResizeObserver(() => view.redraw()).observe(this.plot);
    view.charts.push(this);
  }

  x(time) { return ((time - view.from) / (view.to - view.from)) * this.inner; }

  time(x) { return view.from + (Math.min(Math.max(x, 0), this.inner) / this.inner) * (view.to - view.from); }

  /** Places panes and scales, and finds how wide the labels of the values are. */
  measure() {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    this.width = this.plot.clientWidth;
    this.height = this.plot.clientHeight;
    for (const canvas of [this.base, this.overlay]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(this.height * ratio);
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      context.font = `11.5px ${getComputedStyle(document.body).fontFamily}`;
      context.textBaseline = "middle";
    }
    const context = this.base.getContext("2d");
    const free = this.height - 26;
    let top = 0;
    this.labelWidth = 0;
    this.inner = this.width - view.gutter;
    for (const pane of this.panes) {
      pane.top = top + 6;
      pane.height = free * pane.share - 12;
      top += free * pane.share;
      this.scale(pane);
      for (const tick of pane.ticks) {
        this.labelWidth = Math.max(this.labelWidth, context.measureText(pane.label(tick, pane.places)).width);
      }
    }
  }

  /** Finds the range of values in sight and the steps of the axis. */
  scale(pane) {
    let [low, high] = pane.range();
    if (!(high >= low)) [low, high] = [0, 1];
    const isLog = pane.isLog() && low > 0;
    if (high === low) {
      const margin = Math.abs(low || 1) * 0.01;
      [low, high] = [low - margin, high + margin];
    }
    const map = isLog ? Math.log : (value) => value;
    let [bottom, top] = [map(low), map(high)];
    const spread = top - bottom;
    bottom -= spread * pane.padding[1];
    top += spread * pane.padding[0];
    pane.y = (value) => pane.top + (1 - (map(value) - bottom) / (top - bottom)) * pane.height;
    const inverse = isLog ? Math.exp : (value) => value;
    const wanted = Math.max(2, Math.round(pane.height / 52));
    const { ticks, step } = roundTicks(inverse(bottom), inverse(top), wanted);
    pane.ticks = ticks;
    let smallest = step;
    if (isLog && high / low > 4) {
      pane.ticks = [];
      for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high) + 1; power += 1) {
        for (const m of high / low > 100 ? [1] : [1, 2, 5]) pane.ticks.push(m * 10 ** power);
      }
    }
    const [highest, lowest] = [pane.top - 1, pane.top + pane.height + 1];
    pane.ticks = pane.ticks.filter((tick) => pane.y(tick) >= highest && pane.y(tick) <= lowest);
    if (isLog && high / low > 4) smallest = Math.min(...pane.ticks);
    pane.places = 0;
    const isWhole = (value) => Math.abs(value - Math.round(value)) < 1e-6;
    while (pane.places < 8 && !isWhole(smallest * 10 ** pane.places)) pane.places += 1;
  }

  draw() {
    const context = this.base.getContext("2d");
    const { colours } = view;
    this.inner = this.width - view.gutter;
    context.clearRect(0, 0, this.width, this.height);
    const axisTop = this.height - 26;
    context.lineWidth = 1;
    context.textAlign = "center";
    let lastLabel = -Infinity;
    for (const [time, label, isMajor] of timeTicks(view.from, view.to, this.inner / 84)) {
      const x = Math.round(this.x(time)) + 0.5;
      context.strokeStyle = colours.line;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, axisTop);
      context.stroke();
      const half = context.measureText(label).width / 2;
      if (x - half < lastLabel + 10 || x - half < 2 || x + half > this.width - 4) continue;
      context.fillStyle = isMajor ? colours.ink : colours.soft;
      context.fillText(label, x, axisTop + 13);
      lastLabel = x + half;
    }
    context.strokeStyle = colours.edge;
    this.panes.forEach((pane, index) => {
      context.save();
      context.textAlign = "right";
      for (const tick of pane.ticks) {
        const y = Math.round(pane.y(tick)) + 0.5;
        context.strokeStyle = colours.line;
        context.beginPath();
        context.moveTo(0, y);
        context.lineTo(this.inner, y);
        context.stroke();
        context.fillStyle = colours.soft;
        context.fillText(pane.label(tick, pane.places), this.width - 8, y);
      }
      context.beginPath();
      context.rect(0, pane.top - 6, this.inner, pane.height + 12);
      context.clip();
      pane.draw(context, this, pane);
      context.restore();
      const bottom = Math.round(pane.top + pane.height + 6) + 0.5;
      context.strokeStyle = index === this.panes.length - 1 ? colours.edge : colours.line;
      context.beginPath();
      context.moveTo(0, bottom);
      context.lineTo(this.width, bottom);
      context.stroke();
    });
  }

  drawCursor() {
    const context = this.overlay.getContext("2d");
    context.clearRect(0, 0, this.width, this.height);
    const bottom = this.height - 26;
    if (view.drag && view.drag.from !== view.drag.to) {
      const [left, right] = [this.x(view.drag.from), this.x(view.drag.to)].sort((a, b) => a - b);
      context.globalAlpha = 0.14;
      context.fillStyle = view.colours.accent;
      context.fillRect(left, 0, right - left, bottom);
      context.globalAlpha = 1;
    }
    if (view.cursor !== null && view.cursor >= view.from && view.cursor <= view.to) {
      const x = Math.round(this.x(view.cursor)) + 0.5;
      context.strokeStyle = view.colours.soft;
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, bottom);
      context.stroke();
      context.setLineDash([]);
      for (const dot of this.panes.flatMap((pane) => pane.dots(view.cursor))) {
        context.beginPath();
        context.arc(x, dot.y, 3.5, 0, Math.PI * 2);
        context.fillStyle = view.colours.surface;
        context.fill();
        context.strokeStyle = dot.colour;
        context.lineWidth = 2;
        context.stroke();
        context.lineWidth = 1;
      }
    }
    const parts = this.readoutOf(view.cursor, this);
    this.readout.replaceChildren(...parts.map(([name, value, mark]) => {
      const span = document.createElement("span");
      const label = document.createElement("i");
      const figure = document.createElement("b");
      if (mark) label.className = mark;
      label.textContent = name ? `${name} ` : "";
      figure.textContent = value;
      span.append(label, figure);
      return span;
    }));
  }

  listen() {
    const at = (event) => this.time(event.clientX - this.plot.getBoundingClientRect().left);
    const pointNow = () => {
      this.pointing = 0;
      view.point();
    };
    const pointSoon = () => { this.pointing = this.pointing || requestAnimationFrame(pointNow); };
    this.plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      view.drag = { from: at(event), to: at(event), x: event.clientX };
      this.plot.setPointerCapture(event.pointerId);
    });
    this.plot.addEventListener("pointermove", (event) => {
      view.cursor = at(event);
      this.pointerY = event.clientY - this.plot.getBoundingClientRect().top;
      if (view.drag) view.drag.to = view.cursor;
      pointSoon();
    });
    this.plot.addEventListener("pointerup", (event) => {
      const drag = view.drag;
      view.drag = null;
      if (drag && Math.abs(event.clientX - drag.x) > 5) {
        view.show(Math.min(drag.from, drag.to), Math.max(drag.from, drag.to));
      }
      pointSoon();
    });
    for (const name of ["pointercancel", "pointerleave"]) {
      this.plot.addEventListener(name, () => {
        view.cursor = null;
        view.drag = null;
        this.pointerY = undefined;
        pointSoon();
      });
    }
    this.plot.addEventListener("dblclick", () => view.reset());
    this.plot.addEventListener("keydown", (event) => {
      const act = {
        ArrowLeft: () => view.pan(-0.15), ArrowRight: () => view.pan(0.15), "+": () => view.zoom(0.6),
        "=": () => view.zoom(0.6), "-": () => view.zoom(1 / 0.6), 0: () => view.reset(), Escape: () => view.reset(),
      }[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
  }
}
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
// The table of trades: sorted, filtered and shown a page at a time, by mouse and by keyboard.

class TradeTable {
  constructor(series, onChoose) {
    this.box = document.getElementById("tradebox");
    if (!this.box || !series.trades) return;
    this.onChoose = onChoose;
    this.names = series.names;
    this.moneyPlaces = series.moneyPlaces;
    this.quantityPlaces = series.quantityPlaces;
    this.decimals = new Map(series.prices.map((price) => [price.entity, price.decimals]));
    for (const [key, value] of Object.entries(series.trades)) this[key] = unpack(value);
    this.count = this.opened.length;
    this.pageLength = 25;
    this.page = 0;
    this.chosen = -1;
    this.key = "number";
    this.isFalling = false;
    this.words = [];
    this.order = [];
    this.body = this.box.querySelector("tbody");
    this.prepareHeadings();
    this.listen();
    this.update();
  }

  prepareHeadings() {
    this.headings = [...this.box.querySelectorAll("th[data-key]")];
    for (const heading of this.headings) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", () => {
        this.isFalling = this.key === heading.dataset.key ? !this.isFalling : heading.classList.contains("n")
          && heading.dataset.key !== "number";
        this.key = heading.dataset.key;
        this.update();
      });
      heading.replaceChildren(button);
    }
  }

  /** What a column is sorted by and compared with. */
  value(key, i) {
    if (key === "number") return i + 1;
    if (key === "duration") return (this.closed[i] - this.opened[i]) / 1000;
    if (key === "entity" || key === "side" || key === "reason") return this.names[this[key][i]] ?? "";
    return this[key]?.[i] ?? NaN;
  }

  update() {
    const tests = this.words.map((word) => this.test(word));
    this.order = [];
    for (let i = 0; i < this.count; i += 1) if (tests.every((test) => test(i))) this.order.push(i);
    const sign = this.isFalling ? -1 : 1;
    const { key } = this;
    if (key === "entity" || key === "side" || key === "reason") {
      const compare = new Intl.Collator("en").compare;
      this.order.sort((a, b) => sign * compare(this.value(key, a), this.value(key, b)) || a - b);
    } else if (key !== "number" || this.isFalling) {
      // What is undefined comes last either way.
      this.order.sort((a, b) => {
        const [x, y] = [this.value(key, a), this.value(key, b)];
        if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y) || a - b;
        return sign * (x - y) || a - b;
      });
    }
    for (const heading of this.headings) {
      if (heading.dataset.key === key) heading.setAttribute("aria-sort", this.isFalling ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    this.page = 0;
    this.draw();
  }

  /** A test of one word of the filter: a comparison such as net<0, or a part of what the row says. */
  test(word) {
    const comparison = /^([a-z#]+)(<=|>=|<|>|=)(-?[\d.]+)$/.exec(word);
    const labels = new Map(this.headings.map((h) => [h.textContent.toLowerCase(), h.dataset.key]));
    const aliases = { held: "duration", "#": "number", "%": "pct", profit: "net", exit: "exit", instrument: "entity" };
    const key = comparison && (this.headings.find((h) => h.dataset.key === comparison[1])?.dataset.key
      ?? aliases[comparison[1]] ?? labels.get(comparison[1]));
    if (!key) {
      return (i) => this.says(i).includes(word);
    }
    const bound = Number(comparison[3]);
    return {
      "<": (i) => this.value(key, i) < bound, ">": (i) => this.value(key, i) > bound,
      "<=": (i) => this.value(key, i) <= bound, ">=": (i) => this.value(key, i) >= bound,
      "=": (i) => this.value(key, i) === bound,
    }[comparison[2]];
  }

  says(i) {
    const state = Number.isNaN(this.closed[i]) ? "open" : instant(this.closed[i]);
    const words = ["entity", "side", "reason"].map((key) => this.value(key, i)).join(" ");
    return `${instant(this.opened[i])} ${state} ${words}`.toLowerCase();
  }

  cells(i) {
    const places = this.decimals.get(this.value("entity", i)) ?? 2;
    const side = this.value("side", i);
    const money = this.moneyPlaces;
    const tone = (value) => (value > 0 ? "n gain" : value < 0 ? "n loss" : "n");
    return [
      [number(i + 1, 0), "n"], [instant(this.opened[i])],
      [Number.isNaN(this.closed[i]) ? "open" : duration(this.value("duration", i)), "n"], [this.value("entity", i)],
      [`${side === "short" ? "\u25BC" : "\u25B2"} ${side}`], [number(this.quantity[i], this.quantityPlaces), "n"],
      [number(this.entry[i], places), "n"], [number(this.exit[i], places), Number.isNaN(this.exit[i]) ? "n na" : "n"],
      [number(this.fees[i], money), "n"], [number(this.funding[i], money), "n"],
      [number(this.net[i], money, true), tone(this.net[i])], [number(this.pct[i], 2, true), tone(this.pct[i])],
      [number(this.mae[i], 2), "n"], [number(this.mfe[i], 2), "n"], [this.value("reason", i)],
    ];
  }

  get pages() { return Math.max(1, Math.ceil(this.order.length / this.pageLength)); }

  draw() {
    this.page = Math.min(Math.max(this.page, 0), this.pages - 1);
    const start = this.page * this.pageLength;
    const rows = this.order.slice(start, start + this.pageLength).map((i) => {
      const row = document.createElement("tr");
      row.dataset.trade = i;
      row.tabIndex = -1;
      row.setAttribute("aria-selected", i === this.chosen);
      this.cells(i).forEach(([content, kind], column) => {
        const cell = document.createElement(column === 1 ? "th" : "td");
        if (column === 1) cell.scope = "row";
        if (kind) cell.className = kind;
        cell.textContent = content;
        row.append(cell);
      });
      return row;
    });
    if (rows.length > 0) rows[0].tabIndex = 0;
    this.body.replaceChildren(...rows);
    let count = `${number(this.count, 0)} trades`;
    if (this.order.length < this.count) {
      count = `${number(this.order.length, 0)} of ${count}, net ${number(this.sum(), this.moneyPlaces, true)}`;
    }
    document.getElementById("tradecount").textContent = count;
    document.getElementById("tradepage").textContent = `${number(this.page + 1, 0)} of ${number(this.pages, 0)}`;
    document.getElementById("tradeprev").disabled = this.page === 0;
    document.getElementById("tradenext").disabled = this.page === this.pages - 1;
  }

  sum() { return this.order.reduce((sum, i) => sum + (Number.isFinite(this.net[i]) ? this.net[i] : 0), 0); }

  turn(pages, row) {
    const before = this.page;
    this.page += pages;
    this.draw();
    if (row !== undefined && before !== this.page) this.body.rows[row < 0 ? this.body.rows.length - 1 : row]?.focus();
  }

  choose(row) {
    this.chosen = Number(row.dataset.trade);
    for (const other of this.body.rows) other.setAttribute("aria-selected", other === row);
    const i = this.chosen;
    this.onChoose({
      entity: this.value("entity", i), from: this.opened[i], to: this.closed[i], entry: this.entry[i],
      exit: this.exit[i], net: this.net[i],
    });
  }

  listen() {
    const filter = document.getElementById("tradefilter");
    filter.addEventListener("input", () => {
      this.words = filter.value.toLowerCase().split(/[\s,]+/).filter(Boolean);
      this.update();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey) return;
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      event.preventDefault();
      filter.focus();
    });
    document.getElementById("tradeprev").addEventListener("click", () => this.turn(-1));
    document.getElementById("tradenext").addEventListener("click", () => this.turn(1));
    const copy = document.getElementById("tradecopy");
    copy.addEventListener("click", () => copyText(this.csv(), copy));
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr");
      if (row && String(getSelection()) === "") this.choose(row);
    });
    this.body.addEventListener("keydown", (event) => {
      const row = event.target.closest("tr");
      if (!row) return;
      const act = {
        ArrowDown: () => (row.nextElementSibling ? row.nextElementSibling.focus() : this.turn(1, 0)),
        ArrowUp: () => (row.previousElementSibling ? row.previousElementSibling.focus() : this.turn(-1, -1)),
        PageDown: () => this.turn(1, 0), PageUp: () => this.turn(-1, 0),
        Home: () => this.turn(-this.page, 0), End: () => this.turn(this.pages, -1),
        Enter: () => this.choose(row), " ": () => this.choose(row),
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  /** The rows that the filter leaves, in the order shown, by the columns of trades.csv. */
  csv() {
    const plain = (value) => (Number.isFinite(value) ? String(value) : "");
    const short = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(7))) : "");
    const word = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text);
    const time = (value) => (Number.isFinite(value) ? new Date(value).toISOString() : "");
    const lines = ["opened,closed,entity_id,position_side,quantity,entry_price,exit_price,gross_profit,fees,funding,"
      + "net_profit,net_profit_pct,mae_pct,mfe_pct,exit_reason"];
    for (const i of this.order) {
      lines.push([
        time(this.opened[i]), time(this.closed[i]), word(this.value("entity", i)), word(this.value("side", i)),
        short(this.quantity[i]), plain(this.entry[i]), plain(this.exit[i]),
        ...["gross", "fees", "funding", "net", "pct", "mae", "mfe"].map((key) => short(this[key][i])),
        word(this.value("reason", i)),
      ].join(","));
    }
    return `${lines.join("\n")}\n`;
  }
}

/** A length of time in its two largest units. */
const duration = (seconds) => {
  if (!Number.isFinite(seconds)) return "n/a";
  if (seconds < 60) return `${number(seconds, seconds < 10 && seconds % 1 ? 2 : 0)} s`;
  const whole = Math.round(seconds);
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => whole >= size);
  const rest = whole % units[first][1];
  const next = units[first + 1];
  const tail = next && rest >= next[1] ? ` ${Math.floor(rest / next[1])} ${next[0]}` : "";
  return `${number(Math.floor(whole / units[first][1]), 0)} ${units[first][0]}${tail}`;
};

/** A quantity with up to seven significant digits, without trailing zeros. */
const quantity = (value) => {
  if (!Number.isFinite(value)) return "n/a";
  const text = value.toPrecision(7);
  if (text.includes("e")) return text;
  const [whole, part = ""] = text.split(".");
  const digits = part.replace(/0+$/, "");
  return number(Number(whole), 0) + (digits ? `.${digits}` : "");
};
// Brings the page to life: charts, the table of trades, copying, the theme. Without it the page is complete but still.

window.addEventListener("error", (event) => {
  const note = document.createElement("p");
  note.className = "scripterror";
  note.id = "script-error";
  note.textContent = `The charts of this page failed: ${event.message}. The tables below are complete.`;
  document.querySelector("main").prepend(note);
});

/** Copies `text` and says so on the button that was pressed. */
const copyText = async (text, button) => {
  let isCopied = false;
  try {
    await navigator.clipboard.writeText(text);
    isCopied = true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    isCopied = document.execCommand("copy");
    area.remove();
  }
  const label = button.textContent;
  button.textContent = isCopied ? "Copied" : "Not copied";
  setTimeout(() => { button.textContent = label; }, 1400);
};

const startTheme = () => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const choices = ["auto", "light", "dark"];
  let choice = /theme=(light|dark)/.exec(location.hash)?.[1] ?? "auto";
  const apply = () => {
    if (choice === "auto") delete root.dataset.theme; else root.dataset.theme = choice;
    button.textContent = `Theme: ${choice}`;
    view.redraw();
  };
  button.addEventListener("click", () => {
    choice = choices[(choices.indexOf(choice) + 1) % choices.length];
    apply();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => view.redraw());
  apply();
};

const startEquity = (series) => {
  const equity = unpackSeries(series.equity);
  const figure = document.getElementById("chart-equity");
  if (!figure || !equity) return null;
  const benchmark = unpackSeries(series.benchmark);
  const band = unpackSeries(series.band);
  let isLog = false;
  let isCompared = true;
  const valueAt = (one, time) => {
    if (!one) return NaN;
    const index = bucketAt(one.time, time ?? view.to);
    return index < 0 ? NaN : one.last[index];
  };
  const top = {
    share: 0.72, padding: [0.06, 0.06], isLog: () => isLog, range: () => rangeOf(equity, isCompared ? benchmark : null, band),
    label: (value, places) => number(value, places),
    draw: (context, chart, pane) => {
      drawBand(context, chart, pane, band, view.colours.accent);
      if (isCompared) drawLine(context, chart, pane, benchmark, view.colours.benchmark, 1.1);
      drawLine(context, chart, pane, equity, view.colours.accent, 1.8);
    },
    dots: (time) => [[equity, "accent"], [isCompared ? benchmark : null, "benchmark"]]
      .map(([one, colour]) => ({ y: top.y(valueAt(one, time)), colour: view.colours[colour] }))
      .filter((dot) => Number.isFinite(dot.y)),
  };
  const fall = {
    share: 0.28, padding: [0, 0.08], isLog: () => false,
    range: () => {
      const [start, end] = inSight(equity.time);
      let deepest = 0;
      for (let i = start; i < end; i += 1) deepest = Math.min(deepest, equity.drawdown[i]);
      return [deepest || -1, 0];
    },
    label: (value, places) => `${number(value, places)} %`,
    draw: (context, chart, pane) => drawFall(context, chart, pane, equity),
    dots: () => [],
  };
  const readout = (time) => {
    const index = bucketAt(equity.time, time ?? view.to);
    const parts = [["", instant(time ?? equity.time[index] ?? view.to)]];
    parts.push(["Equity", number(index < 0 ? NaN : equity.last[index], series.moneyPlaces), "line"]);
    if (benchmark && isCompared) parts.push(["Buy and hold", number(valueAt(benchmark, time), series.moneyPlaces), "line other"]);
    parts.push(["Drawdown", index < 0 ? "n/a" : `${number(equity.drawdown[index], 2)} %`, "line fall"]);
    const inBand = band ? bucketAt(band.time, time ?? view.to) : -1;
    if (inBand >= 0) {
      const [low, high] = ["low", "high"].map((end) => number(band[end][inBand], series.moneyPlaces));
      parts.push(["Possible", `${low} to ${high}`, "band"]);
    }
    return parts;
  };
  const chart = new Chart(figure, [top, fall], readout);
  tools(figure, { log: (pressed) => { isLog = pressed; }, benchmark: (pressed) => { isCompared = pressed; } });
  figure.querySelector("[data-tool=benchmark]").hidden = !benchmark;
  return { chart, equity };
};

/** The buttons above a chart: one that resets the zoom, and switches that tell `setters` whether they are pressed. */
const tools = (figure, setters) => {
  figure.querySelector("[data-tool=reset]").addEventListener("click", () => view.reset());
  for (const [name, set] of Object.entries(setters)) {
    const button = figure.querySelector(`[data-tool=${name}]`);
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", pressed);
      set(pressed);
      view.redraw();
    });
  }
};

const startPrice = (series) => {
  const figure = document.getElementById("chart-price");
  const all = series.prices.map((packed) => {
    const price = unpackSeries(packed);
    if (!price) return null;
    price.band = unpackSeries(packed.band);
    price.fills = fillsOf(series, price.entity);
    return price;
  }).filter(Boolean);
  if (!figure) return null;
  if (all.length === 0) {
    figure.querySelector(".tools").hidden = true;
    return null;
  }
  let current = all[0];
  let isLog = false;
  const spacing = (chart) => (current.step / (view.to - view.from)) * chart.inner;
  const pane = {
    share: 1, padding: [0.08, 0.14], isLog: () => isLog,
    range: () => {
      const [low, high] = rangeOf(current, current.band);
      const { trade } = view;
      if (!trade || trade.entity !== current.entity) return [low, high];
      return [Math.min(low, trade.entry, trade.exit), Math.max(high, trade.entry, trade.exit)];
    },
    label: (value, places) => number(value, places),
    draw: (context, chart, own) => {
      drawGaps(context, chart, own, series.gaps.filter((gap) => gap.entity === current.entity));
      drawBand(context, chart, own, current.band, view.colours.benchmark);
      if (view.trade && view.trade.entity === current.entity) drawTrade(context, chart, own, view.trade);
      if (spacing(chart) >= 4.5 && current.time.length > 1) drawCandles(context, chart, own, current, spacing(chart));
      else drawLine(context, chart, own, current, view.colours.soft, 1.3, current.step * 8);
      drawFills(context, chart, own, current.fills);
    },
    dots: () => [],
  };
  const readout = (time, chart) => {
    const index = bucketAt(current.time, time ?? view.to);
    if (index < 0) return [["", instant(time ?? view.to)], ["", "n/a"]];
    const value = (key) => number(current[key][index], current.decimals);
    const parts = [["", instant(current.time[index])]];
    parts.push(["O", value("first")], ["H", value("high")], ["L", value("low")], ["C", value("last")]);
    const near = time === null ? -1 : nearestFill(current.fills, time, chart);
    if (near >= 0) {
      const flags = current.fills.flags[near];
      const price = number(current.fills.price[near], current.decimals);
      const text = `${flags & 1 ? "\u25B2 buy" : "\u25BC sell"} ${quantity(current.fills.quantity[near])} at ${price}`;
      parts.push(["", `${text}, ${flags & 2 ? "maker" : "taker"}${flags & 4 ? ", forced" : ""}`]);
    } else {
      const count = lowerBound(current.fills.time, view.to) - lowerBound(current.fills.time, view.from);
      parts.push(["", `${number(count, 0)} ${count === 1 ? "fill" : "fills"} in sight`]);
      if (current.each > 1) parts.push([`${number(current.each, 0)} bars a point`, ""]);
    }
    return parts;
  };
  new Chart(figure, [pane], readout);
  tools(figure, { log: (pressed) => { isLog = pressed; } });
  const select = figure.querySelector("select");
  for (const [index, price] of all.entries()) {
    select.add(new Option(price.level ? `${price.entity}, ${price.level}` : price.entity, index));
  }
  select.hidden = all.length < 2;
  const choose = (index) => {
    current = all[index] ?? current;
    select.value = all.indexOf(current);
    view.redraw();
  };
  select.addEventListener("change", () => choose(Number(select.value)));
  return { all, choose };
};

/** The fills of one instrument, in order of time. */
const fillsOf = (series, entity) => {
  const fills = unpackSeries(series.fills);
  const result = { time: [], price: [], quantity: [], flags: [] };
  if (!fills) return result;
  const wanted = series.names.indexOf(entity);
  const order = [];
  for (let i = 0; i < fills.time.length; i += 1) if (fills.entity[i] === wanted) order.push(i);
  order.sort((a, b) => fills.time[a] - fills.time[b] || a - b);
  for (const key of Object.keys(result)) result[key] = order.map((i) => fills[key][i]);
  return result;
};

/** The fill within eight pixels of the cursor, or -1. */
const nearestFill = (fills, time, chart) => {
  const reach = (8 / chart.inner) * (view.to - view.from);
  const pane = chart.panes[0];
  let best = -1;
  let distance = Infinity;
  const end = Math.min(lowerBound(fills.time, time + reach), lowerBound(fills.time, time - reach) + 500);
  for (let i = lowerBound(fills.time, time - reach); i < end; i += 1) {
    const across = Math.abs(chart.x(fills.time[i]) - chart.x(time));
    const along = chart.pointerY === undefined ? 0 : Math.abs(pane.y(fills.price[i]) - chart.pointerY) / 20;
    if (across + along < distance) [best, distance] = [i, across + along];
  }
  return best;
};

const start = () => {
  for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copyText(button.dataset.copy, button));
  }
  const series = JSON.parse(document.getElementById("papertape-series").textContent);
  startTheme();
  const equity = startEquity(series);
  const price = startPrice(series);
  const spans = [equity?.equity, ...(price?.all ?? [])].filter((one) => one && one.time.length > 0);
  if (spans.length > 0) {
    view.least = Math.min(...spans.map((one) => one.time[0]));
    view.greatest = Math.max(...spans.map((one) => one.time[one.time.length - 1] + (one.step ?? 0)));
    if (!(view.greatest > view.least)) view.greatest = view.least + minuteLength;
    view.shortest = Math.min(view.greatest - view.least, Math.max(1, (price?.all[0]?.step ?? 1000) * 4));
    view.reset();
  }
  new TradeTable(series, (trade) => {
    if (!price) return;
    const chosen = { ...trade };
    if (Number.isNaN(trade.to)) chosen.to = view.greatest;
    const index = price.all.findIndex((one) => one.entity === trade.entity);
    const shown = price.all[index] ?? price.all[0];
    if (Number.isNaN(trade.exit)) chosen.exit = shown.last[shown.last.length - 1];
    view.trade = chosen;
    price.choose(index);
    const margin = Math.max((chosen.to - chosen.from) * 0.6, shown.step * 24);
    view.show(chosen.from - margin, chosen.to + margin);
    document.getElementById("price").scrollIntoView({ block: "nearest" });
  });
};

start();
"""#####
