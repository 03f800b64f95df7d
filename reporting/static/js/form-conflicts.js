// Two people in one cell, or a text the server cannot keep: the person decides, cell by cell. Until then the cell
// is kept on this machine, is not sent again, and the report does not leave the page.

import { focusOn } from "./form-grid.js";

export class Conflicts {
  constructor(saver) {
    this.saver = saver;
    this.open = new Map(); // field's name → its input, if it is on the page
  }

  has(name) {
    return this.open.has(name);
  }

  /** The field was changed by the person: that is an answer. */
  settled(input) {
    this.open.delete(input.name);
    input.parentElement.querySelector(":scope > .conflict")?.remove();
  }

  /** A cell the server refused waits for the person; false when it was not among those sent. */
  hold(sent, address) {
    const name = nameOf(sent, address);
    if (name === undefined) return false;
    this.saver.dirty.delete(name);
    this.open.set(name, this.saver.form.elements[name]);
    return true;
  }

  /** Both values are shown at the cell. True when the other cells can be sent on. */
  of(sent, said) {
    const { saver } = this;
    saver.version = Math.max(saver.version, said.version ?? 0);
    let found = false;
    for (const [address, both] of Object.entries(said.cells)) {
      const name = nameOf(sent, address);
      if (name === undefined) continue;
      found = true;
      const input = saver.form.elements[name];
      if (name.startsWith("explain:") || !input) saver.put(name, sent.get(name).text, saver.version);
      else if (this.hold(sent, address)) this.ask(input, both);
    }
    saver.say("conflict", said.said);
    return found;
  }

  ask(input, both) {
    const { words } = this.saver.facts;
    const box = document.createElement("div");
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const text = document.createElement("span");
    const theirs = input.name.startsWith("cell:") ? (both.theirs ?? "").replace(".", ",") : (both.theirs ?? "");
    text.textContent = `${both.by} ${words.theirs} “${theirs}”. `;
    const keep = button(words.keep, () => this.saver.changed(input));
    const take = button(words.take, () => this.taken(input, theirs));
    box.append(text, keep, " ", take);
    input.parentElement.querySelector(":scope > .conflict")?.remove();
    input.after(box);
  }

  taken(input, theirs) {
    this.settled(input);
    input.value = theirs;
    this.saver.isThere(input.name, theirs, this.saver.version);
    input.dispatchEvent(new Event("focusout", { bubbles: true }));
    this.saver.tellForm();
    if (!this.open.size) this.saver.say("saved", "");
    this.saver.soon();
  }

  /** Lead to the first cell that waits; false when none does. */
  show() {
    for (const input of this.open.values()) {
      if (!input) continue;
      focusOn(input);
      input.scrollIntoView({ block: "center" });
      return true;
    }
    return false;
  }
}

/** Explanations are named in the server's answers as their fields are, cells and texts by address alone. */
function nameOf(sent, address) {
  return [`cell:${address}`, `text:${address}`, address, `explain:${address}`].find((name) => sent.has(name));
}

function button(words, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button";
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}
