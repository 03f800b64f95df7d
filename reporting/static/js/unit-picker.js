// Search as one types for fields that name a unit. Without this file one writes a name or a code.

const WAIT = 200;

for (const field of document.querySelectorAll("[data-picks-unit]")) {
  const list = document.createElement("div");
  list.className = "pick-list";
  list.id = `${field.id}-list`;
  list.hidden = true;
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let waiting;
  let asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const light = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (!option) return;
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const pick = (option) => {
    const list = document.getElementById(field.dataset.appendsTo);
    close();
    if (list) return append(list, option);
    field.value = `${option.dataset.name} (${option.dataset.code})`;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // A field with data-appends-to adds what is picked to a list of codes, one a line.
  const append = (list, option) => {
    const before = list.value.trimEnd();
    list.value = `${before}${before && "\n"}${option.dataset.code} ${option.dataset.name}\n`;
    field.value = "";
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const search = async () => {
    const typed = field.value.trim();
    if (typed.length < 2) return close();
    const number = ++asked;
    const address = new URL(field.dataset.searchAt, window.location.href);
    address.searchParams.set("q", typed);
    address.searchParams.set("so", "12");
    const day = field.form.elements.effective_on?.value.trim();
    if (/^\d{1,2}\/\d{1,2}\/\d{4}$/.test(day ?? "")) address.searchParams.set("ngay", day);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || number !== asked || document.activeElement !== field) return;
    list.innerHTML = await answer.text();
    for (const option of options()) option.id = `${field.id}-${option.dataset.id}`;
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };
  const keys = {
    ArrowDown: () => light(options()[options().indexOf(chosen()) + 1] ?? options()[0]),
    ArrowUp: () => light(options().at(options().indexOf(chosen()) - 1)),
    Enter: () => chosen() && pick(chosen()),
    Escape: close,
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden || !keys[event.key]) return;
    if (event.key === "Enter" && !chosen()) return;
    event.preventDefault();
    keys[event.key]();
  });
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) pick(option);
  });
}
