// Every change is kept on this machine at once (form-store.js) and sent in the background; what could not be
// sent is tried again, and is there when the page opens next, with or without a network.

import { Activity } from "./form-activity.js";
import { Conflicts } from "./form-conflicts.js";
import { SignInAgain, csrfToken, renewTokens } from "./form-session.js";
import { Kept } from "./form-store.js";

const AFTER_A_PAUSE = 1500;
const AFTER_A_CELL = 250;
const AGAIN = [2000, 5000, 15000, 30000];
const KINDS = { cell: "cells", text: "texts", explain: "explanations" };

export class Saver {
  /** `explains`: words on warnings, by field; the list beside the form writes their fields anew. */
  constructor({ facts, form, byAddress, explains, onSaved, onRestored }) {
    Object.assign(this, { facts, form, byAddress, explains, onSaved, onRestored });
    this.activity = new Activity(document);
    this.version = facts.version;
    this.dirty = new Map(); // name → {text, base}: typed and not sent
    this.failures = 0;
    this.sending = null;
    this.state = document.getElementById("save-state");
    this.conflicts = new Conflicts(this);
    this.session = new SignInAgain(() => this.flush());
    this.kept = new Kept({
      ...facts.kept,
      onKept: (batch) => this.keptHere(batch),
      onLost: () => this.say("failed", facts.words.not_kept),
    });
    this.listen();
  }

