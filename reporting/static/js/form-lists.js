// Lists whose lines the unit adds itself. What stands in the lines is written, key by key, into the field of the
// plain form behind them: saving, keeping on this machine and asking about conflicts are the form's own.

import { SIGN } from "./answers.js";

const DAY = /^(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))$/;

/** `answerOf(text, decimals)` → answer, null or undefined (cannot be read). */
export function showLists(form, facts, answerOf) {
  for (const [address, asked] of Object.entries(facts.lists ?? {})) {
    const field = form.elements[`text:${address}`];
    if (field) new RowList(field, asked, facts.plan, answerOf).show();
  }
}

class RowList {
  constructor(field, asked, plan, answerOf) {
    Object.assign(this, { field, asked, plan, answerOf });
    this.box = field.closest(".row-list");
    this.words = this.box.dataset;
    this.removed = [];
  }

  show() {
    for (const plain of [this.field, this.box.querySelector("label")]) plain.classList.add("visually-hidden");
    this.field.tabIndex = -1;
    this.table = element("table", "official list-lines is-editing");
    this.table.setAttribute("aria-labelledby", `${this.field.id}-title`);
    const head = this.table.createTHead().insertRow();
    for (const label of ["", ...this.asked.columns.map((column) => column.label), ""]) {
      const cell = element(label ? "th" : "td", "", label);
      if (label) cell.scope = "col";
      head.append(cell);
    }
    this.body = this.table.createTBody();
    this.told = element("p", "soft");
    this.told.setAttribute("role", "status");
    const add = button(this.words.add, () => this.insert(this.lines.length), "button");
    const bar = element("div", "buttons tight no-print");
    bar.append(add, element("span", "soft list-keys", this.words.keys));
    const frame = element("div", "official-box");
    frame.append(this.table);
    this.field.closest(".list-plain").after(frame, this.told, bar);
    this.followField();
    this.body.addEventListener("input", () => this.write());
    this.body.addEventListener("focusout", (event) => this.settle(event.target));
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("paste", (event) => this.paste(event));
    this.read();
  }

  /** Whoever sets the field (a draft kept on this machine, another person's lines) sets the lines. */
  followField() {
    const plain = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
    this.plain = plain;
    Object.defineProperty(this.field, "value", {
      configurable: true,
      get: () => plain.get.call(this.field),
      set: (text) => {
        plain.set.call(this.field, text);
        this.read();
      },
    });
  }

  get lines() {
    return [...this.body.rows].map((row) => [...row.querySelectorAll("input")]);
  }

  read() {
    const text = this.plain.get.call(this.field);
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    this.body.replaceChildren(...lines.map((line) => this.row(line.split("\t"))));
    this.number();
    this.total();
  }

  row(texts) {
    const row = element("tr");
    row.append(element("td", "is-number"));
    this.asked.columns.forEach((column, at) => {
      const cell = element("td", `of-${column.kind} input`);
      cell.dataset.label = column.label;
      const input = element("input");
      input.type = "text";
      input.autocomplete = "off";
      input.maxLength = 500;
      if (column.kind === "number") input.inputMode = "decimal";
      input.value = texts[at] ?? "";
      cell.append(input, element("p", "said error"));
      row.append(cell);
      this.check(input, column);
    });
    const tools = element("td", "list-tools no-print");
    tools.append(
      button("↑", () => this.move(this.at(row), -1), "button quiet"),
      button("↓", () => this.move(this.at(row), 1), "button quiet"),
      button("✕", () => this.drop(this.at(row)), "button quiet"),
    );
    row.append(tools);
    return row;
  }

  at(row) {
    return [...this.body.rows].indexOf(row);
  }

  /** Printed numbers, names of fields and buttons, after lines came, went or moved. */
  number() {
    this.lines.forEach((inputs, at) => {
      const row = this.body.rows[at];
      row.cells[0].textContent = at + 1;
      inputs.forEach((input, n) => input.setAttribute("aria-label", `${at + 1}. ${this.asked.columns[n].label}`));
      const names = [this.words.up, this.words.down, this.words.drop];
      row.querySelectorAll(".list-tools button").forEach((tool, n) => {
        tool.setAttribute("aria-label", names[n].replace("{n}", at + 1));
      });
    });
    this.table.hidden = !this.body.rows.length;
    if (this.table.hidden && !this.told.textContent) this.told.textContent = this.words.none;
    if (!this.table.hidden && this.told.textContent === this.words.none) this.told.textContent = "";
  }

