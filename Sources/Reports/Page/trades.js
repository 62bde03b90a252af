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