  listen() {
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty.size && !this.leaving) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    this.form.addEventListener("compositionstart", () => {
      this.composing = true;
    });
    this.form.addEventListener("compositionend", () => {
      this.composing = false;
    });
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => this.say("failed", this.facts.words.offline));
    document.addEventListener("submit", (event) => this.beforeSubmit(event), { capture: true });
  }

  /** A field changed: it is kept now and sent after a pause. */
  changed(input, { quiet = false } = {}) {
    this.put(input.name, input.value, this.dirty.get(input.name)?.base ?? this.version);
    this.conflicts.settled(input);
    if (!quiet && this.state.dataset.state === "saved") this.say("changed", this.facts.words.changed);
    this.later(AFTER_A_PAUSE);
  }

  put(name, text, base) {
    this.dirty.set(name, { text, base });
    this.kept.put(name, { text, base });
  }

  keptHere(batch) {
    if (this.state.dataset.state === "changed") this.say("changed", this.facts.words.kept);
    const told = [...batch].map(([name, record]) => [name, record?.text]);
    this.form.dispatchEvent(new CustomEvent("kept", { detail: told }));
  }

  soon() {
    if (this.dirty.size) this.later(AFTER_A_CELL);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  /** Send what is not sent yet, one request at a time; false when some of it stays here. */
  async flush() {
    clearTimeout(this.timer);
    if (this.composing) return this.later(AFTER_A_PAUSE); // a letter of Telex or VNI is half put together
    while (this.sending) await this.sending;
    while (this.dirty.size) {
      this.sending = this.send(this.oldest()).finally(() => {
        this.sending = null;
      });
      if (!(await this.sending)) return false;
    }
    return true;
  }

  /** What was typed upon the same version goes together: the server asks where somebody changed it since. */
  oldest() {
    const base = Math.min(...[...this.dirty.values()].map((one) => one.base));
    return new Map([...this.dirty].filter(([, one]) => one.base === base));
  }

  async send(sent) {
    const [{ base }] = sent.values();
    const active = this.activity.taken();
    let answer;
    try {
      answer = await fetch(this.facts.save, {
        method: "POST",
        credentials: "same-origin",
        keepalive: true,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": csrfToken(this.form),
        },
        body: JSON.stringify({ seen_version: base, person: this.facts.kept.person, active, ...inParts(sent) }),
      });
    } catch {
      this.activity.giveBack(active);
      return this.failed(this.facts.words.offline);
    }
    if (!answer.ok || answer.redirected) this.activity.giveBack(active);
    if (answer.redirected) {
      this.session.ask();
      return this.failed(this.facts.words.signed_out);
    }
    if (answer.ok) return this.saved(sent, await answer.json());
    return this.refused(sent, answer);
  }

  saved(sent, answer) {
    this.failures = 0;
    this.session.over();
    this.version = Math.max(this.version, answer.version);
    for (const [name, { text }] of sent) {
      const now = this.dirty.get(name);
      if (now && now.text !== text) this.put(name, now.text, answer.version);
      else this.isThere(name, text, answer.version);
    }
    for (const [address, text] of Object.entries(answer.theirs)) this.take(address, text, answer.version);
    this.tellForm();
    if (!this.dirty.size) this.say("saved", answer.saved);
    this.onSaved(answer);
    return true;
  }

  isThere(name, text, version) {
    this.dirty.delete(name);
    this.kept.put(name, { text, sent: version });
  }

  /** What was saved elsewhere in the meantime shows, unless one is typing there. */
  take(address, text, version) {
    if (address.startsWith("explain:")) return this.takeWord(address, text, version);
    const input = this.byAddress.get(address);
    if (!input || this.dirty.has(input.name) || this.conflicts.has(input.name)) return;
    if (input.value !== text) input.value = text;
    this.kept.put(input.name, { text, sent: version });
  }

  takeWord(name, text, version) {
    if (this.dirty.has(name) || document.activeElement?.dataset?.explains === name) return;
    this.explains.set(name, text);
    this.kept.put(name, { text, sent: version });
  }

  failed(words) {
    this.say("failed", words);
    this.later(AGAIN[Math.min(this.failures, AGAIN.length - 1)]);
    this.failures += 1;
    return false;
  }

  /** The server says no. Cells it names wait for the person, the others are sent on. */
  async refused(sent, answer) {
    let said;
    try {
      said = await answer.json();
    } catch {
      return this.failed(this.facts.words.offline);
    }
    if (said.code === "other_person") return this.giveWay();
    if (answer.status === 409 && said.cells) return this.conflicts.of(sent, said);
    const named = (said.problems ?? []).filter(({ cell }) => this.conflicts.hold(sent, cell));
    const why = said.problems?.[0]?.message ?? said.said;
    this.say("failed", `${this.facts.words.refused} ${why}`);
    return named.length > 0;
  }

  /** Somebody else signed in on this machine: the draft stays, sealed, and leaves the screen. */
  async giveWay() {
    this.leaving = true;
    await this.kept.writing;
    window.location.reload();
    return false;
  }

  /** The plain form behind the page knows what was saved, so that its own POST repeats nothing. */
  tellForm() {
    this.form.elements.seen_version.value = this.version;
    const shown = JSON.parse(this.form.elements.shown.value);
    for (const [address, input] of this.byAddress) {
      if (!this.dirty.has(input.name) && !this.conflicts.has(input.name)) shown[address] = input.value;
    }
    this.form.elements.shown.value = JSON.stringify(shown);
  }

  /** Nothing leaves the page, and nobody signs out, before what was typed has gone to the server. */
  async beforeSubmit(event) {
    const { target, submitter } = event;
    if (this.leaving || !(target === this.form || target.closest("dialog, .person"))) return;
    if (target.method === "dialog" || target.id === "session-form") return;
    event.preventDefault();
    event.stopPropagation();
    const signsOut = target.matches("[data-signs-out]");
    const isSent = await (signsOut ? Promise.race([this.flush(), paused(3000)]) : this.flush());
    if (!signsOut && !isSent) return this.session.demand();
    if (target === this.form && this.conflicts.show()) return;
    if (submitter?.id === "save-button") return;
    this.leaving = true;
    renewTokens();
    // Not inside the event that asks: a form that is being submitted ignores a second wish.
    setTimeout(() => target.requestSubmit(submitter));
  }

  say(state, words) {
    this.state.dataset.state = state;
    this.state.textContent = words;
  }

  /** What this machine keeps goes back into the form: typed and not sent, or newer than a page kept offline. */
  async restore() {
    const without = document.documentElement.dataset.withoutNetwork !== undefined || !navigator.onLine;
    if (without) this.say("failed", this.facts.words.opened_offline);
    for (const [name, record] of await this.kept.all()) this.putBack(name, record);
    this.tellForm();
    this.onRestored();
    if (this.dirty.size) this.later(0);
  }

  putBack(name, { text, base, sent }) {
    const input = this.form.elements[name];
    if (sent !== undefined && sent <= this.facts.version) return this.kept.put(name, null);
    if (this.dirty.has(name)) return undefined;
    this.version = Math.max(this.version, sent ?? 0);
    if (sent === undefined) this.dirty.set(name, { text, base });
    if (name.startsWith("explain:")) this.explains.set(name, text);
    if (input) input.value = text;
    return undefined;
  }
}

function inParts(sent) {
  const parts = { cells: {}, texts: {}, explanations: {} };
  for (const [name, { text }] of sent) {
    const colon = name.indexOf(":");
    parts[KINDS[name.slice(0, colon)]][name.slice(colon + 1)] = text;
  }
  return parts;
}

function paused(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
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
