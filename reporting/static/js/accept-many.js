// Accepting many reports: a few at a time, each in its own transaction, with how far it is and a way to stop.

const A_FEW = 6;
const form = document.getElementById("accept-many");
const line = form?.querySelector(".progress-line");
const list = form?.querySelector(".problem-list");
const stop = form?.querySelector("[data-stop]");
let stopped = false;

const words = (text, done, all) => text.replace("{done}", done).replace("{all}", all);

async function accept(reports) {
  const body = new URLSearchParams({
    csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value,
  });
  for (const report of reports) body.append("report", report);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return answer.json();
}

function tell(left) {
  for (const sentence of left) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.append(item);
  }
  list.hidden = !list.children.length;
}

async function run() {
  const kept = [form, form.querySelector("template")?.content].filter(Boolean);
  const reports = kept.flatMap((place) => [...place.querySelectorAll("[name=report]")].map((input) => input.value));
  const status = line.querySelector("[role=status]");
  let done = 0;
  let said = form.dataset.done;
  for (let at = 0; at < reports.length; at += A_FEW) {
    if (stopped) {
      said = form.dataset.stopped;
      break;
    }
    status.textContent = words(form.dataset.said, done, reports.length);
    try {
      const answer = await accept(reports.slice(at, at + A_FEW));
      done += answer.accepted;
      tell(answer.left);
    } catch {
      said = form.dataset.cut;
      break;
    }
    line.querySelector("progress").value = Math.min(at + A_FEW, reports.length);
  }
  status.textContent = words(said, done, reports.length);
  stop.hidden = true;
  const finish = form.querySelector("[data-finish]");
  finish.hidden = false;
  finish.focus();
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  for (const button of form.querySelectorAll("[type=submit], [data-close]")) button.hidden = true;
  line.hidden = false;
  stop.hidden = false;
  run();
});
stop?.addEventListener("click", () => {
  stopped = true;
});
// Closed with Escape on the way: what is under way ends, and the list is as it is then.
form?.closest("dialog").addEventListener("close", () => {
  stopped = true;
  if (!line.hidden) window.location.reload();
});