  /** The lines into the field, as typed; the form hears of it as of any field. */
  write() {
    const lines = this.lines.map((inputs) => inputs.map((input) => input.value.replace(/[\t\r\n]+/g, " ")).join("\t"));
    this.plain.set.call(this.field, lines.filter((line) => line.trim() !== "").join("\n"));
    this.total();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** What the list comes to, where formulas of the form read it. */
  total() {
    const lines = this.lines.filter((inputs) => inputs.some((input) => input.value.trim() !== ""));
    for (const number of this.asked.rows) this.plan.elsewhere[number] = [SIGN.NUMBER, String(lines.length), 0];
    for (const [number, at] of Object.entries(this.asked.sums)) {
      const { decimals } = this.asked.columns[at];
      const answers = lines.map((inputs) => this.answerOf(inputs[at].value, decimals)).filter((one) => one !== null);
      const whole = answers.every((one) => one?.sign === SIGN.NUMBER);
      const sum = whole ? answers.reduce((total, one) => total + one.scaled, 0n) : null;
      this.plan.elsewhere[number] = sum === null ? null : [SIGN.NUMBER, String(sum), decimals];
    }
  }

  check(input, column) {
    const text = input.value.trim();
    let fault = "";
    if (text && column.kind === "number" && this.answerOf(text, column.decimals)?.sign !== SIGN.NUMBER) {
      fault = this.words.number;
    }
    if (text && column.kind === "date" && !isDay(text)) fault = this.words.date;
    if (!text && column.required && input.dataset.left) fault = this.words.missing;
    if (fault) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.parentElement.querySelector(".said").textContent = fault;
  }

  settle(input) {
    if (input.tagName !== "INPUT") return;
    input.dataset.left = "yes";
    const at = this.lines[this.at(input.closest("tr"))].indexOf(input);
    this.check(input, this.asked.columns[at]);
  }

  insert(at, texts = []) {
    const row = this.row(texts);
    this.body.insertBefore(row, this.body.rows[at] ?? null);
    this.number();
    row.querySelector("input").focus();
    return row;
  }

  move(at, by) {
    const to = at + by;
    if (to < 0 || to >= this.body.rows.length) return;
    const row = this.body.rows[at];
    const column = [...row.querySelectorAll("input, button")].indexOf(document.activeElement);
    this.body.insertBefore(row, by < 0 ? this.body.rows[to] : (this.body.rows[to].nextSibling ?? null));
    this.number();
    row.querySelectorAll("input, button")[Math.max(0, column)].focus();
    this.write();
  }

  drop(at) {
    const row = this.body.rows[at];
    const texts = [...row.querySelectorAll("input")].map((input) => input.value);
    this.removed.push([at, texts]);
    row.remove();
    this.told.replaceChildren(
      `${this.words.dropped.replace("{n}", at + 1)} `,
      button(this.words.undo, () => this.undo(), "button quiet"),
    );
    this.number();
    this.write();
    (this.lines[Math.min(at, this.lines.length - 1)]?.[0] ?? this.told.querySelector("button")).focus();
  }

  undo() {
    const [at, texts] = this.removed.pop();
    this.told.textContent = "";
    this.insert(at, texts);
    this.write();
  }

  key(event) {
    const input = event.target;
    if (event.isComposing || event.keyCode === 229 || input.tagName !== "INPUT") return;
    const row = this.at(input.closest("tr"));
    const column = this.lines[row].indexOf(input);
    const act = event.altKey
      ? { ArrowUp: () => this.move(row, -1), ArrowDown: () => this.move(row, 1), Delete: () => this.drop(row) }
      : {
          Enter: () => (this.lines[row + 1]?.[column] ?? this.insert(row + 1).querySelectorAll("input")[0]).focus(),
          ArrowUp: () => this.lines[row - 1]?.[column].focus(),
          ArrowDown: () => this.lines[row + 1]?.[column].focus(),
        };
    if (event.ctrlKey && event.key.toLowerCase() === "z" && this.removed.length && input.value === input.defaultValue) {
      act[event.key] = () => this.undo();
    }
    if (!act[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    act[event.key]();
  }

  /** A block copied from a spreadsheet fills lines from here on; more lines come by themselves. */
  paste(event) {
    const input = event.target;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (input.tagName !== "INPUT" || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    event.stopPropagation();
    const row = this.at(input.closest("tr"));
    const column = this.lines[row].indexOf(input);
    text.split("\n").forEach((line, down) => {
      if (!this.body.rows[row + down]) this.insert(row + down);
      line.split("\t").forEach((cell, right) => {
        const there = this.lines[row + down][column + right];
        if (!there) return;
        there.value = cell.trim();
        this.check(there, this.asked.columns[column + right]);
      });
    });
    this.write();
  }
}

function isDay(text) {
  const found = DAY.exec(text);
  if (!found) return false;
  const [day, month, year] = found[3] ? [found[1], found[2], found[3]] : [found[6], found[5], found[4]];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(words, act, className) {
  const made = element("button", className, words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
