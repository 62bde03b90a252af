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
