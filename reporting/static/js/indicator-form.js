// The form of an indicator: what exists already is shown while the name is typed, fields that the chosen way of
// adding up does not use are put away, and the way itself is said in a sentence. Without this file all fields
// are there and the same checks run when the form is sent.

const WAIT = 300;
const form = document.querySelector("[data-indicator-form]");
const alike = document.querySelector("[data-alike]");

function later(act) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, WAIT);
  };
}

// ---- asked once ---------------------------------------------------------------------------------------------

let asked = 0;
async function showAlike() {
  const number = ++asked;
  const address = new URL(form.dataset.alikeAt, window.location.href);
  address.searchParams.set("q", form.elements.name.value);
  address.searchParams.set("ma", form.elements.code?.value ?? "");
  address.searchParams.set("don_vi_tinh", form.elements.unit_of_measure.value);
  for (const box of form.querySelectorAll("[name=dimension]:checked")) {
    address.searchParams.append("phan_to", box.value);
  }
  if (form.dataset.own) address.searchParams.set("tru", form.dataset.own);
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.ok && number === asked) alike.innerHTML = await answer.text();
}
const showAlikeLater = later(showAlike);
if (form.elements.name.value) showAlike();
for (const name of ["name", "code"]) form.elements[name]?.addEventListener("input", showAlikeLater);
form.elements.unit_of_measure.addEventListener("change", showAlikeLater);
for (const box of form.querySelectorAll("[name=dimension]")) box.addEventListener("change", showAlikeLater);

// ---- only what is used --------------------------------------------------------------------------------------

function putAway() {
  for (const part of form.querySelectorAll("[data-when]")) {
    const [field, values] = part.dataset.when.split(":");
    const isUsed = values.split(",").includes(form.elements[field].value);
    const hasFault = part.querySelector("[aria-invalid=true], .field-error") !== null;
    part.hidden = !isUsed && !hasFault;
  }
  const said = ["over_units", "over_time"].map((name) => form.elements[name].selectedOptions[0].dataset.says);
  form.querySelector("[data-sentence]").textContent = `${said.join("; ")}.`;
}
for (const field of form.querySelectorAll("[data-switch]")) field.addEventListener("change", putAway);
putAway();

// ---- naming another indicator -------------------------------------------------------------------------------

const known = document.getElementById("known-indicators");
async function suggest(field) {
  const typed = field.value.trim();
  if (typed.length < 2) return;
  const address = new URL(form.dataset.searchAt, window.location.href);
  address.searchParams.set("q", typed);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { items } = await answer.json();
  known.replaceChildren(
    ...items.map((item) => {
      const option = document.createElement("option");
      option.value = item.code;
      option.label = `${item.name} (${item.unit_of_measure})`;
      return option;
    }),
  );
}
for (const field of form.querySelectorAll("[data-picks-indicator]")) {
  const suggestLater = later(() => suggest(field));
  field.addEventListener("input", suggestLater);
}
