// A drawing wider than its box begins at what was asked for.

const box = document.querySelector(".drawing-box");
const asked = box?.querySelector(".is-asked");
if (asked && box.scrollWidth > box.clientWidth) {
  const [outer, inner] = [box.getBoundingClientRect(), asked.getBoundingClientRect()];
  box.scrollLeft = inner.left - outer.left - (outer.width - inner.width) / 2;
}

// A unit lit on the map is lit in the table beside it, and the other way round.
for (const part of document.querySelectorAll("[data-unit]")) {
  const both = () => document.querySelectorAll(`[data-unit="${part.dataset.unit}"]`);
  for (const [event, lit] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    part.addEventListener(event, () => both().forEach((one) => one.classList.toggle("is-lit", lit)));
  }
}
