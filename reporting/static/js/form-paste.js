// Pasting a block: down and right from the cell pasted into, and what came of it said below the bar.

import { example, inOurNotation, notationOf, readClipboard, turned } from "./form-clipboard.js";

export class Pasting {
  /** `change(Map input → text)`: put the texts into the form as one step that can be undone. */
  constructor({ form, grid, words, change, undo }) {
    Object.assign(this, { grid, words, change, undo });
    this.note = noteBelowTheBar();
    form.addEventListener("paste", (event) => this.paste(event));
  }

  paste(event) {
    if (!event.target.matches?.("td.input > input")) return;
    const block = readClipboard(event.clipboardData);
    const isOne = block.texts.length === 1 && block.texts[0].length === 1;
    if (isOne && !block.raw[0][0]) return; // typed text, put where the caret is
    event.preventDefault();
    const notation = notationOf(block);
    if (notation === "either") this.ask(block, event.target);
    else this.fill(event.target, inOurNotation(block, notation));
  }

  /** Once for the block: how its numbers are written. */
  ask(block, start) {
    const text = example(block);
    const choose = (notation) => () => {
      start.focus();
      this.fill(start, inOurNotation(block, notation));
    };
    const isDot = text.includes(".");
    const [thousands, decimals] = isDot ? ["ours", "theirs"] : ["theirs", "ours"];
    this.say(this.words.two_ways.replace("{text}", text), [
      [this.words.thousands.replace("{number}", text.replace(/[.,]/g, "")), choose(thousands)],
      [this.words.decimals.replace("{number}", isDot ? turned(text) : text), choose(decimals)],
    ]);
    this.note.querySelector("button").focus();
  }

  fill(start, texts) {
    const { changes, lost } = this.placed(start, texts);
    this.change(changes);
    const words = lost ? this.words.pasted_some : this.words.pasted;
    this.say(words.replace("{count}", changes.size).replace("{lost}", lost), [
      [this.words.undo, () => this.undo()],
      [this.words.close, () => this.hide()],
    ]);
  }

  placed(start, texts) {
    const [row, column] = this.grid.placeOf(start);
    const rows = this.rowsFor(row, texts);
    const changes = new Map();
    let lost = 0;
    texts.forEach((line, down) =>
      line.forEach((text, right) => {
        const input = rows[down] === undefined ? undefined : this.grid.inputAt(rows[down], column + right);
        if (input) changes.set(input, text);
        else if (text !== "" && !this.isComputed(rows[down], column + right)) lost += 1;
      }),
    );
    return { changes, lost };
  }

  /** Rows of the table from the start on: with its headings if the block has them (empty lines), else without. */
  rowsFor(start, texts) {
    const here = this.grid.rows.map((_cells, index) => index).filter((index) => index >= start);
    const rows = here.filter((index) => this.grid.isSameTable(start, index));
    const hasHeadings = rows.every((row, line) => this.grid.hasFigures(row) || !texts[line]?.some((text) => text !== ""));
    return hasHeadings ? rows : rows.filter((row) => this.grid.hasFigures(row));
  }

  /** What stands in computed cells is worked out here; what was copied of it is not missed. */
  isComputed(row, column) {
    const cell = row === undefined ? undefined : this.grid.cellAt(row, column);
    return Boolean(cell?.dataset.cell);
  }

  say(words, choices) {
    const text = document.createElement("span");
    text.textContent = words;
    const buttons = choices.map(([name, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = name;
      button.addEventListener("click", () => {
        this.hide();
        act();
      });
      return button;
    });
    this.note.replaceChildren(text, ...buttons);
    this.note.hidden = false;
  }

  hide() {
    this.note.hidden = true;
  }
}

function noteBelowTheBar() {
  const note = document.createElement("p");
  note.className = "paste-note no-print";
  note.setAttribute("role", "status");
  note.hidden = true;
  document.querySelector(".work-bar").after(note);
  return note;
}
