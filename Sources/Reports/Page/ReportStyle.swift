// swift-format-ignore-file
// The style of the report page, and its hash for the page's policy. Generated from report.css; a test compares them.
// After a change there, run in this folder:
// f=ReportStyle.swift; t=$(cat report.css); { sed '/^let /,$d' $f; printf 'let reportStyleHash: StaticString = "sha256-%s"\n\nlet reportStyle: StaticString = #####"""\n%s\n"""#####\n' "$(printf %s "$t" | openssl sha256 -binary | base64)" "$t"; } > $f.new && mv $f.new $f

let reportStyleHash: StaticString = "sha256-uUVt5oe/wGLyTyGFmVHyGMfrSkhzsQubLQspvuMpmiA="

let reportStyle: StaticString = #####"""
:root {
  color-scheme: light dark;
  --ground: #f6f6f3; --surface: #ffffff; --raised: #f3f3ef; --line: #e3e3de; --edge: #cfcfc8;
  --ink: #1c2126; --soft: #59626c; --up: #0072b2; --down: #d55e00; --up-text: #00659e; --down-text: #b24e00;
  --accent: #0072b2; --benchmark: #7d858e; --serious: #b24e00; --serious-ground: #fdf0e6; --warning: #8a6100;
  --warning-ground: #fdf6e3; --heat: 0;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial,
    sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@supports (color: light-dark(#000, #fff)) {
  :root {
    --ground: light-dark(#f6f6f3, #0e1114); --surface: light-dark(#ffffff, #15191e);
    --raised: light-dark(#f3f3ef, #1d2228); --line: light-dark(#e3e3de, #262c33);
    --edge: light-dark(#cfcfc8, #3a424b); --ink: light-dark(#1c2126, #e4e7ea); --soft: light-dark(#59626c, #98a2ad);
    --up: light-dark(#0072b2, #56b4e9); --down: light-dark(#d55e00, #ff8f47);
    --up-text: light-dark(#00659e, #6cbdec); --down-text: light-dark(#b24e00, #ff9c5c);
    --accent: light-dark(#0072b2, #56b4e9); --benchmark: light-dark(#7d858e, #88929c);
    --serious: light-dark(#b24e00, #ff9c5c); --serious-ground: light-dark(#fdf0e6, #2a1b10);
    --warning: light-dark(#8a6100, #e8b84a); --warning-ground: light-dark(#fdf6e3, #241e10);
  }
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 var(--sans);
  font-variant-numeric: tabular-nums lining-nums; -webkit-font-smoothing: antialiased;
}
[hidden] { display: none !important; }
.vh, .skip:not(:focus) {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.skip:focus { position: fixed; top: 8px; left: 8px; z-index: 9; padding: 6px 12px; background: var(--surface); }
a { color: var(--up-text); text-underline-offset: 2px; }
code, pre { font: 0.92em/1.5 var(--mono); font-variant-ligatures: none; }
h1, h2, p, dl, dd, figure, pre, ul { margin: 0; padding: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.doubts, .top, main, footer { max-width: 1280px; margin-inline: auto; padding-inline: 28px; }

/* Doubts */
.doubts { max-width: none; padding-block: 14px; border-bottom: 1px solid var(--line); background: var(--surface); }
.doubts > * { max-width: 1224px; margin-inline: auto; }
.doubts h2 { font-size: 14px; font-weight: 650; letter-spacing: 0; }
.doubts.serious { background: var(--serious-ground); border-bottom-color: var(--serious); }
.doubts.serious h2 { color: var(--serious); }
.doubts.warning { background: var(--warning-ground); border-bottom-color: var(--warning); }
.doubts.warning h2 { color: var(--warning); }
.doubts.none { padding-block: 8px; color: var(--soft); font-size: 13px; background: none; }
.doubts.none .mark { color: var(--up-text); margin-right: 6px; }
.doubts ul { list-style: none; margin-top: 6px; }
.doubts li {
  display: grid; grid-template-columns: 14px 62px minmax(0, 1fr) 60px 190px;
  gap: 0 10px; padding: 2px 0; align-items: baseline;
}
.doubts li .mark::before { content: "\25CB"; color: var(--soft); }
.doubts li.warning .mark::before { content: "\25B3"; color: var(--warning); }
.doubts li.serious .mark::before { content: "\25B2"; color: var(--serious); }
.doubts .sev { color: var(--soft); font-size: 12px; }
.doubts li.serious .sev { color: var(--serious); font-weight: 600; }
.doubts li.warning .sev { color: var(--warning); }
.doubts .times { text-align: right; font-weight: 600; }
.doubts code { grid-column: 5; color: var(--soft); font-size: 11.5px; overflow-wrap: anywhere; }

/* Header */
.top { padding-block: 18px 8px; }
.brandrow { display: flex; align-items: center; gap: 20px; font-size: 13px; }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 650; letter-spacing: -0.01em; }
nav { display: flex; gap: 2px 16px; margin-left: auto; overflow-x: auto; scrollbar-width: none; }
nav a { color: var(--soft); text-decoration: none; white-space: nowrap; }
nav a:hover { color: var(--ink); text-decoration: underline; }
.titlerow {
  display: flex; align-items: flex-start; justify-content: space-between; gap: 12px 24px; flex-wrap: wrap;
  margin-top: 26px;
}
h1 { font-size: 30px; line-height: 1.15; font-weight: 680; letter-spacing: -0.022em; overflow-wrap: anywhere; }
.period { margin-top: 6px; color: var(--soft); }
.period time { color: var(--ink); }
.verdict { padding: 5px 12px; border: 1px solid var(--edge); border-radius: 99px; font-weight: 600; font-size: 13px; }
.verdict.quiet { color: var(--soft); font-weight: 400; }
.verdict.pass { color: var(--up-text); border-color: currentColor; }
.verdict.fail { color: var(--serious); border-color: currentColor; background: var(--serious-ground); }
.figures {
  display: flex; flex-wrap: wrap; margin-top: 22px; overflow: hidden;
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px;
}
.figures > div {
  padding: 12px 16px 13px; flex: 1 1 auto; margin: 0 -1px -1px 0; border: solid var(--line); border-width: 0 1px 1px 0;
}
.figures dt { color: var(--soft); font-size: 12px; }
.figures dd { font-size: 21px; line-height: 1.3; font-weight: 620; letter-spacing: -0.015em; white-space: nowrap; }
.figures dd.note { font-size: 12px; font-weight: 400; letter-spacing: 0; color: var(--soft); white-space: normal; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 36px; margin-top: 18px; font-size: 13px; }
.facts dt { color: var(--soft); font-size: 12px; }
.facts dd { overflow-wrap: anywhere; }
.facts .wide { max-width: 100%; }
.chips { display: flex; flex-wrap: wrap; gap: 2px 16px; }
.chips b { font-weight: 400; color: var(--soft); }
.expect { margin-top: 14px; font-size: 13px; }
summary { cursor: pointer; color: var(--soft); width: fit-content; }
.expect .tablebox { margin-top: 8px; max-width: 760px; }

/* Sections */
main { padding-bottom: 24px; }
section { padding-top: 34px; scroll-margin-top: 4px; }
.sechead { display: flex; align-items: baseline; gap: 4px 14px; flex-wrap: wrap; margin-bottom: 10px; }
h2 { font-size: 17px; line-height: 1.3; font-weight: 650; letter-spacing: -0.012em; }
.lead, .hint, .caption, .empty { color: var(--soft); font-size: 13px; }
.empty { padding: 14px 16px; }
section > .empty { border: 1px dashed var(--edge); border-radius: 10px; }
.pair { display: grid; grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr); gap: 14px; align-items: stretch; }
#orders .pair, #account .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
#account .pair.auto { grid-template-columns: minmax(0, 1.15fr) minmax(0, 0.75fr) minmax(0, 1.4fr); }
#orders .pair > *, #account .pair > * { height: 100%; }
.tablebox + .pair, .pair + .tablebox { margin-top: 14px; }
.tablebox, .chart, .histogram, .reproduce, .assumptions {
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px; min-width: 0;
}
.tablebox + .tablebox, .pair + .tablebox, .tablebox + .pair { margin-top: 14px; }
.pair > .tablebox { margin-top: 0; }
.tablebox > .caption { padding: 10px 16px 0; }
.tablebox > .empty { padding-top: 4px; }
.scroll { overflow-x: auto; border-radius: 10px; }

/* Tables */
table { border-collapse: collapse; width: 100%; font-size: 13px; }
caption { text-align: left; padding: 10px 16px 6px; color: var(--soft); }
th, td {
  padding: 5px 10px; text-align: left; font-weight: 400; white-space: nowrap; border-top: 1px solid var(--line);
}
thead th { color: var(--soft); font-size: 12px; border-top: 0; vertical-align: bottom; }
tr > :first-child { padding-left: 16px; }
tr > :last-child { padding-right: 16px; }
.n { text-align: right; }
td.c, th.c { font-family: var(--mono); font-size: 12px; }
tbody tr:hover { background: var(--raised); }
.gain { color: var(--up-text); }
.loss { color: var(--down-text); }
.na { color: var(--soft); }
tfoot th, tfoot td, .sum { font-weight: 650; }

/* Charts */
.chart { padding: 8px 0 0; }
.chartbar { display: flex; align-items: center; gap: 8px 14px; padding: 2px 12px 6px 16px; min-height: 34px; }
.readout {
  display: flex; flex-wrap: wrap; align-content: center; gap: 0 16px; min-width: 0; min-height: 42px; flex: 1;
  font-size: 13px;
}
.readout span { white-space: nowrap; }
.readout b { font-weight: 600; }
.readout i { font-style: normal; color: var(--soft); }
.readout i.line::before {
  content: ""; display: inline-block; width: 14px; margin-right: 6px; vertical-align: 4px;
  border-top: 2px solid var(--accent);
}
.readout i.band::before {
  content: ""; display: inline-block; width: 14px; height: 9px; margin-right: 6px; border-radius: 2px;
  background: color-mix(in srgb, var(--accent) 22%, var(--surface));
}
.readout i.other::before { border-top: 1px solid var(--benchmark); }
.readout i.fall::before { border-top-color: var(--down); }
.tools { display: flex; gap: 6px; }
button, select, input[type="search"] {
  font: inherit; font-size: 12.5px; color: var(--ink); background: var(--surface); border: 1px solid var(--edge);
  border-radius: 7px; padding: 3px 10px; height: 28px;
}
button { cursor: pointer; white-space: nowrap; }
button:hover { background: var(--raised); }
button[aria-pressed="true"] {
  color: var(--up-text); border-color: currentColor;
  background: color-mix(in srgb, var(--accent) 9%, var(--surface));
}
button:disabled { opacity: 0.45; cursor: default; }
button.quiet { border-color: transparent; background: none; color: var(--soft); padding-inline: 4px; }
button.copy { height: 22px; padding: 0 8px; margin-left: 8px; font-size: 12px; color: var(--soft); }
.plot {
  position: relative; height: 340px; cursor: crosshair; touch-action: pan-y; user-select: none; outline-offset: -2px;
}
.plot.tall { height: 400px; }
.plot canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
.still { position: absolute; inset: 0; width: 100%; height: 100%; padding: 8px 16px; }
.still path { vector-effect: non-scaling-stroke; fill: none; stroke: var(--accent); stroke-width: 1.3; }
.still .area { fill: var(--down); fill-opacity: 0.25; stroke: var(--down); }
figcaption:not(.caption) {
  padding: 8px 16px 10px; color: var(--soft); font-size: 12.5px; border-top: 1px solid var(--line);
}

/* Waterfall */
.waterfall th:first-child { width: 130px; }
.waterfall .bar { padding: 0; width: 64%; border-top: 0; }
.waterfall th, .waterfall td { border-top: 0; padding-block: 0; line-height: 28px; }
.waterfall thead th { line-height: 1.5; padding-bottom: 4px; }
.waterfall tfoot th, .waterfall tfoot td { border-top: 1px solid var(--edge); line-height: 34px; }
.waterfall tfoot .bar { border-top: 1px solid var(--edge); }
.waterfall tfoot svg { margin-block: 3px; }
.waterfall svg { display: block; }
.waterfall .zero th, .waterfall .zero td { color: var(--soft); }
.waterfall .zero rect { display: none; }
.share { color: var(--soft); font-weight: 400; }
.axis { stroke: var(--edge); }
.join { stroke: var(--edge); }
.up { fill: var(--up); }
.down { fill: var(--down); }
.total { fill: var(--ink); }

/* Returns */
.heat th, .heat td { padding: 5px 6px; border: 0; }
.heat tbody td { border: 2px solid var(--surface); border-radius: 6px; font-size: 12.5px; min-width: 44px; }
.heat tbody tr:hover { background: none; }
.heat { border-collapse: separate; border-spacing: 0; margin-bottom: 10px; }
.heat tr > :first-child { padding-left: 16px; }
.heat tr > :last-child { padding-right: 16px; padding-left: 12px; }
.u0, .d0 { background: var(--raised); }
.u1 { background: color-mix(in srgb, var(--up) 9%, var(--surface)); }
.u2 { background: color-mix(in srgb, var(--up) 17%, var(--surface)); }
.u3 { background: color-mix(in srgb, var(--up) 27%, var(--surface)); }
.u4 { background: color-mix(in srgb, var(--up) 38%, var(--surface)); }
.u5 { background: color-mix(in srgb, var(--up) 50%, var(--surface)); }
.d1 { background: color-mix(in srgb, var(--down) 9%, var(--surface)); }
.d2 { background: color-mix(in srgb, var(--down) 17%, var(--surface)); }
.d3 { background: color-mix(in srgb, var(--down) 27%, var(--surface)); }
.d4 { background: color-mix(in srgb, var(--down) 38%, var(--surface)); }
.d5 { background: color-mix(in srgb, var(--down) 50%, var(--surface)); }
.histogram { padding: 10px 16px 12px; display: flex; flex-direction: column; }
.histogram svg { display: block; overflow: visible; }
.histogram .bars { flex: 1 1 220px; min-height: 200px; height: 220px; margin-top: 8px; }
.histogram p { margin-top: 6px; }
.histogram > .empty { padding-inline: 0; }
.histogram text { font-size: 11.5px; fill: var(--soft); }

/* Trades */
.tablebar { display: flex; align-items: center; gap: 8px 12px; flex-wrap: wrap; padding: 10px 16px; }
.tablebar input { flex: 1 1 220px; max-width: 340px; }
#tradecount { color: var(--soft); font-size: 13px; margin-right: auto; }
.pager { display: flex; align-items: center; gap: 8px; font-size: 13px; }
.pager button { padding: 0 9px; }
.trades { font-size: 12.5px; }
.trades th, .trades td { padding: 4px 8px; }
.trades tbody tr { cursor: pointer; }
.trades tbody tr[aria-selected="true"] { background: color-mix(in srgb, var(--accent) 12%, var(--surface)); }
.trades th button { all: unset; cursor: pointer; }
.trades th button:hover { color: var(--ink); }
.trades th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.trades th[aria-sort="ascending"] button::after { content: " \25B4"; }
.trades th[aria-sort="descending"] button::after { content: " \25BE"; }
#tradebox .hint { padding: 8px 16px 10px; border-top: 1px solid var(--line); }

/* Metrics */
.switch { margin: 0 6px 0 0; vertical-align: -2px; accent-color: var(--accent); }
.switch + label { font-size: 13px; color: var(--soft); cursor: pointer; }
.metricgrid {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(272px, 1fr)); gap: 14px; margin-top: 10px;
  align-items: start;
}
.metrics {
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px; border-collapse: separate;
  border-spacing: 0;
}
.metrics caption { padding: 0 2px 6px; color: var(--ink); font-weight: 600; }
.metrics td .bounds { display: block; font-weight: 400; font-size: 12px; color: var(--soft); }
.metrics td { font-weight: 600; }
.metrics td.na { font-weight: 400; white-space: normal; }
.metrics tbody tr:first-child > * { border-top: 0; }
.basis { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.switch:checked ~ .metricgrid .basis {
  position: static; width: auto; height: auto; clip-path: none; display: block; color: var(--soft); font-size: 12px;
  white-space: normal;
}

/* Assumptions and reproduction */
.assumptions > div, .reproduce dl > div {
  display: grid; grid-template-columns: 170px minmax(0, 1fr); gap: 2px 16px; padding: 6px 16px;
  border-top: 1px solid var(--line);
}
.assumptions > div:first-child { border-top: 0; }
.assumptions dt, .reproduce dt { color: var(--soft); }
.assumptions dt { font-family: var(--mono); font-size: 12px; line-height: 21px; }
.assumptions dd, .reproduce dd { overflow-wrap: anywhere; }
.reproduce { overflow: hidden; }
.command { display: flex; align-items: center; gap: 10px; background: var(--raised); padding: 12px 16px; }
.command pre { flex: 1; min-width: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.reproduce .files, .reproduce .hint { padding: 8px 16px; border-top: 1px solid var(--line); font-size: 13px; }
.files a { margin-left: 12px; }
.files span { color: var(--soft); }
footer { padding-block: 18px 32px; color: var(--soft); font-size: 12.5px; }
.scripterror { margin: 12px 28px; padding: 8px 16px; border: 1px solid var(--serious); color: var(--serious); }

@media (max-width: 900px) {
  .pair, #orders .pair, #account .pair, #account .pair.auto { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 640px) {
  .doubts, .top, main, footer { padding-inline: 14px; }
  .doubts li { grid-template-columns: 14px minmax(0, 1fr) auto; padding: 4px 0; }
  .doubts .sev { display: none; }
  .doubts code { grid-column: 2 / -1; }
  .brandrow { flex-wrap: wrap; gap: 8px 12px; }
  nav { order: 3; width: 100%; margin-left: 0; padding-bottom: 4px; }
  #theme { margin-left: auto; }
  .titlerow { margin-top: 14px; }
  h1 { font-size: 24px; }
  .figures { display: grid; grid-template-columns: 1fr 1fr; }
  .figures > div { padding: 9px 12px 10px; }
  .figures dd { font-size: 18px; }
  .facts { gap: 8px 24px; }
  .chartbar { flex-direction: column-reverse; align-items: stretch; padding-inline: 12px; }
  .tools { justify-content: flex-end; flex-wrap: wrap; }
  .tools select { flex: 1 1 100%; max-width: 100%; }
  .readout { gap: 0 12px; align-content: start; }
  .chart:has(.tall) .readout { min-height: 84px; }
  .plot.tall { height: 330px; }
  .plot { height: 290px; }
  .waterfall th:first-child { width: auto; }
  .waterfall .bar { width: 40%; }
  .waterfall .share { display: none; }
  .assumptions > div, .reproduce dl > div { grid-template-columns: 1fr; }
  tr > :first-child, .heat tr > :first-child { padding-left: 12px; }
  tr > :last-child, .heat tr > :last-child { padding-right: 12px; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  @page { margin: 14mm 12mm; }
  :root { color-scheme: light !important; --ground: #fff; }
  body { font-size: 10pt; }
  nav, button, .tools, .tablebar, .switch, .switch + label, .lead, #tradebox .hint { display: none !important; }
  .doubts, .top, main, footer { padding-inline: 0; max-width: none; }
  section { padding-top: 18px; }
  .chart, .histogram, .metrics, .figures, tr, .sechead { break-inside: avoid; }
  .sechead { break-after: avoid; }
  .trades th button { display: inline !important; }
  .waterfall { break-inside: avoid; }
  tfoot { display: table-row-group; }
  [data-drawn="dark"] .plot canvas { filter: invert(1) hue-rotate(180deg); }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  .trades { font-size: 6.5pt; }
  th, td { padding-inline: 4px; }
  .up, .down, .total, .heat td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""#####
