// Signs for those without the keys: into the cell one was in, and "-" into what is empty of its row or of the form.

export function signButtons({ form, grid, inputs, change }) {
  const signs = document.getElementById("signs");
  let last = null;
  form.addEventListener("focusin", ({ target }) => {
    if (inputs.has(target)) last = target;
  });
  const isEmpty = (input) => inputs.has(input) && input.value.trim() === "";
  const nothingIn = (fields) => {
    const empty = fields.filter(isEmpty);
    if (empty.length) change(new Map(empty.map((input) => [input, "-"])));
    last?.focus();
  };
  signs.hidden = false;
  for (const button of signs.querySelectorAll("[data-sign]")) {
    button.addEventListener("click", () => {
      if (!last) return;
      change(new Map([[last, button.dataset.sign]]));
      last.focus();
    });
  }
  signs.querySelector("[data-row]").addEventListener("click", () => {
    if (last) nothingIn(grid.inputsOfRow(grid.placeOf(last)[0]));
  });
  document.getElementById("fill-gaps")?.addEventListener("click", () => nothingIn(grid.all()));
}
