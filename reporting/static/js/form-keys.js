// Moving as in Excel, and pasting a block of cells with one step back.

const FIELDS = "td.input input";

/** The inputs of a form's tables as rows and columns: [[input | undefined, …], …]. */
function grid(form) {
  return [...form.querySelectorAll("table.official tbody tr")]
    .map((row) => [...row.cells].map((cell) => cell.querySelector(FIELDS.replace("td.input ", "")) ?? undefined))
    .filter((row) => row.some(Boolean));
}

function placeOf(rows, input) {
  const row = rows.findIndex((cells) => cells.includes(input));
  return [row, rows[row]?.indexOf(input) ?? -1];
}

function go(rows, row, column, down, right) {
  let [r, c] = [row + down, column + right];
  while (rows[r] && c >= 0 && c < rows[r].length) {
    if (rows[r][c]) return rows[r][c].focus();
    r += down;
    c += right;
  }
}

/** Up, down, Enter, Shift+Enter; left and right at the ends of the text; Home and End with Ctrl. */
export function moveByKeys(form) {
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.isComposing || event.keyCode === 229 || !input.matches?.(FIELDS)) return;
    const rows = grid(form);
    const [row, column] = placeOf(rows, input);
    if (row < 0) return;
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const atStart = all || (input.selectionStart === 0 && input.selectionEnd === 0);
    const atEnd = all || input.selectionStart === input.value.length;
    const moves = {
      ArrowUp: () => go(rows, row, column, -1, 0),
      ArrowDown: () => go(rows, row, column, 1, 0),
      Enter: () => go(rows, row, column, event.shiftKey ? -1 : 1, 0),
      ArrowLeft: atStart && (() => go(rows, row, column, 0, -1)),
      ArrowRight: atEnd && (() => go(rows, row, column, 0, 1)),
      Home: event.ctrlKey && (() => go(rows, -1, column, 1, 0)),
      End: event.ctrlKey && (() => go(rows, rows.length, column, -1, 0)),
    };
    const move = moves[event.key];
    if (!move || event.altKey || (event.ctrlKey && !event.key.match(/Home|End/))) return;
    event.preventDefault();
    move();
  });
}

/** Rows of texts from what was copied: raw values of a spreadsheet's HTML first, then tabs and lines. */
export function readClipboard(data) {
  const html = data.getData("text/html");
  if (html) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (table) return [...table.rows].map((row) => [...row.cells].map(rawText));
  }
  const text = data.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  return text.split("\n").map((line) => line.split("\t"));
}

// x:num (Excel) and sdval (LibreOffice) hold the value itself, with a decimal point, however it is shown.
function rawText(cell) {
  const raw = cell.getAttribute("x:num") || cell.getAttribute("sdval");
  if (raw && /^-?\d+(\.\d+)?$/.test(raw)) return raw.replace(".", ",");
  return cell.textContent.trim();
}

/** A block goes down and right from the cell pasted into; Ctrl+Z right after takes all of it back. */
export function pasteBlocks(form, onChange) {
  let undo = null;
  form.addEventListener("paste", (event) => {
    if (!event.target.matches?.(FIELDS)) return;
    const block = readClipboard(event.clipboardData);
    if (block.length === 1 && block[0].length === 1 && !event.clipboardData.getData("text/html")) return;
    event.preventDefault();
    undo = fill(grid(form), event.target, block);
    onChange([...undo.keys()]);
  });
  form.addEventListener("keydown", (event) => {
    if (!undo || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    for (const [input, text] of undo) input.value = text;
    onChange([...undo.keys()]);
    undo = null;
  });
  form.addEventListener("input", () => {
    undo = null;
  });
}

function fill(rows, start, block) {
  const [row, column] = placeOf(rows, start);
  const before = new Map();
  block.forEach((texts, down) =>
    texts.forEach((text, right) => {
      const input = rows[row + down]?.[column + right];
      if (!input) return;
      before.set(input, input.value);
      input.value = text;
    }),
  );
  return before;
}
