// Charts drawn with Observable Plot. Every mark that stands for records is a button: it has a name, takes the focus by
// the arrow keys and opens what is behind it; beside every chart stands the same as a table.

/**
 * @typedef {{name: string, colour: string, ink: string, pattern?: string}} Part a series, as its legend names it
 * @typedef {{row: string, part: Part, value: number, text?: string, name: string, open: () => void}} Cell
 */

const CHART_FONT = 14;

/** Patterns over a colour, so that colours need not be told apart. @param {Part} part */
function patternOf({ colour, ink, pattern }) {
  const lines = { slant: "M-2,2l4,-4M0,8l8,-8M6,10l4,-4", back: "M-2,6l4,4M0,0l8,8M6,-2l4,4", cross: "M0,0l8,8M8,0l-8,8" };
  const over =
    pattern === "dots"
      ? drawing("circle", { cx: 4, cy: 4, r: 1, fill: ink, "fill-opacity": 0.45 })
      : drawing("path", { d: lines[pattern], stroke: ink, "stroke-opacity": 0.4, "stroke-width": 1.2, fill: "none" });
  const id = newId("pattern");
  const base = drawing("rect", { width: 8, height: 8, fill: colour });
  return { id, node: drawing("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" }, base, over) };
}

/** What fills the marks of each part, and the definitions that these fills need. @param {Part[]} parts */
function fillsOf(parts) {
  const definitions = drawing("defs", {});
  const fills = new Map();
  for (const part of parts) {
    if (part.pattern) {
      const { id, node } = patternOf(part);
      definitions.append(node);
      fills.set(part, `url(#${id})`);
    } else fills.set(part, part.colour);
  }
  return { definitions, fills };
}

/** @param {Part[]} parts */
function legend(parts) {
  return element(
    "ul",
    { class: "legend" },
    ...parts.map((part) => {
      const { definitions, fills } = fillsOf([part]);
      const swatch = drawing("rect", { width: 18, height: 12, fill: fills.get(part), stroke: "#5b6670", "stroke-width": 0.5 });
      return element("li", {}, drawing("svg", { width: 18, height: 12, "aria-hidden": true }, definitions, swatch), part.name);
    }),
  );
}

/**
 * Bars of parts, a bar a row.
 * @param {{rows: string[], parts: Part[], cells: Cell[], share?: boolean, mark?: {at: number, text: string}}} given
 *   share: the bars are all as long as the chart, and the values are shares; mark: a line across all bars
 * @param {number} width
 */
function barChart({ rows, parts, cells, share = false, mark }, width) {
  const totals = new Map(rows.map((row) => [row, 0]));
  const inOrder = d3.sort(cells, (cell) => parts.indexOf(cell.part));
  const placed = inOrder.map((cell) => {
    const from = totals.get(cell.row);
    totals.set(cell.row, from + cell.value);
    return { ...cell, from, to: from + cell.value };
  });
  const most = share ? 1 : Math.max(1, ...totals.values());
  const marginLeft = Math.min(width * 0.42, Math.max(...rows.map(textWidth)) + 14);
  const marginRight = share ? 12 : 44;
  const perUnit = (width - marginLeft - marginRight) / most;
  const { definitions, fills } = fillsOf(parts);
  const label = (row) => fitted(row, marginLeft - 14);
  const withText = placed.filter((cell) => textWidth(cell.text ?? figure(cell.value)) + 6 < cell.value * perUnit);
  const svg = Plot.plot({
    width,
    height: rows.length * 38 + (mark ? 34 : 12),
    marginLeft,
    marginRight,
    marginTop: mark ? 28 : 6,
    marginBottom: 6,
    style: { fontFamily: "inherit", fontSize: `${CHART_FONT}px`, overflow: "visible" },
    color: { type: "identity" },
    x: { domain: [0, most], axis: null },
    y: { domain: rows, padding: 0.28, axis: null },
    marks: [
      () => definitions,
      Plot.axisY({ tickSize: 0, label: null, tickFormat: label, fill: "#14222e" }),
      Plot.barX(placed, {
        x1: "from",
        x2: "to",
        y: "row",
        fill: (cell) => fills.get(cell.part),
        stroke: "#ffffff",
        strokeWidth: 1,
        title: "name",
        ariaLabel: "name",
      }),
      Plot.text(withText, {
        x: (cell) => (cell.from + cell.to) / 2,
        y: "row",
        text: (cell) => cell.text ?? figure(cell.value),
        fill: (cell) => cell.part.ink,
        stroke: (cell) => cell.part.colour,
        strokeWidth: 4,
        fontWeight: 600,
        pointerEvents: "none",
      }),
      share ? null : Plot.text(rows, { x: (row) => totals.get(row), y: (row) => row, text: (row) => figure(totals.get(row)), dx: 8, textAnchor: "start", fill: "#43505b" }),
      mark ? Plot.ruleX([mark.at], { stroke: "#a8201a", strokeDasharray: "5 3", strokeWidth: 1.5 }) : null,
      mark ? Plot.text([mark.at], { x: mark.at, frameAnchor: "top", dy: -14, text: () => mark.text, fill: "#a8201a" }) : null,
    ],
  });
  return withButtons(svg, [["bar", "rect", placed]]);
}

