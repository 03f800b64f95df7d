// A drawing wider than its box begins at what was asked for.

const box = document.querySelector(".drawing-box");
const asked = box?.querySelector(".is-asked");
if (asked && box.scrollWidth > box.clientWidth) {
  const [outer, inner] = [box.getBoundingClientRect(), asked.getBoundingClientRect()];
  box.scrollLeft = inner.left - outer.left - (outer.width - inner.width) / 2;
}
