// The official form, alive: reads what is typed, checks it at the cell, saves it in the background.
// Without this script the page is a plain form with the same fields.

import { AnswerError, SIGN, formatAnswer, parseAnswer } from "./answers.js";
import { Computed } from "./form-computed.js";
import { showLists } from "./form-lists.js";
import { moveByKeys, pasteBlocks } from "./form-keys.js";
import { showCell } from "./form-panel.js";
import { Saver, Unsaved } from "./form-saving.js";

const facts = JSON.parse(document.getElementById("form-facts").textContent);
const form = document.getElementById("report-form");
const inputs = [...form.querySelectorAll("td.is-figure input")];
const byAddress = new Map([...form.elements].filter(isCell).map((input) => [addressOf(input), input]));
const cells = [...form.querySelectorAll("td.is-figure[data-cell]")];
const ONLY_THE_SERVER_SAYS = new Set([
  "negative_count",
  "changed_much",
  "unusual",
  "was_there_before",
  "differs_from_shorter",
  "computed_otherwise",
  "carried_otherwise",
  "reused_otherwise",
  "reused_not_there",
  "empty_section",
  "no_enclosure",
  "empty_list",
  "list_missing",
  "list_number",
  "list_date",
]);
let serverOnly = [];
// Cells had from another form: locked, and read by formulas as any other.
const reused = new Map([...form.querySelectorAll("td.reused[data-cell]")].map((cell) => [cell.dataset.cell, cell]));
const computed = new Computed({ plan: facts.plan, places: facts.places, form, answerAt });

function isCell(element) {
  return /^(cell|text):/.test(element.name ?? "");
}

function addressOf(input) {
  return input.name.slice(input.name.indexOf(":") + 1);
}

/** What the page cannot tell by itself is kept as the server said it, until the cell changes. */
function keepServerOnly(problems) {
  serverOnly = problems
    .filter(({ code, of_file }) => of_file || ONLY_THE_SERVER_SAYS.has(code))
    .map((problem) => ({ ...problem, stood: standingIn(problem.address) }));
}

function standingIn(address) {
  return byAddress.get(address)?.value ?? computed.figures.get(address)?.textContent;
}

/** What a text says as a number of so many decimals; null: nothing, undefined: it cannot be read. */
function answerOf(text, decimals) {
  try {
    return parseAnswer(text, decimals);
  } catch {
    return undefined;
  }
}

/** The answer in a cell for typing, or had from another form; undefined when it cannot be read. */
function answerAt(address) {
  const input = byAddress.get(address);
  if (!input) {
    const cell = reused.get(address);
    return cell ? parseAnswer(cell.querySelector(".figure").textContent, Number(cell.dataset.decimals)) : null;
  }
  return answerOf(input.value, Number(input.dataset.decimals));
}

function sentence(error) {
  const words = facts.sentences[error.code] ?? error.code;
  return words.replace(/%\((\w+)\)[sd]/g, (whole, name) => error.params[name] ?? whole);
}

function readingProblem(input) {
  try {
    parseAnswer(input.value, Number(input.dataset.decimals));
    return null;
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    return { address: addressOf(input), severity: "error", message: sentence(error) };
  }
}

/** Everything the page can tell by itself, and what only the server has said and is not outdated. */
function problemsNow() {
  computed.fill();
  const unread = inputs.map(readingProblem).filter(Boolean);
  const rest = serverOnly.filter(({ stood, address }) => standingIn(address) === stood);
  return [...unread, ...computed.problems(), ...rest];
}

function show(problems) {
  const at = Map.groupBy ? Map.groupBy(problems, (p) => p.address) : grouped(problems);
  for (const cell of cells) showAt(cell, at.get(cell.dataset.cell) ?? []);
  list(problems);
}

function showAt(cell, here) {
  const worst = ["error", "warning"].find((severity) => here.some((problem) => problem.severity === severity));
  cell.classList.toggle("error", worst === "error");
  cell.classList.toggle("warning", worst === "warning");
  const input = cell.querySelector("input");
  if (worst === "error") input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
  const box = cell.querySelector(".said-box");
  for (const old of box.querySelectorAll(".said.error, .said.warning, .said.note")) old.remove();
  for (const problem of here) box.append(paragraph(`said ${problem.severity}`, hereSaid(problem)));
}

/** At the cell the sentence does without the cell's name; in the list it has it. */
function hereSaid({ address, message }) {
  const place = `${facts.places[address]}: `;
  return message.startsWith(place) ? message.slice(place.length) : message;
}

function listSaid({ address, message }) {
  const place = `${facts.places[address]}: `;
  return message.startsWith(place) || !facts.places[address] ? message : place + message;
}

function grouped(problems) {
  const at = new Map();
  for (const problem of problems) at.set(problem.address, [...(at.get(problem.address) ?? []), problem]);
  return at;
}

