/// The look of the page: one file, light and dark, no script.
enum ValidationStyle {
  static let css: StaticString = """
    :root { color-scheme: light dark; --ground: #fff; --ink: #1d2129; --soft: #667085; --line: #e4e7ec; --none: #eceff3;
      --a: #c7e3d4; --b: #8cc9a8; --c: #4ba77c; --d: #1d7a50; --error: #c62828; --warning: #b26a00; --note: #667085; }
    @media (prefers-color-scheme: dark) { :root { --ground: #14171c; --ink: #e6e8ec; --soft: #98a2b3; --line: #2b313a;
      --none: #232830; --a: #17392a; --b: #1c5c40; --c: #2a8a5f; --d: #4cc38a; --error: #ff6b6b; --warning: #f0ad4e;
      --note: #98a2b3; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--ink);
      font: 15px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; }
    h3 { font-size: .95rem; margin: 1.5rem 0 .25rem; overflow-wrap: anywhere; }
    p { margin: .25rem 0; color: var(--soft); }
    summary { cursor: pointer; padding: .35rem 0; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .85rem; }
    th { text-align: left; font-weight: 600; color: var(--soft); }
    th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .w { white-space: nowrap; }
    .x { overflow-wrap: anywhere; min-width: 12rem; }
    .x:last-child { min-width: 18rem; }
    .error, .warning, .note { font-weight: 600; white-space: nowrap; }
    .error { color: var(--error); } .warning { color: var(--warning); } .note { color: var(--note); }
    .year { display: grid; grid-template-columns: 3rem max-content; align-items: end; margin: .35rem 0; }
    .year b { font-weight: 500; font-size: .8rem; color: var(--soft); align-self: center; }
    .months { grid-column: 2; display: grid; grid-auto-flow: column; grid-auto-columns: 13px; font-size: .7rem;
      color: var(--soft); height: 1rem; }
    .days { display: grid; grid-template-rows: repeat(7, 11px); grid-auto-flow: column; grid-auto-columns: 11px; gap: 2px; }
    .days i { background: var(--none); border-radius: 2px; }
    .days .g { background: none; }
    i.a { background: var(--a) !important; } i.b { background: var(--b) !important; }
    i.c { background: var(--c) !important; } i.d { background: var(--d) !important; }
    i.e { outline: 2px solid var(--error); outline-offset: -1px; }
    i.v { outline: 1px solid var(--warning); outline-offset: -1px; }
    .legend { display: flex; flex-wrap: wrap; gap: .35rem 1rem; font-size: .8rem; color: var(--soft); margin: .5rem 0 0; }
    .legend span { display: inline-flex; align-items: center; gap: .35rem; }
    .legend i { width: 11px; height: 11px; border-radius: 2px; background: var(--none); display: inline-block; }
    @media print { .scroll { overflow: visible; } }
    """
}
