"use strict";
// Makes the tables of a report sort, search and turn pages. The rows stand as JSON beside each table and are read when
// they are first needed. Whatever a row says becomes a text node, never markup.

const PAGE_ROWS = 50;
const SEARCH_DELAY_MS = 150;

// The letters of pieces in comparisons, and the element and class that show each.
const PIECES = {
  p: ["span", ""],
  s: ["mark", ""],
  d: ["del", ""],
  a: ["ins", ""],
  D: ["del", "word"],
  A: ["ins", "word"],
  m: ["del", "moved"],
  M: ["ins", "moved"],
  r: ["span", "remark"],
};

// An element with attributes and children; strings become text nodes.
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([attribute, value]) => element.setAttribute(attribute, value));
  element.append(...children);
  return element;
}

function readData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

// toFixed rounds halves up; numbers in the first rows were rounded to even digits, as IEEE 754 does.
function fixed(size, decimals) {
  const exact = size.toFixed(decimals + 40);
  const end = exact.length - 40;
  const isHalf = /^50*$/.test(exact.slice(end)) && "02468".includes(exact[end - 1]);
  return isHalf ? exact.slice(0, end) : size.toFixed(decimals);
}

// A number as the first rows have it: whole ones grouped, others with about four digits that count.
function shownNumber(value, isWhole) {
  const size = Math.abs(value);
  const sign = value < 0 ? "-" : "";
  if (isWhole) return sign + grouped(String(size));
  if (size === 0) return "0";
  if (size < 1e-4 || size >= 1e16) return value.toExponential(2).replace("e+", "e");
  const decimals = size < 1 ? 4 : size < 10 ? 3 : size < 100 ? 2 : 1;
  const [whole, rest] = fixed(size, decimals).split(".");
  return `${sign}${grouped(whole)}.${rest}`;
}

