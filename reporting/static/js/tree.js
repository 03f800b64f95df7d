// The tree of units: a row opens its children below it, in place. Without this file the openers are links to
// the same page with one more unit open; the address always names what is open, so it can be sent.

const tree = document.querySelector("[data-tree]");
const below = (opener) => opener.closest("li").querySelector(":scope > ul");
const isOpen = (opener) => opener.getAttribute("aria-expanded") === "true";
const openers = () => [...tree.querySelectorAll("a.opener")].filter((opener) => opener.offsetParent !== null);

function remember() {
  const opened = openers().filter(isOpen).map((opener) => opener.dataset.unit);
  const address = new URL(window.location.href);
  address.hash = "";
  if (opened.length) address.searchParams.set("mo", [...new Set(opened)].join("."));
  else address.searchParams.delete("mo");
  window.history.replaceState(null, "", address.href.replace(/%2E/gi, "."));
  const field = document.querySelector("[data-opened]");
  if (field) field.value = address.searchParams.get("mo") ?? "";
}

function set(opener, open) {
  const list = below(opener);
  if (open && !list.children.length) return window.htmx.trigger(opener, "open-below");
  opener.setAttribute("aria-expanded", String(open));
  list.hidden = !open;
  remember();
}

function step(opener, by) {
  const all = openers();
  all[all.indexOf(opener) + by]?.focus();
}

const keys = {
  " ": (opener) => set(opener, !isOpen(opener)),
  ArrowDown: (opener) => step(opener, 1),
  ArrowUp: (opener) => step(opener, -1),
  ArrowRight: (opener) => (isOpen(opener) ? step(opener, 1) : set(opener, true)),
  ArrowLeft: (opener) => {
    if (isOpen(opener)) return set(opener, false);
    opener.closest("ul").closest("li")?.querySelector(":scope > .tree-row a.opener")?.focus();
  },
};

tree?.addEventListener("click", (event) => {
  const opener = event.target.closest("a.opener");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  set(opener, !isOpen(opener));
});

tree?.addEventListener("keydown", (event) => {
  const opener = event.target.closest("a.opener");
  if (!opener || !keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key](opener);
});

// What was read stays; a failed reading falls back to the plain link.
tree?.addEventListener("htmx:afterSwap", (event) => {
  const opener = event.target.closest("li").querySelector(":scope > .tree-row a.opener");
  if (event.target.children.length) set(opener, true);
});
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  tree?.addEventListener(failure, (event) => window.location.assign(event.detail.elt.href));
}
