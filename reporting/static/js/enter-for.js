// Typing for another unit: the same keys as on the form; nothing is saved before it is sent.
import { moveByKeys, pasteBlocks } from "./form-keys.js";

const form = document.getElementById("report-form");
moveByKeys(form);
pasteBlocks(form, () => {});
const first = ["#told_by[aria-invalid]", "#told_how[aria-invalid]", "td.is-figure input[aria-invalid]", "#told_by"];
first.map((where) => form.querySelector(where)).find(Boolean)?.focus();
