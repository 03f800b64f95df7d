// The year of days off: arrows walk from day to day, Shift and a click choose from the first day to this one.
// Without this file each day is a link that opens the form for it.

const year = document.querySelector("[data-year]");
const days = [...year.querySelectorAll("[data-day]")];
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

// One stop for the Tab key: the chosen day, else today, else the first of the year.
const start = days.find((day) => day.hasAttribute("aria-current")) ?? days.find((day) => day.closest(".is-today"));
function stopAt(day) {
  for (const other of days) other.tabIndex = other === day ? 0 : -1;
}
stopAt(start ?? days[0]);

year.addEventListener("keydown", (event) => {
  const at = days.indexOf(event.target.closest("[data-day]"));
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = { Home: 0, End: days.length - 1 }[event.key] ?? at + (steps[event.key] ?? NaN);
  if (!days[to]) return;
  event.preventDefault();
  stopAt(days[to]);
  days[to].focus();
});

year.addEventListener("click", (event) => {
  const day = event.target.closest("[data-day]");
  if (!day || !event.shiftKey || !year.dataset.from) return;
  event.preventDefault();
  const [from, to] = [year.dataset.from, day.dataset.day].sort();
  const address = new URL(day.href);
  address.searchParams.set("tu", from);
  address.searchParams.set("den", to);
  window.location.assign(address);
});