/**
 * Lines over the months of a year.
 * @param {{lines: {part: Part, points: {month: number, value: number, name: string, open: () => void}[], dashed: boolean}[], total: number}} given
 *   total: how high the year can go
 * @param {number} width
 */
function lineChart({ lines, total }, width) {
  const most = Math.max(1, total, ...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  const ends = lines.flatMap(({ part, points }) => points.slice(-1).map((point) => ({ ...point, part })));
  const closest = ends.length === 2 && Math.abs(ends[0].value - ends[1].value) < most * 0.09 && ends[0].month === ends[1].month;
  const svg = Plot.plot({
    width,
    height: Math.max(260, Math.min(340, width * 0.5)),
    marginLeft: 44,
    marginRight: 88,
    marginTop: 28,
    marginBottom: 30,
    style: { fontFamily: "inherit", fontSize: `${CHART_FONT}px`, overflow: "visible" },
    color: { type: "identity" },
    x: { domain: [1, 12], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      Plot.gridY({ stroke: "#c9d1d8", strokeOpacity: 1, ticks: 4 }),
      Plot.axisY({ tickSize: 0, label: null, ticks: 4, tickFormat: (value) => (Number.isInteger(value) ? figure(value) : ""), fill: "#43505b" }),
      Plot.axisX({ tickSize: 0, label: null, ticks: width < 460 ? [1, 3, 6, 9, 12] : d3.range(1, 13), tickFormat: (month) => `${month}月`, fill: "#43505b" }),
      Plot.ruleY([total], { stroke: "#43505b", strokeDasharray: "2 4" }),
      Plot.text([total], { frameAnchor: "left", y: total, dy: -9, dx: 4, text: (value) => `全年计划${figure(value)}项`, fill: "#43505b", textAnchor: "start" }),
      ...lines.map(({ part, points, dashed }) =>
        Plot.lineY(points, { x: "month", y: "value", stroke: part.colour, strokeWidth: 2.5, strokeDasharray: dashed ? "7 5" : "none" }),
      ),
      ...lines.map(({ part, points, dashed }) =>
        Plot.dot(points, { x: "month", y: "value", r: 5, fill: dashed ? "#ffffff" : part.colour, stroke: part.colour, strokeWidth: 2, title: "name", ariaLabel: "name" }),
      ),
      Plot.text(ends, {
        x: "month",
        y: "value",
        dx: 12,
        textAnchor: "start",
        text: (end) => `${end.part.name}${figure(end.value)}`,
        fill: (end) => end.part.colour,
        fontWeight: 600,
        lineAnchor: "middle",
        ...(closest ? { render: apart(ends) } : {}),
      }),
    ],
  });
  return withButtons(svg, lines.map(({ points }) => ["dot", "circle", points]));
}

/** Puts two labels that would lie on each other above and below. */
function apart(ends) {
  return (index, scales, values, dimensions, context, next) => {
    const drawn = next(index, scales, values, dimensions, context);
    const higher = ends[0].value > ends[1].value ? 0 : 1;
    [...drawn.children].forEach((label, place) => {
      const moved = drawing("g", { transform: `translate(0,${place === higher ? -10 : 10})` });
      label.replaceWith(moved);
      moved.append(label);
    });
    return drawn;
  };
}

/**
 * Makes the marks of a drawing buttons, one of which the tab key reaches; the arrow keys go from one to the next.
 * @param {SVGElement} svg
 * @param {[string, string, {name: string, open: () => void}[]][]} groups of each kind of mark, in the order drawn
 */
function withButtons(svg, groups) {
  const buttons = [];
  const drawn = new Map();
  for (const [mark, shape, data] of groups) {
    if (!drawn.has(mark)) drawn.set(mark, [...svg.querySelectorAll(`g[aria-label="${mark}"]`)]);
    const group = drawn.get(mark).shift();
    for (const shapeDrawn of group?.querySelectorAll(shape) ?? []) buttons.push([shapeDrawn, data[d3.select(shapeDrawn).datum()]]);
  }
  for (const group of svg.querySelectorAll("g[aria-label]")) {
    group.removeAttribute("aria-label");
    if (!group.querySelector("[aria-label]")) group.setAttribute("aria-hidden", "true");
  }
  buttons.forEach(([mark, { open }], place) => {
    mark.setAttribute("role", "button");
    mark.setAttribute("tabindex", place === 0 ? "0" : "-1");
    mark.classList.add("mark");
    mark.addEventListener("click", () => {
      focusOn(place);
      open();
    });
    mark.addEventListener("keydown", (event) => {
      const target = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (target !== undefined) focusOn(Math.max(0, Math.min(buttons.length - 1, target)));
      else if (event.key === "Enter" || event.key === " ") open();
      else return;
      event.preventDefault();
    });
  });
  function focusOn(place) {
    buttons.forEach(([mark], index) => mark.setAttribute("tabindex", index === place ? "0" : "-1"));
    buttons[place][0].focus();
  }
  return svg;
}

/**
 * A chart with its heading, its legend and the same as a table.
 * @param {{title: string, note?: string, parts: Part[], draw: ((width: number) => SVGElement) | null, table: () => HTMLElement}} given
 *   parts: those that need a legend; draw: null when there is nothing to draw
 */
function chartCard({ title, note, parts, draw, table }) {
  const headingId = newId("chart");
  const place = element("div", { class: "chart" });
  const tablePlace = element("div", { class: "chart-table", hidden: true });
  const seen = element("div", { class: "chart-seen" }, parts.length > 0 ? legend(parts) : null, place);
  const toggle = element("button", { type: "button", class: "toggle", click: turnOver }, "看表格");
  const card = element(
    "section",
    { class: "card", "aria-labelledby": headingId },
    element("div", { class: "card-head" }, element("h2", { id: headingId }, title), draw ? toggle : null),
    note ? element("p", { class: "note" }, note) : null,
    draw ? seen : element("p", { class: "none" }, "本年度没有可以显示的数据"),
    tablePlace,
  );

  function turnOver() {
    const toTable = tablePlace.hidden;
    if (toTable && !tablePlace.firstChild) tablePlace.append(table());
    tablePlace.hidden = !toTable;
    seen.hidden = toTable;
    toggle.textContent = toTable ? "看图" : "看表格";
  }

  if (draw) {
    let drawnWidth = 0;
    const drawAt = (width) => {
      const svg = draw(width);
      svg.setAttribute("role", "group");
      svg.setAttribute("aria-label", `${title}：用方向键逐项移动，按回车键查看明细`);
      place.replaceChildren(svg);
    };
    new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width < 40 || width === drawnWidth) return;
      drawnWidth = width;
      drawAt(width);
    }).observe(place);
    redrawn.set(place, (most) => {
      if (drawnWidth > PAPER_WIDTH) drawAt(Math.min(drawnWidth, most));
    });
  }
  return card;
}

