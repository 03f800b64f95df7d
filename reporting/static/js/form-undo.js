// Ctrl+Z takes back the last step on the form: what was typed in a cell, a block that was pasted or emptied.

import { focusOn } from "./form-grid.js";
import { isComposing } from "./form-keys.js";

const STEPS = 100;

export class Undo {
  /** `put(Map input → text)`: write the texts into the form. */
  constructor(form, put) {
    this.put = put;
    this.steps = [];
    this.entered = new Map(); // the field with the focus → its text when it got it
    form.addEventListener("focusin", ({ target }) => this.entered.set(target, target.value));
    form.addEventListener("focusout", ({ target }) => this.left(target));
    form.addEventListener("keydown", (event) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
      if (!isUndo || isComposing(event) || !event.target.matches?.("td.input > input")) return;
      event.preventDefault();
      this.left(event.target);
      this.entered.set(event.target, event.target.value);
      this.back();
    });
  }

  /** What was typed in a field is one step. */
  left(input) {
    const before = this.entered.get(input);
    this.entered.delete(input);
    if (before !== undefined && before !== input.value) this.keep(new Map([[input, before]]));
  }

  /** A field whose text was typed before the page's script was here; the one with the focus is still being typed. */
  typedEarly(input) {
    if (input === document.activeElement) this.entered.set(input, input.defaultValue);
    else this.keep(new Map([[input, input.defaultValue]]));
  }

  /** Remember what stands in the fields before they are changed together. */
  before(inputs) {
    this.keep(new Map(inputs.map((input) => [input, input.value])));
  }

  keep(step) {
    this.steps.push(step);
    if (this.steps.length > STEPS) this.steps.shift();
  }

  back() {
    const step = this.steps.pop();
    if (!step) return;
    this.put(step);
    for (const input of step.keys()) if (this.entered.has(input)) this.entered.set(input, input.value);
    focusOn([...step.keys()][0]);
  }
}
