// The word on a warning: written where the warning shows, at its cell or in the list beside the form. The two fields
// of a warning are one: what is typed into one stands in the other, and one of them goes with the form.

import { isTypedEarly } from "./form-early.js";

export class Explanations {
  /** `facts.words.explain` labels the fields; `hasCell(address)`: whether the warning shows at a cell too. */
  constructor({ facts, hasCell }) {
    Object.assign(this, { facts, hasCell, ...wordsOnThePage(), fields: new Map() });
  }

  /** "explain:t1/r1:c1" → the word. */
  set(name, text) {
    this.texts.set(name, text);
    for (const field of this.fields.get(name)?.values() ?? []) {
      if (field.value !== text) field.value = text;
      this.settle(field);
    }
  }

  /** The fields whose words were written before the page's script was here, of warnings that still stand. */
  typedEarly() {
    return this.early.filter((name) => this.fields.has(name)).map((name) => this.goingWithForm(name));
  }

  goingWithForm(name) {
    const fields = this.fields.get(name);
    return fields.get("cell") ?? fields.get("list");
  }

  atCell(address) {
    return this.field(address, "cell");
  }

  inList(address) {
    return this.field(address, "list");
  }

  /** What was typed: the field that goes with the form, with the word in it; null for any other field. */
  typed(target) {
    const name = target.dataset?.explains;
    if (!name) return null;
    const text = target.value.replace(/\s*\n\s*/g, " ");
    this.set(name, text);
    return this.goingWithForm(name);
  }

  /** Enter goes on, Escape back: to the cell the warning is at, or the next warning of the list. */
  key(event, goOn, goBack) {
    const name = event.target.dataset?.explains;
    if (!name || event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    const address = name.slice(name.indexOf(":") + 1);
    if (event.key === "Escape") goBack(address);
    else if (event.target.closest(".said-box")) goOn(address);
    else nextInList(event.target)?.focus();
  }

  field(address, where) {
    const name = `explain:${address}`;
    if (!this.fields.has(name)) this.fields.set(name, new Map());
    const here = this.fields.get(name);
    if (!here.has(where)) here.set(where, this.make(name, address, where));
    return here.get(where);
  }

  make(name, address, where) {
    const field = document.createElement("textarea");
    field.rows = 1;
    field.dataset.explains = name;
    if (where === "cell" || !this.hasCell(address)) field.name = name;
    field.value = this.texts.get(name) ?? "";
    field.placeholder = this.facts.words.explain;
    field.setAttribute("aria-label", `${this.facts.words.explain}: ${this.facts.places[address] ?? ""}`);
    field.maxLength = 500;
    field.className = `explain at-${where}`;
    this.settle(field);
    return field;
  }

  /** At a cell Tab stops only where a word is still wanted; the list leads to all. */
  settle(field) {
    field.classList.toggle("is-wanted", field.value.trim() === "");
    if (field.classList.contains("at-cell")) field.tabIndex = field.value.trim() === "" || field === document.activeElement ? 0 : -1;
  }
}

function nextInList(field) {
  const fields = [...document.querySelectorAll("#problem-list .explain")];
  return fields[fields.indexOf(field) + 1];
}

/** Words on warnings as they stand on the page, by field, and those not as it came; the fields are made anew. */
function wordsOnThePage() {
  const texts = new Map();
  const early = [];
  for (const panel of document.querySelectorAll(".explain-panel")) {
    const field = panel.querySelector("input");
    texts.set(field.name, field.value);
    if (isTypedEarly(field)) early.push(field.name);
    panel.remove();
  }
  return { texts, early };
}
