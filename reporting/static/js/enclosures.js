// Documents that come with the report: sent as soon as they are chosen or dropped, without leaving the page.
// Without this script they are chosen and sent with the button beside.

const form = document.getElementById("enclose-form");
const part = document.getElementById("enclosures");
const status = document.getElementById("enclosing");

function tidy() {
  for (const button of part.querySelectorAll("[data-plain]")) button.hidden = true;
}

async function send(address, body, back) {
  status.textContent = status.dataset.sending;
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body,
    });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    show(await answer.json(), back);
  } catch {
    status.textContent = status.dataset.failed;
  }
  part.removeAttribute("aria-busy");
}

function show({ html, problems, said }, back) {
  part.innerHTML = html;
  tidy();
  status.textContent = said;
  document.getElementById("report-form").dispatchEvent(new CustomEvent("server-said", { detail: { problems } }));
  document.getElementById(back)?.focus();
}

function filesOf(field) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const file of field.files) body.append(field.name, file);
  return body;
}

part.addEventListener("change", ({ target }) => {
  if (target.type === "file" && target.files.length) send(form.action, filesOf(target), target.id);
});
form.addEventListener("submit", (event) => {
  const by = event.submitter;
  if (!by?.hasAttribute("formaction")) return;
  event.preventDefault();
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  send(by.formAction, body, by.closest(".enclosure").id);
});
for (const name of ["dragover", "drop", "dragleave"]) {
  part.addEventListener(name, (event) => {
    const place = event.target.closest(".enclosure");
    if (!place || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    place.classList.toggle("is-over", name === "dragover");
    if (name !== "drop") return;
    const field = place.querySelector("input[type=file]");
    field.files = event.dataTransfer.files;
    if (field.files.length) send(form.action, filesOf(field), field.id);
  });
}
tidy();
