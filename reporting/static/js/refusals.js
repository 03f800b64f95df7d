// What htmx asked for and was refused: shown like any page, instead of nothing. A refused form (422) stands where
// the form stood; another error takes the page's place, as it would without htmx; no answer at all is said.

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { status } = detail.xhr;
  if (status < 400) return;
  detail.isError = false;
  detail.shouldSwap = status === 422 || detail.target.id === "content";
});

function sayNothingCame() {
  const line = document.createElement("div");
  line.className = "message error";
  line.setAttribute("role", "alert");
  line.append(Object.assign(document.createElement("p"), { textContent: document.body.dataset.noAnswer }));
  for (const said of document.querySelectorAll("#content > .message.error[data-no-answer]")) said.remove();
  line.dataset.noAnswer = "";
  document.getElementById("content").prepend(line);
  line.scrollIntoView({ block: "nearest" });
}

for (const event of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(event, sayNothingCame);
