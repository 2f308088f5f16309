// The one way to make elements: texts are set as text, never as markup.

/**
 * An element with attributes, listeners and children.
 * @param {string} name
 * @param {Record<string, unknown>} [attributes] a function is the listener of that event; null and false are left out
 * @param {...(Node | string | number | null)} children
 * @returns {HTMLElement}
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null) made.append(child instanceof Node ? child : String(child));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** An element of a drawing. @param {string} name @param {Record<string, unknown>} attributes @param {...Node} children */
function drawing(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** A text that opens what is behind it. @param {string | number} text @param {() => void} open @param {string} [name] */
function opener(text, open, name) {
  return element("button", { type: "button", class: "opener", click: open, "aria-label": name ?? null }, text);
}

/** Say something to those who hear the page. @param {string} text */
function announce(text) {
  document.getElementById("announcer").textContent = text;
}

let lastId = 0;
/** An id that no other element of the page has. @param {string} stem */
const newId = (stem) => `${stem}-${(lastId += 1)}`;

/** The contents of a data block. @param {string} id */
const dataBlock = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** A table of the data as one object a row. @param {{columns: string[], rows: unknown[][]}} table */
function records({ columns, rows }) {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}
