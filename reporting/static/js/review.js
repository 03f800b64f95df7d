import { showCell } from "./form-panel.js";

// A click on a figure opens a place for a comment on it; empty ones are not sent.

const list = document.getElementById("cell-comments");
const template = document.getElementById("comment-template");

function commentOn(button) {
  const address = button.dataset.comment;
  const name = `comment:${address}`;
  let input = list.querySelector(`textarea[name="${CSS.escape(name)}"]`);
  if (!input) {
    const field = template.content.cloneNode(true);
    input = field.querySelector("textarea");
    const label = field.querySelector("label");
    const row = button.closest("tr").querySelector("th")?.textContent ?? "";
    input.name = name;
    input.id = `comment-${list.children.length}`;
    label.htmlFor = input.id;
    label.textContent = `${button.dataset.where} · ${row}`;
    list.append(field);
  }
  input.focus();
}

const panel = document.getElementById("cell-panel");
document.addEventListener("click", (event) => {
  const cell = event.target.closest("td[data-cell]");
  if (cell && panel) showCell(panel.dataset.cellAddress, cell.dataset.cell);
});

if (list) {
  for (const button of document.querySelectorAll("[data-comment]")) {
    // The whole cell is the target, with what is said in it; the button is for the keyboard. Words can be marked.
    button.closest("td").addEventListener("click", (event) => {
      if (!event.target.closest("a") && String(getSelection()) === "") commentOn(button);
    });
  }
}
for (const button of document.querySelectorAll("[data-focus]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.focus)?.focus());
}
