// The designer: choosing and changing swap the page's own answer in; arrows walk the form, keys press its buttons.
// Without this script every link and button works by itself.

const here = () => document.getElementById("designer");
const parts = () => [...here().querySelectorAll("[data-place]")];
const chosen = () => here().querySelector(".part.is-chosen");

// ---- asking the server, and putting its answer in --------------------------------------------------------

let asking = Promise.resolve();

function ask(address, options = {}, then = focusChosen) {
  asking = asking.then(async () => {
    const answer = await fetch(address, { credentials: "same-origin", ...options }).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page?.getElementById("designer");
    if (!found) return window.location.assign(options.method ? window.location.href : address);
    const box = here().querySelector(".official-box");
    const [left, top, panel] = [box?.scrollLeft ?? 0, window.scrollY, 0];
    here().replaceWith(found);
    if (answer.ok) history.replaceState(null, "", answer.url);
    document.title = page.title;
    const again = found.querySelector(".official-box");
    if (again) again.scrollLeft = left;
    window.scrollTo(0, top);
    found.querySelector("#designer-panel").scrollTop = panel;
    ready();
    then();
  });
  return asking;
}

function focusChosen() {
  (here().querySelector(".message.error") ? panelField() : chosen())?.focus({ preventScroll: false });
}

function panelField() {
  return here().querySelector("#chosen input:not([type=hidden]), #chosen textarea, #chosen select, #chosen button");
}

function send(form, button) {
  const body = new FormData(form, button);
  if (form.method === "get") return ask(`?${new URLSearchParams(body)}`, {}, panelSearch);
  return ask(window.location.pathname, { method: "POST", body });
}

function panelSearch() {
  here().querySelector("#chosen input[type=search]")?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.id === "designer-keys") return document.getElementById("designer-help").showModal();
  const link = event.target.closest("#designer a[href^='?']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  ask(link.getAttribute("href"));
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest("#designer")) return;
  event.preventDefault();
  send(event.target, event.submitter);
}, true);

// ---- keys ----------------------------------------------------------------------------------------------

// The nearest part in a direction, by where it stands on the page: spans need no arithmetic so.
function beside(from, key) {
  const at = from.getBoundingClientRect();
  const [x, y] = [at.left + Math.min(at.width, 40) / 2, at.top + Math.min(at.height, 24) / 2];
  const is = {
    ArrowUp: (box) => box.bottom <= at.top + 2,
    ArrowDown: (box) => box.top >= at.bottom - 2,
    ArrowLeft: (box) => box.right <= at.left + 2,
    ArrowRight: (box) => box.left >= at.right - 2,
  }[key];
  const isUpDown = key === "ArrowUp" || key === "ArrowDown";
  const far = (box) => {
    const across = isUpDown
      ? Math.max(box.left - x, x - box.right, 0)
      : Math.max(box.top - y, y - box.bottom, 0);
    const along = isUpDown ? Math.abs((key === "ArrowUp" ? box.bottom : box.top) - y)
      : Math.abs((key === "ArrowLeft" ? box.right : box.left) - x);
    return across * 20 + along;
  };
  const found = parts().map((part) => [part, part.getBoundingClientRect()]).filter(([, box]) => is(box));
  return found.sort(([, one], [, other]) => far(one) - far(other))[0]?.[0];
}

function go(part) {
  if (!part) return;
  for (const other of parts()) other.tabIndex = -1;
  part.tabIndex = 0;
  part.focus();
}

function press(id) {
  const button = document.getElementById(id);
  if (button && !button.disabled) send(button.form, button);
  return Boolean(button);
}

// What a key does is done to the part one stands on: it is chosen first.
function withChosen(part, then) {
  if (part.classList.contains("is-chosen")) return then();
  return ask(part.getAttribute("href"), {}, () => { focusChosen(); then(); });
}

function block() {
  const kind = document.getElementById("c-kind");
  if (!kind || document.getElementById("add-after")) return;
  kind.value = "blocked";
  send(kind.form, kind.form.querySelector("[value='cells.set']"));
}

const ALT = { Enter: "add-after", ArrowUp: "move-back", ArrowDown: "move-on", ArrowRight: "indent", ArrowLeft: "outdent" };

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const part = event.target.closest?.("#designer [data-place]");
  const isWriting = event.target.closest?.("input, textarea, select");
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  let done = true;
  if ((event.ctrlKey || event.metaKey) && !isWriting && (key === "z" || key === "y")) {
    press(key === "y" || event.shiftKey ? "redo" : "undo");
  } else if (key === "Escape" && event.target.closest?.("#designer-panel")) go(chosen());
  else if (!part || event.ctrlKey || event.metaKey) done = false;
  else if (event.altKey && ALT[key]) withChosen(part, () => press(ALT[key]));
  else if (event.altKey) done = false;
  else if (key.startsWith("Arrow")) go(beside(part, key));
  else if (key === "F2") withChosen(part, () => panelField()?.focus());
  else if (key === "Delete") withChosen(part, () => press("delete") || block());
  else done = false;
  if (done) event.preventDefault();
});

// One part of the form is reached with Tab, the others from it with arrows.
function ready() {
  const all = parts();
  for (const part of all) part.tabIndex = -1;
  const first = chosen() ?? all[0];
  if (first) first.tabIndex = 0;
}

ready();
