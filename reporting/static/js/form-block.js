// A block of cells chosen with Shift and arrows: copied as a spreadsheet reads it, emptied with Delete.

import { textIn } from "./form-grid.js";
import { isComposing } from "./form-keys.js";

export class Block {
  /** `onEmpty(inputs)`: the fields of the block are to be emptied. */
  constructor(form, grid, onEmpty) {
    Object.assign(this, { form, grid, onEmpty });
    this.corner = null; // the other corner; the first is the cell with the focus
    form.addEventListener("copy", (event) => this.copy(event));
    form.addEventListener("input", () => this.forget());
    form.addEventListener("pointerdown", () => this.forget());
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.forget();
    });
    form.addEventListener("keydown", (event) => {
      if (!this.isMany || isComposing(event) || !["Delete", "Backspace"].includes(event.key)) return;
      event.preventDefault();
      this.onEmpty(this.inputs());
    });
  }

  get isMany() {
    return this.corner !== null;
  }

  get anchor() {
    return document.activeElement && this.grid.placeOf(document.activeElement);
  }

  grow(down, right) {
    const [row, column] = this.corner ?? this.anchor;
    const to = [row + down, column + right];
    const cell = this.grid.cellAt(...to);
    if (!cell || !this.grid.isSameTable(row, to[0]) || !(right === 0 || isFigure(cell))) return;
    this.corner = to;
    this.show();
  }

  forget() {
    if (!this.isMany) return;
    this.corner = null;
    this.show();
  }

  show() {
    for (const cell of this.form.querySelectorAll("td.chosen")) cell.classList.remove("chosen");
    if (this.isMany) for (const cell of this.cells().flat()) cell?.classList.add("chosen");
  }

  /** Rows of cells between the two corners. */
  cells() {
    const [a, b] = [this.anchor, this.corner];
    const [top, bottom] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
    const [left, right] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
    return this.grid.rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  }

  inputs() {
    return this.cells()
      .flat()
      .map((cell) => cell.querySelector(":scope > input"))
      .filter(Boolean);
  }

  copy(event) {
    if (!this.isMany) return;
    event.preventDefault();
    const texts = this.cells().map((row) => row.map(textIn));
    event.clipboardData.setData("text/plain", texts.map((row) => row.join("\t")).join("\n"));
    event.clipboardData.setData("text/html", asTable(texts));
  }
}

function isFigure(cell) {
  return cell.classList.contains("is-figure") || cell.classList.contains("is-note");
}

/** Numbers carry their value, so that a spreadsheet of any language reads the same. */
function asTable(texts) {
  const table = document.createElement("table");
  for (const row of texts) {
    const line = table.insertRow();
    for (const text of row) {
      const cell = line.insertCell();
      cell.textContent = text;
      if (/^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/.test(text)) {
        const value = text.replaceAll(".", "").replace(",", ".");
        cell.setAttribute("sdval", value);
        cell.setAttribute("x:num", value);
      }
    }
  }
  return table.outerHTML;
}
