/* "In": the browser's own way of printing. */
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
