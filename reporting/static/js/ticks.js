// One tick for all: it ticks what is shown, and says "all of the round" when it is sent.
const all = document.getElementById("all");
const ticks = () => [...document.querySelectorAll('[name="nv"]')];

const tickAll = () => {
  for (const tick of ticks()) tick.checked = all.checked;
};
all?.addEventListener("change", tickAll);
if (all?.checked) tickAll(); // ticked before this script arrived
for (const tick of ticks()) {
  tick.addEventListener("change", () => {
    if (!tick.checked) all.checked = false;
  });
}