class ReportTable {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.headers = [...table.tHead.rows[0].cells];
    this.kinds = this.headers.map((header) => header.dataset.kind);
    this.places = this.headers.map((header) => Number(header.dataset.column));
    this.first = 0;
    this.column = -1;
    this.isDescending = false;
    this.addHeaderButtons();
    this.addTools();
    if ("compares" in table.dataset) {
      table.tHead.rows[0].prepend(make("th", { scope: "col" }, "compare"));
      this.draw();
    }
  }

  // All rows, read once.
  get rows() {
    this.allRows ??= readData(`${this.table.id}-rows`);
    return this.allRows;
  }

  // The numbers of the rows that are found, in the order in which they are shown.
  get order() {
    this.shown ??= this.rows.map((_, number) => number);
    return this.shown;
  }

  get comparisons() {
    if (!("compares" in this.table.dataset)) return [];
    this.allComparisons ??= readData(`${this.table.id}-comparisons`);
    return this.allComparisons;
  }

  addHeaderButtons() {
    this.headers.forEach((header, column) => {
      const button = make("button", { type: "button" }, header.textContent);
      button.addEventListener("click", () => this.sortBy(column));
      header.replaceChildren(button);
    });
  }

  addTools() {
    const tools = document.getElementById(`${this.table.id}-tools`);
    this.search = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    this.search.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), SEARCH_DELAY_MS);
    });
    this.before = make("button", { type: "button" }, "Previous");
    this.before.addEventListener("click", () => this.turn(-PAGE_ROWS));
    this.after = make("button", { type: "button" }, "Next");
    this.after.addEventListener("click", () => this.turn(PAGE_ROWS));
    this.status = make("p", { role: "status" });
    tools.append(make("label", {}, "Search ", this.search), this.status, this.before, this.after);
    tools.hidden = false;
    this.tell(Number(this.table.dataset.rows));
  }

  sortBy(column) {
    const isNumber = this.kinds[column] !== "text";
    this.isDescending = column === this.column ? !this.isDescending : isNumber;
    this.column = column;
    this.headers.forEach((header, idx) => {
      if (idx !== column) header.removeAttribute("aria-sort");
    });
    this.headers[column].setAttribute("aria-sort", this.isDescending ? "descending" : "ascending");
    this.sort();
    this.first = 0;
    this.draw();
  }

  // Rows without a value come last in either direction; equal ones keep the order in which they came.
  sort() {
    if (this.column < 0) return;
    const keys = this.rows.map((row) => row[this.places[this.column]]);
    const sign = this.isDescending ? -1 : 1;
    this.order.sort((a, b) => {
      const [left, right] = [keys[a], keys[b]];
      if (left === right) return a - b;
      if (left === null) return 1;
      if (right === null) return -1;
      return left < right ? -sign : sign;
    });
  }

  // Finds the rows with a text that has all words of the search in it, whatever their case.
  find() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    this.texts ??= this.rows.map((row) => row.filter((cell) => typeof cell === "string").join("\n").toLowerCase());
    const numbers = this.rows.map((_, number) => number);
    this.shown = numbers.filter((number) => words.every((word) => this.texts[number].includes(word)));
    this.sort();
    this.first = 0;
    this.draw();
  }

  turn(by) {
    this.first = Math.max(0, this.first + by);
    this.draw();
    this.table.parentElement.scrollTop = 0;
  }

  draw() {
    const numbers = this.order.slice(this.first, this.first + PAGE_ROWS);
    this.body.replaceChildren(...numbers.map((number) => this.makeRow(number)));
    this.tell(this.order.length);
  }

  tell(count) {
    const last = Math.min(count, this.first + PAGE_ROWS);
    const range = count > PAGE_ROWS ? `${grouped(String(this.first + 1))}–${grouped(String(last))} of ` : "";
    this.status.textContent = `${range}${grouped(String(count))} ${count === 1 ? "row" : "rows"}`;
    this.before.hidden = this.after.hidden = count <= PAGE_ROWS;
    this.before.disabled = this.first === 0;
    this.after.disabled = last >= count;
  }

  makeRow(number) {
    const row = this.rows[number];
    const cells = this.places.map((place, column) => {
      const value = row[place];
      if (typeof value === "string") return make("td", { dir: "auto" }, value);
      if (value === null) return make("td", {});
      return make("td", { class: "number" }, shownNumber(value, this.kinds[column] === "integer"));
    });
    if ("compares" in this.table.dataset) cells.unshift(this.makeOpener(number));
    return make("tr", {}, ...cells);
  }

  // The button that opens the comparisons of a row below it; an empty cell if there are none.
  makeOpener(number) {
    const cell = make("td", { class: "opener" });
    const comparisons = this.comparisons[number];
    if (!comparisons) return cell;
    const about = this.rows[number].find((value) => typeof value === "string") ?? "";
    const button = make("button", { type: "button" });
    const tell = (isOpen) => {
      button.textContent = isOpen ? "Hide" : "Show";
      button.setAttribute("aria-label", `${button.textContent} the texts of ${about}`);
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.addEventListener("click", () => {
      const row = cell.parentElement;
      const isOpen = button.getAttribute("aria-expanded") === "true";
      if (isOpen) row.nextElementSibling.remove();
      else row.after(this.makeDetail(comparisons));
      tell(!isOpen);
    });
    tell(false);
    cell.append(button);
    return cell;
  }

  makeDetail(comparisons) {
    const cell = make("td", { colspan: this.headers.length + 1 }, ...comparisons.map(makeComparison));
    return make("tr", { class: "detail" }, cell);
  }
}

function makeComparison([heading, ...panes]) {
  const title = heading === "" ? [] : [make("h3", { dir: "auto" }, heading)];
  const sides = make("div", { class: "panes" }, ...panes.map(makePane));
  return make("div", { class: "comparison" }, ...title, sides);
}

function makePane([label, ...pieces]) {
  const text = make("pre", { dir: "auto", tabindex: 0, role: "region", "aria-label": label });
  for (let idx = 0; idx + 1 < pieces.length; idx += 2) {
    const [element, name] = PIECES[pieces[idx]] ?? PIECES.p;
    text.append(make(element, name === "" ? {} : { class: name }, pieces[idx + 1]));
  }
  return make("div", { class: "pane" }, make("h4", { dir: "auto" }, label), text);
}

// A switch between the light and the dark scheme, which are those of the system until it is used.
function addSchemeSwitch() {
  const button = document.getElementById("scheme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark";
  const tell = () => {
    button.textContent = isDark() ? "Light colors" : "Dark colors";
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.scheme = isDark() ? "light" : "dark";
    tell();
  });
  system.addEventListener("change", tell);
  button.hidden = false;
  tell();
}

addSchemeSwitch();
document.querySelectorAll("table[data-rows]").forEach((table) => new ReportTable(table));
