// The inbox: files dropped anywhere go in at once, j and k move through lists; a table's columns show what they hold; who
// leaves corrections behind is asked once.

import { toast } from "./htmx-setup.js";
import { register } from "./shortcuts.js";

// --- Bringing in ------------------------------------------------------------------------------------------------------

const form = document.querySelector("[data-bring-in]");
const input = form?.querySelector("input[type=file]");
const drop = () => form.querySelector("[data-drop]"); // written anew with what is wrong; the input stays

function send(files) {
  if (!files.length) return;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > Number(form.dataset.mostFiles)) { toast(form.dataset.tooMany); return; }
  if (bytes > Number(form.dataset.mostTogether)) { toast(form.dataset.tooLarge); return; }
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
  const names = files.slice(0, 3).map((file) => file.name).join(", ");
  form.querySelector("[data-sent]").textContent = `${form.dataset.sending} ${names}${files.length > 3 ? ` + ${files.length - 3}` : ""}`;
  form.requestSubmit();
}

// A dropped folder is opened, and whatever lies in it taken.
async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const one of some) found.push(...await filesIn(one));
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  return (await Promise.all(entries.map(filesIn))).flat();
}

if (form) {
  const bringsFiles = (event) => [...event.dataTransfer.types].includes("Files");
  let over = 0; // elements under the pointer that were entered and not left
  const show = () => drop().classList.toggle("drop-over", over > 0);
  document.addEventListener("dragenter", (event) => { if (bringsFiles(event)) { over += 1; show(); } });
  document.addEventListener("dragleave", (event) => { if (bringsFiles(event)) { over -= 1; show(); } });
  document.addEventListener("dragover", (event) => { if (bringsFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", async (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    over = 0;
    show();
    send(await dropped(event.dataTransfer));
  });
  input.addEventListener("change", () => send([...input.files]));
}

// --- Lists by keyboard ------------------------------------------------------------------------------------------------

const rows = () => [...document.querySelectorAll("[data-rows] > [data-row]")];
const opener = (row) => row.querySelector("a");

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by))];
  opener(next).focus();
  next.scrollIntoView({ block: "nearest" });
}

if (document.querySelector("[data-rows]")) {
  register("j", "Next in the list", () => step(1));
  register("k", "Previous in the list", () => step(-1));
}

// --- Corrections that would be left behind ----------------------------------------------------------------------------

const keeps = document.querySelector("[data-keeps]");
let touched = false;
let warned = false;
keeps?.addEventListener("input", () => { touched = true; });
document.addEventListener("click", (event) => {
  const leaving = event.target.closest?.("[data-leaves]");
  if (!leaving || !touched || warned) return;
  event.preventDefault();
  warned = true;
  toast(keeps.dataset.keeps);
}, true);

// The first field that must be filled and is not, else the first one.
if (keeps) {
  register("e", "Put right what was read", () => {
    (keeps.querySelector(":invalid, [aria-invalid=true]") ?? keeps.querySelector("[name=title]")).focus();
  });
}

// --- A table's columns ------------------------------------------------------------------------------------------------

const mapping = document.querySelector("[data-mapping]");

function showExamples(select) {
  const place = mapping.querySelector(`[data-example="${CSS.escape(select.name)}"]`);
  const table = mapping.querySelector("[data-first-rows]");
  const column = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent === select.value);
  const cells = column < 0 ? [] : [...table.tBodies[0].rows].map((row) => row.cells[column]?.textContent.trim());
  place.textContent = cells.find(Boolean) ?? "";
  for (const row of table.rows) {
    for (const cell of row.cells) cell.classList.toggle("map-chosen", select.value !== "" && cell.cellIndex === column);
  }
}

mapping?.addEventListener("change", (event) => event.target.matches("select") && showExamples(event.target));
mapping?.addEventListener("focusin", (event) => event.target.matches("select") && showExamples(event.target));
