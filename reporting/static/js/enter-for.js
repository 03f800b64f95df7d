// Typing for another unit: the same keys as on the form; nothing is saved before it is sent.
import { moveByKeys, pasteBlocks } from "./form-keys.js";

const form = document.getElementById("report-form");
moveByKeys(form);
pasteBlocks(form, () => {});
form.querySelector("td.is-figure input[aria-invalid], td.is-figure input")?.focus();
