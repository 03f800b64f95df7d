// What is wrong, shown twice: at its cell, and in the list beside the form with a way to jump there.

import { Explanations } from "./form-explain.js";
import { focusOn } from "./form-grid.js";

export class Problems {
  /** `cells`: every figure on the form; `inputs`: those for typing; `isAnswered(address)`. */
  constructor({ facts, form, byAddress, cells, inputs, isAnswered }) {
    Object.assign(this, { facts, form, byAddress, inputs, isAnswered });
    this.cellAt = new Map(cells.map((cell) => [cell.dataset.cell, cell]));
    this.explains = new Explanations({ facts, hasCell: (address) => this.cellAt.has(address) });
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
    const input = cell.querySelector(":scope > input");
    if (worst === "error") input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
    const box = cell.querySelector(".said-box");
    for (const old of box.querySelectorAll(".said.error, .said.warning, .said.note, .said.word")) old.remove();
    const word = box.querySelector(".explain"); // stays where it is: somebody may be writing in it
    for (const problem of here) {
      const said = paragraph(`said ${problem.severity}`, this.hereSaid(problem));
      if (word) word.before(said);
      else box.append(said);
    }
    const isWarned = here.some(({ severity }) => severity === "warning");
    if (!isWarned) word?.remove();
    else if (!word && this.facts.save) box.append(this.explains.atCell(cell.dataset.cell));
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
    if (document.activeElement?.matches("#problem-list .explain")) return; // until one has left it
    const listed = empty.length && this.facts.emptyWords ? [...problems, this.gaps(empty)] : problems;
    const said = JSON.stringify(listed);
    if (this.said === said) return;
    this.said = said;
    const explained = new Set();
    document.getElementById("problem-list").replaceChildren(...listed.map((problem) => this.item(problem, explained)));
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

  /** A word is asked once a cell, whatever number of warnings it has. */
  item(problem, explained) {
    const item = document.createElement("li");
    item.className = problem.severity;
    const link = document.createElement("a");
    link.href = `#${this.idOf(problem.address)}`;
    link.addEventListener("click", (event) => this.jump(event, problem.address));
    link.textContent = problem.severity === "gaps" ? problem.message : this.listSaid(problem);
    const sign = { error: "✕ ", warning: "⚠ " }[problem.severity] ?? "○ ";
    item.append(sign, link);
    if (problem.severity === "warning" && !explained.has(problem.address)) {
      explained.add(problem.address);
      item.append(this.explains.inList(problem.address));
    }
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