/** How wide a chart may be on A4 without being made smaller, and its texts with it. */
const PAPER_WIDTH = 680;

/** What draws a chart anew, as wide as it was but for the width that is given at most. @type {WeakMap<Element, (most: number) => void>} */
const redrawn = new WeakMap();

for (const [moment, most] of [["beforeprint", PAPER_WIDTH], ["afterprint", Infinity]])
  addEventListener(moment, () => document.querySelectorAll(".chart").forEach((place) => redrawn.get(place)?.(most)));

/**
 * The same as a chart of bars, as a table.
 * @param {{caption: string, first: string, rows: string[], parts: Part[], cells: Cell[]}} given first: the header over the rows
 */
function barTable({ caption, first, rows, parts, cells }) {
  const found = new Map(cells.map((cell) => [`${rows.indexOf(cell.row)} ${parts.indexOf(cell.part)}`, cell]));
  const cellOf = (row, part) => found.get(`${rows.indexOf(row)} ${parts.indexOf(part)}`);
  return dataTable({
    caption,
    plain: true,
    rows,
    columns: [
      { label: first, value: (row) => row, main: true },
      ...parts.map((part) => ({
        label: part.name,
        kind: "number",
        value: (row) => cellOf(row, part)?.text ?? cellOf(row, part)?.value ?? 0,
        show: (row) => {
          const cell = cellOf(row, part);
          return cell ? opener(cell.text ?? figure(cell.value), cell.open, cell.name) : "0";
        },
      })),
    ],
  });
}

/** How wide a text is drawn, about. @param {string} text */
function textWidth(text) {
  let units = 0;
  for (const character of text) units += character.codePointAt(0) > 0x2e7f ? 1 : 0.6;
  return units * CHART_FONT;
}

/** A text cut to a width. @param {string} text @param {number} width */
function fitted(text, width) {
  if (textWidth(text) <= width) return text;
  let cut = "";
  for (const character of text) {
    if (textWidth(`${cut}${character}…`) > width) break;
    cut += character;
  }
  return `${cut}…`;
}
