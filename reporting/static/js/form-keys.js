// Moving as in Excel: by arrows, Enter and Tab, Home and End, and the same with Shift to choose a block.

import { focusOn } from "./form-grid.js";

const DIRECTIONS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Keys of an input method (Telex, VNI) while it puts a letter together are its own. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function moveByKeys(form, grid, block) {
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    const place = input.matches?.("td.input > input") && grid.placeOf(input);
    if (!place || isComposing(event) || event.altKey || event.metaKey) return;
    const move = moveOf(event, grid, block, place);
    if (!move) return;
    event.preventDefault();
    move();
  });
}

function moveOf(event, grid, block, [row, column]) {
  const { key, ctrlKey, shiftKey } = event;
  const direction = DIRECTIONS[key];
  if (direction) return ctrlKey || !mayLeave(event) ? null : () => step(grid, block, [row, column], direction, shiftKey);
  if (key === "Enter") return () => go(block, nextByEnter(event, grid, [row, column]));
  if (key === "Escape") return block.isMany ? () => block.forget() : null;
  if (key !== "Home" && key !== "End") return null;
  if (shiftKey || !(ctrlKey || isWhole(event.target))) return null;
  const fields = ctrlKey ? grid.all() : grid.inputsOfRow(row);
  return () => go(block, key === "Home" ? fields[0] : fields.at(-1));
}

/** Down the column; along the row where a phone shows one row at a time. */
function nextByEnter({ target, shiftKey }, grid, [row, column]) {
  const by = shiftKey ? -1 : 1;
  if (!target.form.classList.contains("row-by-row")) return grid.next(row, column, by, 0);
  const fields = grid.all();
  return fields[fields.indexOf(target) + by];
}

function step(grid, block, [row, column], [down, right], isChoosing) {
  if (isChoosing) block.grow(down, right);
  else go(block, grid.next(row, column, down, right));
}

function go(block, input) {
  block.forget();
  if (input) focusOn(input);
}

/** Left and right leave the cell at the ends of its text only; with Shift, when no part of it can be meant. */
function mayLeave({ key, shiftKey, target }) {
  const { selectionStart, selectionEnd, value } = target;
  if (key === "ArrowUp" || key === "ArrowDown" || isWhole(target)) return true;
  if (shiftKey) return false;
  return key === "ArrowLeft" ? selectionEnd === 0 : selectionStart === value.length;
}

function isWhole({ selectionStart, selectionEnd, value }) {
  return selectionStart === 0 && selectionEnd === value.length;
}
