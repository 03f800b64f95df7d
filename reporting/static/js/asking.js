// The quick request: one more line at the end of the table, and by itself when the last one is filled.

const table = document.getElementById("asked-lines");
const most = Number(table.dataset.most);
const button = document.getElementById("add-line");
const rows = () => [...table.tBodies[0].rows];

function addLine() {
  const last = rows().at(-1);
  if (rows().length >= most) return null;
  const number = rows().length + 1;
  const row = last.cloneNode(true);
  for (const said of row.querySelectorAll(".field-error")) said.remove();
  row.cells[0].textContent = number;
  for (const field of row.querySelectorAll("input, select")) {
    field.name = field.name.replace(/\d+/, number);
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, number));
    field.removeAttribute("aria-invalid");
    if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
  last.after(row);
  button.hidden = rows().length >= most;
  return row;
}

button.addEventListener("click", (event) => {
  event.preventDefault();
  addLine()?.querySelector("input").focus();
});

// Enter goes to the next line, as in a list; only the button sends.
table.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  const row = event.target.closest("tr");
  (row.nextElementSibling ?? addLine())?.querySelector("input").focus();
});

// Choosing an hour of the day, or a number of hours, chooses that way of saying it; a last day, that it repeats.
const named = (name) => document.querySelector(`[name="${name}"]`);
const follow = {
  luc: () => { document.querySelector('[name="han"][value="luc"]').checked = true; },
  "so-gio": () => { document.querySelector('[name="han"][value="gio"]').checked = true; },
  "lap-den": () => { named("lap").checked = Boolean(named("lap-den").value); },
};
for (const [name, followed] of Object.entries(follow)) named(name).addEventListener("input", followed);

// What was filled in before this script arrived told nobody. On a page that comes back, the ways stay as chosen.
const chosenAtFirst = (list) => ([...list.options].find((option) => option.defaultSelected) ?? list.options[0]).value;
const isChanged = (field) =>
  field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== (field.defaultValue ?? chosenAtFirst(field));
if (performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  for (const name of ["so-gio", "lap-den", "luc"]) if (isChanged(named(name))) follow[name]();
}
const whom = document.getElementById("whom");
window.addEventListener("pageshow", () => {
  if ([...whom.querySelectorAll("input, select, textarea")].some(isChanged)) whom.dispatchEvent(new Event("change"));
});
