// Saves changed cells in the background. What could not be sent stays on this machine and is tried again.

import { Activity } from "./form-activity.js";

const AFTER_A_PAUSE = 1500;
const AFTER_A_CELL = 250;
const AGAIN = [2000, 5000, 15000, 30000];

export class Saver {
  constructor({ facts, form, byAddress, onSaved }) {
    this.activity = new Activity(document);
    this.facts = facts;
    this.form = form;
    this.byAddress = byAddress;
    this.onSaved = onSaved;
    this.version = facts.version;
    this.dirty = new Map();
    this.failures = 0;
    this.sending = null;
    this.state = document.getElementById("save-state");
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty.size && !this.leaving) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    window.addEventListener("online", () => this.flush());
    form.addEventListener("submit", (event) => this.beforeSubmit(event));
  }

  /** A field changed; it is sent after a pause. */
  changed(input, { quiet = false } = {}) {
    this.dirty.set(input.name, input.value);
    this.remember();
    if (!quiet) this.say("changed", this.facts.words.changed);
    this.later(AFTER_A_PAUSE);
  }

  soon() {
    if (this.dirty.size) this.later(AFTER_A_CELL);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  /** Send what is not sent yet. One request at a time. */
  async flush() {
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    if (!this.dirty.size) return;
    const sent = new Map(this.dirty);
    this.sending = this.send(sent).finally(() => {
      this.sending = null;
    });
    await this.sending;
  }

  async send(sent) {
    let answer;
    const active = this.activity.taken();
    try {
      answer = await fetch(this.facts.save, {
        method: "POST",
        credentials: "same-origin",
        keepalive: true,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
        },
        body: JSON.stringify({ seen_version: this.version, active, ...inParts(sent) }),
      });
    } catch {
      this.activity.giveBack(active);
      return this.failed(this.facts.words.offline);
    }
    if (!answer.ok || answer.redirected) this.activity.giveBack(active);
    if (answer.redirected) return this.failed(this.facts.words.signed_out);
    if (answer.ok) return this.saved(sent, await answer.json());
    return this.refused(sent, answer);
  }

  async refused(sent, answer) {
    let said = {};
    try {
      said = await answer.json();
    } catch {
      return this.failed(this.facts.words.offline);
    }
    if (answer.status === 409 && said.cells) return this.conflict(sent, said);
    this.say("failed", said.said ?? this.facts.words.offline);
    return undefined;
  }

  saved(sent, answer) {
    this.failures = 0;
    this.version = answer.version;
    for (const [name, text] of sent) if (this.dirty.get(name) === text) this.dirty.delete(name);
    for (const [address, text] of Object.entries(answer.theirs)) this.take(address, text);
    this.remember();
    this.tellForm();
    if (!this.dirty.size) this.say("saved", answer.saved);
    this.onSaved(answer);
    if (this.dirty.size) this.later(AFTER_A_CELL);
  }

  /** What another person saved in the meantime shows, unless one is typing there. */
  take(address, text) {
    const input = this.byAddress.get(address);
    if (input && !this.dirty.has(input.name) && input.value !== text) input.value = text;
  }

  failed(words) {
    this.say("failed", words);
    const pause = AGAIN[Math.min(this.failures, AGAIN.length - 1)];
    this.failures += 1;
    this.later(pause);
  }

  /** The same cell, two values: both are shown and the person decides. The others are sent on. */
  conflict(sent, said) {
    this.version = said.version ?? this.version;
    for (const [address, both] of Object.entries(said.cells)) {
      const input = this.byAddress.get(address);
      if (!input) continue;
      this.dirty.delete(input.name);
      this.ask(input, both);
    }
    this.say("conflict", said.said);
    this.remember();
    if (this.dirty.size) this.later(AFTER_A_CELL);
  }

  ask(input, both) {
    const box = document.createElement("div");
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const text = document.createElement("span");
    const isCell = input.name.startsWith("cell:");
    const theirs = isCell ? (both.theirs ?? "").replace(".", ",") : (both.theirs ?? "");
    text.textContent = `${both.by} ${this.facts.words.theirs} “${theirs}”. `;
    const keep = button(this.facts.words.keep, () => this.changed(input));
    const take = button(this.facts.words.take, () => {
      input.value = theirs;
      input.dispatchEvent(new Event("focusout", { bubbles: true }));
      this.say("saved", "");
    });
    for (const choice of [keep, take]) choice.addEventListener("click", () => box.remove());
    box.append(text, keep, " ", take);
    input.parentElement.querySelector(".conflict")?.remove();
    input.after(box);
  }

  /** The plain form behind the page knows what was saved, so that its own POST repeats nothing. */
  tellForm() {
    this.form.elements.seen_version.value = this.version;
    const shown = JSON.parse(this.form.elements.shown.value);
    for (const [address, input] of this.byAddress) if (!this.dirty.has(input.name)) shown[address] = input.value;
    this.form.elements.shown.value = JSON.stringify(shown);
  }

  async beforeSubmit(event) {
    if (this.leaving) return;
    event.preventDefault();
    const by = event.submitter;
    await this.flush();
    if (by?.id === "save-button" && !this.dirty.size) return;
    this.leaving = true;
    // Not inside the event that asks: a form that is being submitted ignores a second wish.
    setTimeout(() => this.form.requestSubmit(by));
  }

  say(state, words) {
    this.state.dataset.state = state;
    this.state.textContent = words;
  }

  // Cells that are not sent yet survive a closed page on this machine.
  remember() {
    try {
      if (this.dirty.size) localStorage.setItem(this.facts.key, JSON.stringify([...this.dirty]));
      else localStorage.removeItem(this.facts.key);
    } catch {
      // Storage is full or forbidden: the page itself still holds the text.
    }
  }

  restore() {
    let kept = [];
    try {
      kept = JSON.parse(localStorage.getItem(this.facts.key) ?? "[]");
    } catch {
      return;
    }
    for (const [name, text] of kept) {
      const input = this.form.elements[name];
      if (!input || input.value === text) continue;
      input.value = text;
      this.changed(input);
    }
    if (!this.dirty.size) this.remember();
  }
}

function inParts(sent) {
  const parts = { cells: {}, texts: {}, explanations: {} };
  const kinds = { cell: "cells", text: "texts", explain: "explanations" };
  for (const [name, text] of sent) {
    const colon = name.indexOf(":");
    parts[kinds[name.slice(0, colon)]][name.slice(colon + 1)] = text;
  }
  return parts;
}

function button(words, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button";
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}

/** Stands in where nothing is saved by itself: a file looked at before it is kept. */
export class Unsaved {
  constructor(form) {
    this.touched = false;
    form.addEventListener("submit", () => {
      this.touched = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.touched) event.preventDefault();
    });
  }

  changed() {
    this.touched = true;
  }

  soon() {}

  restore() {}
}
