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
