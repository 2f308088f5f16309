// Tables that sort, filter, search and turn pages. They know rows and columns, not what stands in them.

/** How many rows are shown at once: fewer where each is a card. */
const ROWS_A_PAGE = matchMedia("(max-width: 44rem)").matches ? 15 : 50;
/** So many are seen at one look: no controls stand over them. */
const FEW_ROWS = 8;
/** Longer texts are shown by their first lines; the record shows them whole. */
const LONG_TEXT = 120;
const CHOICES_AT_MOST = 300;

/**
 * @typedef {object} Column
 * @property {string} label the header
 * @property {(row: any) => string | number | null} value what is sorted, searched and shown; null comes last
 * @property {"text" | "number" | "date"} [kind]
 * @property {(row: any) => Node | string} [show] what is shown in place of the value
 * @property {string} [absent] what is shown where there is no value
 * @property {boolean} [choose] whether rows can be chosen by this value
 * @property {boolean} [main] whether this names the row
 */

/**
 * A table with its controls.
 * @param {{caption: string, columns: Column[], rows: any[], unit?: string, plain?: boolean}} given plain: without controls
 */
function dataTable({ caption, columns, rows, unit = "项", plain = false }) {
  const state = { sortedBy: null, descending: false, words: [], chosen: new Map(), page: 0 };
  const texts = new Map();
  const body = element("tbody", { role: "rowgroup" });
  const count = element("p", { class: "count", role: "status" });
  const pages = element("nav", { class: "pages", "aria-label": `${caption}：翻页` });
  const headers = columns.map(header);
  const table = element(
    "table",
    { role: "table", class: plain ? "plain" : null },
    element("caption", { class: "unseen" }, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...headers)),
    body,
  );
  const scroll = element("div", { class: "scroll", role: "group", "aria-label": caption, tabindex: 0 }, table);
  const controls = element("div", { class: "controls" });
  if (!plain && rows.length > FEW_ROWS) controls.append(searchBox(), ...columns.filter((column) => column.choose).map(chooser), sorter(), count);

  /** @param {Column} column */
  function header(column, index) {
    const sort = () => sortBy(index, state.sortedBy === index && !state.descending);
    return element(
      "th",
      { scope: "col", role: "columnheader", class: column.kind ?? "text" },
      plain ? column.label : element("button", { type: "button", class: "sort", click: sort }, column.label),
    );
  }

  function sortBy(index, descending) {
    Object.assign(state, { sortedBy: index, descending, page: 0 });
    update();
  }

  function searchBox() {
    const search = (event) => {
      state.words = normalised(event.target.value).split(/\s+/).filter(Boolean);
      state.page = 0;
      update();
    };
    return labelled("搜索", element("input", { type: "search", input: search, autocomplete: "off", spellcheck: "false" }));
  }

  /** @param {Column} column */
  function chooser(column) {
    const values = [...new Set(rows.map((row) => shownText(column, row)))].sort(BY_NAME.compare).slice(0, CHOICES_AT_MOST);
    const choose = (event) => {
      if (event.target.value === "") state.chosen.delete(column);
      else state.chosen.set(column, values[Number(event.target.value)]);
      state.page = 0;
      update();
    };
    const options = values.map((value, index) => element("option", { value: index }, shortened(value, 30)));
    return labelled(column.label, element("select", { change: choose }, element("option", { value: "" }, "全部"), ...options));
  }

  function sorter() {
    const choose = (event) => {
      const [index, descending] = event.target.value.split(" ");
      sortBy(index === "" ? null : Number(index), descending === "down");
    };
    const options = columns.flatMap((column, index) => [
      element("option", { value: `${index} up` }, `${column.label} ↑`),
      element("option", { value: `${index} down` }, `${column.label} ↓`),
    ]);
    const select = element("select", { change: choose }, element("option", { value: "" }, "原有顺序"), ...options);
    const made = labelled("排序", select);
    made.classList.add("narrow-only");
    return made;
  }

  function wanted() {
    const kept = rows.filter(
      (row) =>
        [...state.chosen].every(([column, value]) => shownText(column, row) === value) &&
        state.words.every((word) => searched(row).includes(word)),
    );
    if (state.sortedBy === null) return kept;
    const { value } = columns[state.sortedBy];
    return kept.sort((one, other) => compared(value(one), value(other), state.descending));
  }

  function searched(row) {
    if (!texts.has(row)) texts.set(row, normalised(columns.map((column) => shownText(column, row)).join("\n")));
    return texts.get(row);
  }

  function update() {
    const found = wanted();
    const last = plain ? 0 : Math.max(0, Math.ceil(found.length / ROWS_A_PAGE) - 1);
    state.page = Math.min(state.page, last);
    const first = state.page * ROWS_A_PAGE;
    const shown = plain ? found : found.slice(first, first + ROWS_A_PAGE);
    body.replaceChildren(...(shown.length > 0 ? shown.map(bodyRow) : [emptyRow()]));
    const some = found.length === rows.length ? `共${figure(rows.length)}${unit}` : `${figure(found.length)}${unit}，共${figure(rows.length)}${unit}`;
    count.textContent = last > 0 ? `${some}；第${figure(first + 1)}至${figure(first + shown.length)}${unit}` : some;
    pages.replaceChildren(...(last > 0 ? [turn("上一页", -1, state.page === 0), turn("下一页", 1, state.page === last)] : []));
    headers.forEach((one, index) => {
      if (index === state.sortedBy) one.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      else one.removeAttribute("aria-sort");
    });
  }

  function turn(text, by, disabled) {
    const move = () => {
      state.page += by;
      update();
      const again = [...pages.children].find((one) => one.textContent === text && !one.disabled) ?? pages.querySelector("button:enabled");
      again?.focus();
    };
    return element("button", { type: "button", click: move, disabled }, text);
  }

  function bodyRow(row) {
    return element("tr", { role: "row" }, ...columns.map((column) => bodyCell(column, row)));
  }

  /** @param {Column} column */
  function bodyCell(column, row) {
    const isBlank = column.value(row) === null;
    const text = shownText(column, row);
    const shown = column.show && !isBlank ? column.show(row) : text;
    const content = !plain && text.length > LONG_TEXT ? element("div", { class: "long" }, shown) : shown;
    const attributes = {
      class: `${column.kind ?? "text"}${isBlank ? " blank" : ""}${column.main ? " main" : ""}`,
      "data-label": column.label,
      ...(column.main ? { scope: "row", role: "rowheader" } : { role: "cell" }),
    };
    return element(column.main ? "th" : "td", attributes, content);
  }

  function emptyRow() {
    const text = rows.length === 0 ? "没有记录" : "没有符合条件的记录";
    return element("tr", { role: "row" }, element("td", { role: "cell", colspan: columns.length, class: "none" }, text));
  }

  update();
  return element("div", { class: "data-table" }, plain ? null : controls, scroll, pages);
}

/** A control with its label. @param {string} text @param {HTMLElement} control */
function labelled(text, control) {
  return element("label", { class: "control" }, element("span", {}, text), control);
}

/** A value as its cell shows it. @param {Column} column */
function shownText(column, row) {
  const value = column.value(row);
  if (value === null || value === "") return column.absent ?? UNFILLED;
  return column.kind === "number" && typeof value === "number" ? figure(value) : String(value);
}

/** The order of two values; those that are not there come last either way. */
function compared(one, other, descending) {
  if (one === null || other === null) return (one === null) - (other === null);
  const order = typeof one === "number" && typeof other === "number" ? one - other : BY_NAME.compare(String(one), String(other));
  return descending ? -order : order;
}

/** A text for searching: full-width forms and case make no difference. @param {string} text */
const normalised = (text) => text.normalize("NFKC").toLowerCase();

/** A text cut to a length. @param {string} text @param {number} length */
const shortened = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
