// Many files to the server, a part at a time: a lost line costs one part, which is sent again.

const form = document.getElementById("batch-form");
const zone = document.getElementById("drop-zone");
const field = document.getElementById("files");
const sending = document.getElementById("sending");
const refused = document.getElementById("refused");
let dropped = null;
let going = false;
let parts = null;
let next = 0;

function chosen() {
  return dropped ?? [...field.files].map((file) => ({ file, name: file.name }));
}

function tell() {
  parts = null;
  const count = chosen().length;
  document.getElementById("chosen").textContent = count ? form.dataset.chosen.replace("%all", count) : "";
}

function refuse(words) {
  refused.querySelector("p").textContent = words;
  refused.hidden = !words;
}

/** Files of a dropped folder, and of the folders in it, with the folders' names. */
async function filesIn(entry, folder = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, name: folder + file.name }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const one of some) found.push(...(await filesIn(one, `${folder}${entry.name}/`)));
  }
}

function inParts(files) {
  const made = [];
  let bytes = 0;
  for (const one of files) {
    const last = made.at(-1);
    const fits = last && last.length < form.dataset.partFiles && bytes + one.file.size <= form.dataset.partBytes;
    if (fits) {
      last.push(one);
      bytes += one.file.size;
    } else {
      made.push([one]);
      bytes = one.file.size;
    }
  }
  return made;
}

async function send(part) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("khoa", form.elements.khoa.value);
  body.set("phan", part);
  body.set("so-phan", parts.length);
  // A file's own name drops its folders; a field beside it says them, in the same order.
  for (const { file, name } of parts[part]) {
    body.append("files", file, file.name);
    body.append("ten", name);
  }
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  const type = answer.headers.get("Content-Type") ?? "";
  if (!type.includes("json")) throw new Error(`answered ${answer.status}`);
  return { said: await answer.json(), isTaken: answer.ok };
}

function show(done, all) {
  sending.hidden = false;
  sending.querySelector("progress").max = all;
  sending.querySelector("progress").value = done;
  sending.querySelector("[role]").textContent = form.dataset.sending.replace("%done", done).replace("%all", all);
}

async function sendAll() {
  const files = chosen();
  if (files.length > form.dataset.limit) return refuse(form.dataset.most);
  if (!parts) [parts, next] = [inParts(files), 0];
  let page = "";
  for (; next < parts.length; next += 1) {
    show(parts.slice(0, next).flat().length, files.length);
    const { said, isTaken } = await send(next);
    if (!isTaken) return refuse(said.said ?? "");
    page = said.page;
  }
  going = false;
  window.location.assign(page);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (going) return;
  refuse("");
  going = true;
  try {
    await sendAll();
  } catch {
    refuse(form.dataset.lost);
  } finally {
    going = false;
  }
});
window.addEventListener("beforeunload", (event) => going && event.preventDefault());

for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
}
zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
zone.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("is-over");
  // All asked for at once: after the first wait the event has nothing more to give.
  const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const given = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found = [];
  for (const { entry, file } of given) {
    found.push(...(entry ? await filesIn(entry) : [{ file, name: file.name }]));
  }
  if (!found.length) return;
  dropped = found;
  field.required = false;
  tell();
});
field.addEventListener("change", () => {
  dropped = null;
  tell();
});
tell();
document.getElementById("drop-hint").hidden = false;
