// On a phone a form of many columns is filled one row at a time: each cell a line with its column's words.

const NARROW = window.matchMedia("(max-width: 50rem)");

export class RowByRow {
  constructor({ form, words }) {
    this.form = form;
    this.tables = [...form.querySelectorAll("table.official.many")];
    this.rows = this.tables.flatMap((table) => [...table.tBodies[0].rows].filter((row) => row.querySelector(".is-figure")));
    if (!this.rows.length) return;
    for (const table of this.tables) label(table);
    this.steps = this.makeSteps(words);
    this.whole = false;
    this.at = 0;
    form.addEventListener("reveal", ({ target }) => this.reveal(target));
    form.addEventListener("focusin", ({ target }) => this.reveal(target));
    NARROW.addEventListener("change", () => this.show());
    this.show();
  }

  makeSteps(words) {
    const steps = document.createElement("div");
    steps.className = "row-steps no-print";
    const [before, after, turn] = ["‹", "›", ""].map((text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = text;
      return button;
    });
    before.setAttribute("aria-label", words.row_before);
    after.setAttribute("aria-label", words.row_after);
    this.where = document.createElement("span");
    this.where.setAttribute("role", "status");
    before.addEventListener("click", () => this.go(this.at - 1));
    after.addEventListener("click", () => this.go(this.at + 1));
    turn.addEventListener("click", () => {
      this.whole = !this.whole;
      this.show();
    });
    Object.assign(this, { before, after, turn, words });
    steps.append(before, this.where, after, turn);
    this.tables.at(-1).closest(".official-box").after(steps);
    return steps;
  }

  get isOn() {
    return NARROW.matches && !this.whole;
  }

  show() {
    this.form.classList.toggle("row-by-row", this.isOn);
    this.steps.hidden = !NARROW.matches;
    for (const step of [this.before, this.after, this.where]) step.hidden = this.whole;
    this.turn.textContent = this.whole ? this.words.by_row : this.words.whole_table;
    this.go(this.at);
  }

  go(index) {
    this.at = Math.min(Math.max(index, 0), this.rows.length - 1);
    for (const row of this.form.querySelectorAll("tr.is-shown")) row.classList.remove("is-shown");
    const row = this.rows[this.at];
    row.classList.add("is-shown");
    headingOf(row)?.classList.add("is-shown");
    this.before.disabled = this.at === 0;
    this.after.disabled = this.at === this.rows.length - 1;
    this.where.textContent = this.words.row_of.replace("{n}", this.at + 1).replace("{all}", this.rows.length);
  }

  /** A field is about to be shown or has the focus: its row is the one to see. */
  reveal(field) {
    const index = this.rows.indexOf(field.closest("tr"));
    if (index >= 0 && index !== this.at) this.go(index);
  }
}

/** The line of words above a row, while no other figures come between. */
function headingOf(row) {
  let above = row.previousElementSibling;
  while (above?.querySelector(".is-figure")) above = above.previousElementSibling;
  return above;
}

/** Each cell says the words of its column, from all lines of the header, and its printed number. */
function label(table) {
  const words = columnWords(table);
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, column) => {
      if (cell.matches(".is-figure, .is-note")) cell.dataset.label = words[column] ?? "";
    });
  }
}

function columnWords(table) {
  const lines = [...table.tHead.rows];
  const filled = lines.map(() => []);
  lines.forEach((line, at) => {
    let column = 0;
    for (const cell of line.cells) {
      while (filled[at][column] !== undefined) column += 1;
      for (let down = 0; down < cell.rowSpan; down += 1)
        for (let right = 0; right < cell.colSpan; right += 1)
          if (filled[at + down]) filled[at + down][column + right] = down ? "" : cell.textContent.trim();
    }
  });
  return filled.at(-1).map((number, column) => {
    const said = filled.slice(0, -1).map((line) => line[column]).filter(Boolean);
    return [...said, number && `(${number})`].filter(Boolean).join(" · ");
  });
}
