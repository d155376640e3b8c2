// Entering a report: a pasted text or dropped file is read at once; Ctrl+Enter sends the form.

import { toast } from "./htmx-setup.js";

const form = document.querySelector("[data-source]");
const area = form?.querySelector("[data-read-on-paste]");
const file = form?.querySelector("input[type=file]");

function send(size, { most }) {
  if (size <= Number(most)) { form.requestSubmit(); return; }
  toast(`${(size / 1024 / 1024).toFixed(1)} MB: up to ${Number(most) / 1024 / 1024} MB can be read.`);
}

// Several files at once are more than one report: they go to the inbox.
function sendMany(files) {
  form.action = form.dataset.many;
  file.name = "files";
  file.multiple = true;
  file.files = files;
  form.requestSubmit();
}

// Only into an empty field: who pastes a second piece is still putting the text together.
area?.addEventListener("paste", () => {
  if (area.value.trim()) return;
  setTimeout(() => area.value.trim() && send(new Blob([area.value]).size, { most: area.dataset.mostBytes }));
});

file?.addEventListener("change", () => file.files.length && send(file.files[0].size, { most: file.dataset.mostBytes }));

const drop = form?.querySelector("[data-drop]");
for (const name of ["dragenter", "dragover"]) {
  drop?.addEventListener(name, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("drop-over");
  });
}
for (const name of ["dragleave", "drop"]) drop?.addEventListener(name, () => drop.classList.remove("drop-over"));
drop?.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  if (event.dataTransfer.files.length > 1) { sendMany(event.dataTransfer.files); return; }
  file.files = event.dataTransfer.files;
  send(file.files[0].size, { most: file.dataset.mostBytes });
});

// What was read is mostly right: Enter saves it. Not on a small screen, where the button is far below.
if (matchMedia("(min-width: 62rem)").matches) {
  document.querySelector("[data-settle] [data-submit][data-ready]")?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const button = event.target.closest("form")?.querySelector("[data-submit]") ?? document.querySelector("[data-submit]");
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});
