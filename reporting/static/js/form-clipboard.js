// What was copied in a spreadsheet, as texts in our notation: the values themselves where the clipboard has them
// (Excel, LibreOffice), else the texts as shown, which can be in either of two notations.

const OURS = /^[-\u2212]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/; // 1.234,5
const THEIRS = /^[-\u2212]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/; // 1,234.5

/** {texts: [[…], …], raw: [[whether it is a value itself, …], …]} of the clipboard's data. */
export function readClipboard(data) {
  const html = data.getData("text/html");
  const table = html && new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (table) {
    const cells = [...table.rows].map((row) => [...row.cells].flatMap(spread));
    return { texts: cells.map((row) => row.map(([text]) => text)), raw: cells.map((row) => row.map(([, raw]) => raw)) };
  }
  const lines = data.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const texts = lines.map((line) => line.split("\t").map((text) => text.trim()));
  return { texts, raw: texts.map((row) => row.map(() => false)) };
}

/** A merged cell stands at its first place. */
function spread(cell) {
  return [valueIn(cell), ...Array.from({ length: cell.colSpan - 1 }, () => ["", false])];
}

// x:num (Excel) and sdval (LibreOffice) hold the value, with a decimal point, however it is shown.
function valueIn(cell) {
  const value = cell.getAttribute("x:num") || cell.getAttribute("sdval");
  if (value && /^-?\d+(\.\d+)?$/.test(value)) return [value.replace(".", ","), true];
  return [cell.textContent.trim(), false];
}

/** "ours", "theirs", or "either": every number with a mark could be read in both, as 1.234 or 1,234. */
export function notationOf({ texts, raw }) {
  const shown = texts.flatMap((row, r) => row.filter((text, c) => !raw[r][c] && /[.,]/.test(text)));
  const marked = shown.filter((text) => OURS.test(text) || THEIRS.test(text));
  const isOurs = marked.some((text) => !THEIRS.test(text));
  const isTheirs = marked.some((text) => !OURS.test(text));
  if (isOurs || !marked.length) return "ours";
  return isTheirs ? "theirs" : "either";
}

/** The same block with shown texts of the other notation in ours. */
export function inOurNotation({ texts, raw }, notation) {
  if (notation === "ours") return texts;
  return texts.map((row, r) => row.map((text, c) => (raw[r][c] || !THEIRS.test(text) ? text : turned(text))));
}

export function turned(text) {
  return text.replaceAll(",", "").replace(".", ",");
}

/** The first text that can be read both ways, to ask about. */
export function example({ texts, raw }) {
  return texts.flatMap((row, r) => row.filter((text, c) => !raw[r][c] && /[.,]/.test(text) && THEIRS.test(text)))[0];
}
