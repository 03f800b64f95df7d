// Files dropped into the frame stand in the field as if they had been chosen there.

const zone = document.getElementById("drop-zone");
const field = document.getElementById("files");

function tell() {
  document.getElementById("chosen").textContent = [...field.files].map((file) => file.name).join(", ");
}

for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
}
zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("is-over");
  if (!event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  tell();
});
field.addEventListener("change", tell);
tell(); // files chosen before this script arrived
document.getElementById("drop-hint").hidden = false;