function paragraph(className, text) {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

// Words on warnings, by address; the list beside the form holds their fields.
const explains = new Map();
for (const panel of document.querySelectorAll(".explain-panel")) {
  const field = panel.querySelector("input");
  explains.set(field.name, field.value);
  panel.remove();
}

function list(problems) {
  document.getElementById("answered").textContent = inputs.filter((i) => answerAt(addressOf(i))).length;
  if (!facts.save) return; // of a file: the list is grouped by the server
  if (document.activeElement?.name?.startsWith("explain:")) return;
  const items = document.getElementById("problem-list");
  const empty = inputs.filter((input) => input.value.trim() === "");
  items.replaceChildren(...problems.map(listed));
  if (empty.length && facts.emptyWords) items.append(listed(emptyProblem(empty)));
  const errors = problems.filter((p) => p.severity === "error").length;
  const warnings = problems.filter((p) => p.severity === "warning").length;
  document.getElementById("no-problems").hidden = items.children.length > 0;
  const count = document.getElementById("problem-count");
  count.textContent = [errors && `✕ ${errors} ${facts.words.errors}`, warnings && `⚠ ${warnings} ${facts.words.warnings}`]
    .filter(Boolean)
    .join(", ");
  count.className = `problem-count badge-line ${errors ? "error" : "warning"}`;
}

function emptyProblem(empty) {
  const message = facts.emptyWords.replace("{count}", empty.length);
  return { address: addressOf(empty[0]), severity: "gaps", message };
}

function listed(problem) {
  const item = document.createElement("li");
  item.className = problem.severity;
  const link = document.createElement("a");
  link.href = `#${idOf(problem.address)}`;
  link.textContent = problem.severity === "gaps" ? problem.message : listSaid(problem);
  const sign = { error: "✕ ", warning: "⚠ " }[problem.severity] ?? "○ ";
  item.append(sign, link);
  if (problem.severity === "warning") item.append(explainField(problem));
  return item;
}

function idOf(address) {
  const id = byAddress.get(address)?.id ?? cells.find((cell) => cell.dataset.cell === address)?.id;
  return id ?? (address.startsWith("enclosure/") ? `cell-${address.replace(/[^A-Za-z0-9]+/g, "-")}` : "problems");
}

function explainField({ address }) {
  const field = document.createElement("input");
  field.type = "text";
  field.name = `explain:${address}`;
  field.value = explains.get(field.name) ?? "";
  field.placeholder = facts.words.explain;
  field.setAttribute("aria-label", facts.words.explain);
  field.maxLength = 500;
  field.addEventListener("input", () => explains.set(field.name, field.value));
  return field;
}

/** On leaving a cell: the number as it was read; the reading in words where dots could be misread. */
function settle(input) {
  const box = document.getElementById(`${input.id}-said`);
  box.querySelector(".said.read")?.remove();
  let answer;
  try {
    answer = parseAnswer(input.value, Number(input.dataset.decimals));
  } catch {
    return;
  }
  if (answer === null) return;
  const typed = input.value.trim();
  const read = formatAnswer(answer);
  if (answer.sign === SIGN.NUMBER && typed.includes(".")) {
    box.prepend(paragraph("said read", `= ${read.replaceAll(".", "")}`));
  }
  if (read !== input.value) {
    input.value = read;
    saver.changed(input, { quiet: true });
  }
}

/** Once something is saved the report is no longer "not started". */
function tellStarted() {
  const badge = document.querySelector("#status [data-not-started]");
  if (badge) badge.textContent = `◐ ${facts.words.started}`;
}

function saved(answer) {
  keepServerOnly(answer.problems);
  tellStarted();
  show(problemsNow());
}

showLists(form, facts, answerOf);

const saver = facts.save ? new Saver({ facts, form, byAddress, onSaved: saved }) : new Unsaved(form);

form.addEventListener("input", (event) => {
  if (!isCell(event.target) && !event.target.name?.startsWith("explain:")) return;
  saver.changed(event.target);
  computed.fill();
  const cell = event.target.closest("td.error");
  if (cell && !readingProblem(event.target)) show(problemsNow());
});
form.addEventListener("focusout", (event) => {
  if (!inputs.includes(event.target)) return;
  settle(event.target);
  show(problemsNow());
  saver.soon();
});
form.addEventListener("focusin", (event) => {
  if (!inputs.includes(event.target)) return;
  event.target.select();
  showCell(facts.cell, addressOf(event.target));
});

// Files that came or went change what the server has to say.
form.addEventListener("server-said", (event) => {
  keepServerOnly(event.detail.problems);
  show(problemsNow());
});

moveByKeys(form);
pasteBlocks(form, (changed) => {
  for (const input of changed) {
    if (inputs.includes(input)) settle(input);
    saver.changed(input);
  }
  show(problemsNow());
});

const signs = document.getElementById("signs");
signs.hidden = false;
let lastCell = null;
form.addEventListener("focusin", (event) => {
  if (inputs.includes(event.target)) lastCell = event.target;
});
for (const button of signs.querySelectorAll("[data-sign]")) {
  button.addEventListener("click", () => {
    if (!lastCell) return;
    lastCell.value = button.dataset.sign;
    saver.changed(lastCell);
    lastCell.focus();
    show(problemsNow());
  });
}

computed.fill();
keepServerOnly(facts.problems);
saver.restore();
show(problemsNow());
