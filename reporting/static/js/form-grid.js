// The tables of a form as rows and columns of cells, for keys and blocks.

export class Grid {
  constructor(form) {
    this.form = form;
    this.rows = [...this.form.querySelectorAll("table.official tbody tr")].map((row) => [...row.cells]);
    this.places = new Map();
    this.rows.forEach((cells, row) => cells.forEach((cell, column) => this.places.set(cell, [row, column])));
  }

  /** [row, column] of a field or cell; null when it is in no table. */
  placeOf(element) {
    return this.places.get(element.closest("td")) ?? null;
  }

  cellAt(row, column) {
    return this.rows[row]?.[column];
  }

  /** The field in a cell, or none: printed, computed, locked. */
  inputAt(row, column) {
    return fieldIn(this.cellAt(row, column));
  }

  /** The next field from a place in a direction. */
  next(row, column, down, right) {
    let [r, c] = [row + down, column + right];
    while (this.rows[r] && c >= 0 && (right === 0 || c < this.rows[r].length)) {
      const input = this.inputAt(r, c);
      if (input) return input;
      r += down;
      c += right;
    }
    return undefined;
  }

  inputsOfRow(row) {
    return (this.rows[row] ?? []).map(fieldIn).filter(Boolean);
  }

  all() {
    return this.rows.flat().map(fieldIn).filter(Boolean);
  }

  /** Rows that hold figures; headings between them do not. */
  hasFigures(row) {
    return this.rows[row].some((cell) => cell.classList.contains("is-figure"));
  }

  isSameTable(row, other) {
    const [one, two] = [row, other].map((index) => this.rows[index]?.[0]?.closest("table"));
    return Boolean(one) && one === two;
  }
}

/** Into a field, also when its row is not the one a phone shows. */
export function focusOn(input, options) {
  input.dispatchEvent(new Event("reveal", { bubbles: true }));
  input.focus(options);
}

export function fieldIn(cell) {
  return cell?.classList.contains("input") ? cell.querySelector(":scope > input") : undefined;
}

/** What stands in a cell, as a person reads it. */
export function textIn(cell) {
  const input = fieldIn(cell);
  if (input) return input.value;
  return (cell?.querySelector(".figure")?.textContent ?? "").trim();
}
