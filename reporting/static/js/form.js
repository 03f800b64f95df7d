// The official form, alive: reads what is typed, checks it at the cell, saves it in the background.
// Without this script the page is a plain form with the same fields.

import { AnswerError, SIGN, formatAnswer, parseAnswer } from "./answers.js";
import { Computed } from "./form-computed.js";
import { Block } from "./form-block.js";
import { isTypedEarly } from "./form-early.js";
import { Grid, focusOn } from "./form-grid.js";
import { moveByKeys } from "./form-keys.js";
import { showLists } from "./form-lists.js";
import { keepForLater } from "./form-offline.js";
import { showCell } from "./form-panel.js";
import { Pasting } from "./form-paste.js";
import { RowByRow } from "./form-phone.js";
import { Problems, addressOf, paragraph } from "./form-problems.js";
import { Saver, Unsaved } from "./form-saving.js";
import { signButtons } from "./form-signs.js";
import { Undo } from "./form-undo.js";

const facts = JSON.parse(document.getElementById("form-facts").textContent);
const form = document.getElementById("report-form");
const inputs = [...form.querySelectorAll("td.is-figure input")];
const isFigure = new Set(inputs);
const byAddress = new Map([...form.elements].filter(isCell).map((input) => [addressOf(input), input]));
const cells = [...form.querySelectorAll("td.is-figure[data-cell]")];
const typedEarly = [...byAddress.values()].filter(isTypedEarly);
// What the page works out itself (problemsNow, and the line about gaps); everything else only the server can tell.
const THE_PAGE_SAYS = new Set([
  "unreadable",
  "empty_cells",
  "out_of_range",
  "part_exceeds_whole",
  "parts_do_not_add_up",
  "rule_not_held",
  "computed_too_large",
  "divided_by_nothing",
]);
let serverOnly = [];
const readings = new Map();
// Cells had from another form: locked, and read by formulas as any other.
const reused = new Map([...form.querySelectorAll("td.reused[data-cell]")].map((cell) => [cell.dataset.cell, cell]));
const computed = new Computed({ plan: facts.plan, places: facts.places, form, answerAt });

const problems = new Problems({
  facts,
  form,
  byAddress,
  cells,
  inputs,
  isAnswered: (input) => Boolean(reading(input).answer),
});

function isCell(element) {
  return /^(cell|text):/.test(element.name ?? "");
}

/** What the page cannot tell by itself is kept as the server said it, until the cell changes. */
function keepServerOnly(problems) {
  serverOnly = problems
    .filter(({ code, of_file }) => of_file || !THE_PAGE_SAYS.has(code))
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
  if (input) return reading(input).answer;
  const cell = reused.get(address);
  return cell ? parseAnswer(cell.querySelector(".figure").textContent, Number(cell.dataset.decimals)) : null;
}

/** {text, answer, error} of a field, read once for each text. */
function reading(input) {
  const text = input.value;
  const known = readings.get(input);
  if (known?.text === text) return known;
  const now = { text };
  try {
    now.answer = parseAnswer(text, Number(input.dataset.decimals));
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    now.error = error;
  }
  readings.set(input, now);
  return now;
}

function sentence(error) {
  const words = facts.sentences[error.code] ?? error.code;
  return words.replace(/%\((\w+)\)[sd]/g, (whole, name) => error.params[name] ?? whole);
}

function readingProblem(input) {
  const { error } = reading(input);
  return error ? { address: addressOf(input), severity: "error", message: sentence(error) } : null;
}

/** Everything the page can tell by itself, and what only the server has said and is not outdated. */
function problemsNow() {
  computed.fill();
  const unread = inputs.map(readingProblem).filter(Boolean);
  const rest = serverOnly.filter(({ stood, address }) => standingIn(address) === stood);
  return [...unread, ...computed.problems(), ...rest];
}

function show(now) {
  problems.show(now);
}

/** On leaving a cell: the number as it was read; the reading in words where dots could be misread. */
function settle(input) {
  const box = document.getElementById(`${input.id}-said`);
  box.querySelector(".said.read")?.remove();
  const { answer } = reading(input);
  if (!answer) return;
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

function restored() {
  show(problemsNow());
}

const { explains } = problems;
const saver = facts.save
  ? new Saver({ facts, form, byAddress, explains, onSaved: saved, onRestored: restored })
  : new Unsaved(form);

form.addEventListener("input", (event) => {
  const word = explains.typed(event.target);
  if (word) saver.changed(word);
  if (!isCell(event.target)) return;
  saver.changed(event.target);
  computed.fill();
  const cell = event.target.closest("td.error");
  if (cell && !readingProblem(event.target)) show(problemsNow());
});
form.addEventListener("keydown", (event) => explains.key(event, goOnFrom, backTo));
form.addEventListener("focusout", (event) => {
  if (event.target.dataset.explains) setTimeout(() => show(problemsNow())); // what waited while one was writing
  if (!isFigure.has(event.target)) return;
  settle(event.target);
  show(problemsNow());
  saver.soon();
});
form.addEventListener("focusin", (event) => {
  if (!isFigure.has(event.target)) return;
  event.target.select();
  showCell(facts.cell, addressOf(event.target));
});

/** To the cell after the one whose warning was explained; a cell that is not typed has the next typed one. */
function goOnFrom(address) {
  const at = cells.findIndex((cell) => cell.dataset.cell === address);
  const next = cells.slice(at + 1).map((cell) => cell.querySelector(":scope > input")).find(Boolean);
  if (next) focusOn(next);
  else saver.soon();
}

function backTo(address) {
  const input = byAddress.get(address) ?? document.querySelector("#problem-list a");
  if (input) focusOn(input);
}

// Files that came or went change what the server has to say.
form.addEventListener("server-said", (event) => {
  keepServerOnly(event.detail.problems);
  show(problemsNow());
});

/** Texts into fields, from elsewhere than the keyboard. */
function put(texts) {
  for (const [input, text] of texts) {
    input.value = text;
    if (isFigure.has(input)) settle(input);
    saver.changed(input);
  }
  show(problemsNow());
}

/** The same as one step that can be undone; a field one is in begins anew. */
function change(texts) {
  undo.before([...texts.keys()]);
  put(texts);
  for (const input of texts.keys()) {
    if (undo.entered.has(input)) undo.entered.set(input, input.value);
    if (input === document.activeElement) input.select();
  }
}

const grid = new Grid(form);
const undo = new Undo(form, put);
const block = new Block(form, grid, (fields) => change(new Map(fields.map((field) => [field, ""]))));
moveByKeys(form, grid, block);
new Pasting({ form, grid, words: facts.words, change, undo: () => undo.back() });
new RowByRow({ form, words: facts.words });
signButtons({ form, grid, inputs: isFigure, change });

/** What was typed early is read, kept and sent like the rest, and can be taken back. */
function takeEarly() {
  for (const input of typedEarly) {
    undo.typedEarly(input);
    saver.changed(input);
    if (isFigure.has(input) && input !== document.activeElement) settle(input);
  }
  for (const word of explains.typedEarly()) saver.changed(word);
}

keepServerOnly(facts.problems);
show(problemsNow());
takeEarly();
show(problemsNow());
saver.restore();
if (facts.save) keepForLater({ worker: facts.worker, form });
performance.mark("form-usable"); // read by tests/bench/form.py
