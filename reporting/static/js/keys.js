// Keys of every page: / search, j k next and previous row, Enter opens it, ? shows all. Never while writing.

const writing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
const rows = () => [...document.querySelectorAll("[data-open]")].filter((row) => row.offsetParent !== null);

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.classList.contains("is-current"));
  const beyond = now >= 0 && (step > 0 ? now === all.length - 1 : now === 0);
  const page = beyond && document.querySelector(`.pages a[rel="${step > 0 ? "next" : "prev"}"]`);
  if (page) return window.location.assign(`${page.href}#${step > 0 ? FIRST : LAST}`);
  const next = all[Math.min(all.length - 1, Math.max(0, now + step))];
  all[now]?.classList.remove("is-current");
  next.classList.add("is-current");
  next.scrollIntoView({ block: "nearest" });
}

// A list of several pages goes on where the one before ended.
const FIRST = "dong-dau";
const LAST = "dong-cuoi";
if (window.location.hash === `#${FIRST}`) move(1);
if (window.location.hash === `#${LAST}`) {
  const last = rows().at(-1);
  last?.classList.add("is-current");
  last?.scrollIntoView({ block: "nearest" });
}

function open() {
  const row = rows().find((candidate) => candidate.classList.contains("is-current"));
  if (row) window.location.assign(row.dataset.open);
}

const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  "?": () => document.getElementById("keys-help")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (event.key === "Enter" && !event.target.closest("a, button, summary")) return open();
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  } else if (actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});

// The place one is in is seen, also where the bar is wider than the phone.
document.querySelector(".places [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A table that scrolls inside its box can be scrolled with the keys too.
for (const box of document.querySelectorAll(".table-box, .official-box")) {
  if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) continue;
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", document.querySelector("h1")?.textContent.trim() ?? document.title);
}

// What takes longer than two seconds says so, and how long it has been.
document.addEventListener("submit", (event) => {
  const line = document.getElementById("busy");
  if (event.defaultPrevented || !line || event.target.method === "dialog") return;
  if (event.submitter?.hasAttribute("data-gives-file")) return; // the page stays: nothing would end the counting
  const began = Date.now();
  const tell = () => {
    line.hidden = false;
    line.textContent = line.dataset.words.replace("{seconds}", Math.round((Date.now() - began) / 1000));
  };
  setTimeout(() => {
    tell();
    setInterval(tell, 1000);
  }, 2000);
});
// Back from the browser's memory: nothing is under way any more.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// A menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.person[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
for (const opener of document.querySelectorAll("[data-dialog]")) {
  opener.addEventListener("click", () => document.getElementById(opener.dataset.dialog)?.showModal());
}
for (const closer of document.querySelectorAll("[data-close]")) {
  closer.addEventListener("click", () => closer.closest("dialog").close());
}
for (const select of document.querySelectorAll("[data-submits]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
