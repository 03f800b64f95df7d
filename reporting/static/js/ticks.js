// One tick for all: it ticks what is shown, and says "all of the round" when it is sent.
const all = document.getElementById("all");
const ticks = () => [...document.querySelectorAll('[name="nv"]')];

all?.addEventListener("change", () => {
  for (const tick of ticks()) tick.checked = all.checked;
});
for (const tick of ticks()) {
  tick.addEventListener("change", () => {
    if (!tick.checked) all.checked = false;
  });
}
