// Computed and carried cells of the form, and the checks, as the server's plan says. It is run on every change.

import { formatAnswer } from "./answers.js";
import { run } from "./formulas.js";

export class Computed {
  /** `plan`: `rules_for_page` of the server. `answerAt(address)` → answer of a cell for typing. */
  constructor({ plan, places, form, answerAt }) {
    this.plan = plan;
    this.places = places;
    this.answerAt = answerAt;
    this.figures = new Map(
      [...form.querySelectorAll("td[data-cell] .figure")].map((figure) => [figure.closest("td").dataset.cell, figure]),
    );
  }

  /** Show what the cells come to. */
  fill() {
    this.outcome = run(this.plan, (address) => this.answerAt(address));
    for (const [address, answer] of this.outcome.filled) {
      const figure = this.figures.get(address);
      if (figure) figure.textContent = formatAnswer(answer);
    }
  }

  /** [{address, severity, message}], of the last filling. */
  problems() {
    const { failures, tooLarge, undefined: noRate } = this.outcome;
    return [
      ...failures.map((failure) => this.failed(failure)),
      ...[...tooLarge].map((address) => this.told(address, "error", this.plan.too_large)),
      ...[...noRate].map((address) => this.told(address, "note", this.plan.no_rate)),
    ];
  }

  failed({ condition, sides: [left, right] }) {
    const { severity, message } = this.plan.told[condition];
    const address = this.plan.cells[this.plan.conditions[condition][0]][0];
    return { address, severity, message: message.replace("{left}", left).replace("{right}", right) };
  }

  told(address, severity, sentence) {
    return { address, severity, message: sentence.replace("{where}", this.places[address]) };
  }
}
