// What is wrong, shown twice: at its cell, and in the list beside the form with a way to jump there.

import { focusOn } from "./form-grid.js";

export class Problems {
  /** `cells`: every figure on the form; `inputs`: those for typing; `isAnswered(address)`. */
  constructor({ facts, form, byAddress, cells, inputs, isAnswered }) {
    Object.assign(this, { facts, form, byAddress, inputs, isAnswered });
    this.cellAt = new Map(cells.map((cell) => [cell.dataset.cell, cell]));
    this.explains = wordsOnThePage();
  }

  show(problems) {
    const at = grouped(problems);
    for (const [address, cell] of this.cellAt) this.showAt(cell, at.get(address) ?? []);
    this.list(problems);
  }

  showAt(cell, here) {
    const said = here.length ? JSON.stringify(here) : "";
    if ((cell.told ?? (cell.querySelector(".said") ? null : "")) === said) return;
    cell.told = said;
    const worst = ["error", "warning"].find((severity) => here.some((problem) => problem.severity === severity));
    cell.classList.toggle("error", worst === "error");
    cell.classList.toggle("warning", worst === "warning");
    const input = cell.querySelector("input");
    if (worst === "error") input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
    const box = cell.querySelector(".said-box");
    for (const old of box.querySelectorAll(".said.error, .said.warning, .said.note")) old.remove();
    for (const problem of here) box.append(paragraph(`said ${problem.severity}`, this.hereSaid(problem)));
  }

  /** At the cell the sentence does without the cell's name; in the list it has it. */
  hereSaid({ address, message }) {
    const place = `${this.facts.places[address]}: `;
    return message.startsWith(place) ? message.slice(place.length) : message;
  }

  listSaid({ address, message }) {
    const place = `${this.facts.places[address]}: `;
    return message.startsWith(place) || !this.facts.places[address] ? message : place + message;
  }

  list(problems) {
    const empty = this.inputs.filter((input) => input.value.trim() === "");
    document.getElementById("answered").textContent = this.inputs.filter(this.isAnswered).length;
    if (!this.facts.save) return; // of a file: the list is grouped by the server
    if (document.activeElement?.name?.startsWith("explain:")) return;
    const listed = empty.length && this.facts.emptyWords ? [...problems, this.gaps(empty)] : problems;
    const said = JSON.stringify(listed);
    if (this.said === said) return;
    this.said = said;
    document.getElementById("problem-list").replaceChildren(...listed.map((problem) => this.item(problem)));
    document.getElementById("no-problems").hidden = listed.length > 0;
    document.getElementById("gaps").hidden = empty.length === 0;
    this.count(problems);
  }

  count(problems) {
    const { words } = this.facts;
    const of = (severity) => problems.filter((problem) => problem.severity === severity).length;
    const [errors, warnings] = [of("error"), of("warning")];
    const count = document.getElementById("problem-count");
    count.textContent = [errors && `✕ ${errors} ${words.errors}`, warnings && `⚠ ${warnings} ${words.warnings}`]
      .filter(Boolean)
      .join(", ");
    count.className = `problem-count badge-line ${errors ? "error" : "warning"}`;
  }

  gaps(empty) {
    const message = this.facts.emptyWords.replace("{count}", empty.length);
    return { address: addressOf(empty[0]), severity: "gaps", message };
  }

  item(problem) {
    const item = document.createElement("li");
    item.className = problem.severity;
    const link = document.createElement("a");
    link.href = `#${this.idOf(problem.address)}`;
    link.addEventListener("click", (event) => this.jump(event, problem.address));
    link.textContent = problem.severity === "gaps" ? problem.message : this.listSaid(problem);
    const sign = { error: "✕ ", warning: "⚠ " }[problem.severity] ?? "○ ";
    item.append(sign, link);
    if (problem.severity === "warning") item.append(this.explainField(problem));
    return item;
  }

  /** To the cell itself, ready to be typed into, and not under the bar that stays. */
  jump(event, address) {
    const input = this.byAddress.get(address);
    if (!input) return;
    event.preventDefault();
    focusOn(input, { preventScroll: true });
    input.scrollIntoView({ block: "center" });
  }

  idOf(address) {
    const id = this.byAddress.get(address)?.id ?? this.cellAt.get(address)?.id;
    return id ?? (address.startsWith("enclosure/") ? `cell-${address.replace(/[^A-Za-z0-9]+/g, "-")}` : "problems");
  }

  explainField({ address }) {
    const field = document.createElement("input");
    field.type = "text";
    field.name = `explain:${address}`;
    field.value = this.explains.get(field.name) ?? "";
    field.placeholder = this.facts.words.explain;
    field.setAttribute("aria-label", this.facts.words.explain);
    field.maxLength = 500;
    field.addEventListener("input", () => this.explains.set(field.name, field.value));
    return field;
  }
}

export function addressOf(input) {
  return input.name.slice(input.name.indexOf(":") + 1);
}

export function paragraph(className, text) {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

function grouped(problems) {
  const at = new Map();
  for (const problem of problems) {
    if (at.has(problem.address)) at.get(problem.address).push(problem);
    else at.set(problem.address, [problem]);
  }
  return at;
}

/** Words on warnings by field; the list makes the fields anew. */
function wordsOnThePage() {
  const words = new Map();
  for (const panel of document.querySelectorAll(".explain-panel")) {
    const field = panel.querySelector("input");
    words.set(field.name, field.value);
    panel.remove();
  }
  return words;
}
