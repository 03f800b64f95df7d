// Typing for another unit: the same keys and blocks as on the form; nothing is saved before it is sent.
import { parseAnswer } from "./answers.js";
import { Block } from "./form-block.js";
import { Grid } from "./form-grid.js";
import { moveByKeys } from "./form-keys.js";
import { showLists } from "./form-lists.js";
import { Pasting } from "./form-paste.js";
import { Undo } from "./form-undo.js";

const form = document.getElementById("report-form");
const words = JSON.parse(document.getElementById("form-words").textContent);
showLists(form, { lists: words.lists, plan: { elsewhere: [] } }, answerOf);
const grid = new Grid(form);
const undo = new Undo(form, put);
const block = new Block(form, grid, (fields) => change(new Map(fields.map((field) => [field, ""]))));
moveByKeys(form, grid, block);
new Pasting({ form, grid, words, change, undo: () => undo.back() });

function answerOf(text, decimals) {
  try {
    return parseAnswer(text, decimals);
  } catch {
    return undefined;
  }
}

function put(texts) {
  for (const [input, text] of texts) input.value = text;
}

function change(texts) {
  undo.before([...texts.keys()]);
  put(texts);
}

const first = ["#told_by[aria-invalid]", "#told_how[aria-invalid]", "td.is-figure input[aria-invalid]", "#told_by"];
first.map((where) => form.querySelector(where)).find(Boolean)?.focus();
