// Keyboard shortcuts. An element says its key: <a data-key="t" data-key-label="Timeline">; pressing it clicks a link or
// button and focuses a field. Widgets add keys of their own with register(). "?" lists all keys of the page.
// One key never means two things: the first element in the page wins.

const SWITCH = "parley-shortcuts";
const own = new Map();

export function register(key, label, action) {
  own.set(key, { label, action });
}

const enabled = () => {
  try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; }
};

const typing = (element) =>
  element.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");

const visible = (element) => element.getClientRects().length > 0;

function marked(key) {
  return [...document.querySelectorAll("[data-key]")].find((el) => el.dataset.key === key && visible(el));
}

function labelOf(element) {
  return element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();
}

function use(element) {
  if (element.matches("input, textarea, select")) element.focus();
  else if (element.matches("summary, a, button")) element.click();
  else element.querySelector("a, button, summary, input")?.click();
}

function row(key, label) {
  const term = document.createElement("dt");
  const cap = document.createElement("kbd");
  cap.className = "kbd";
  cap.textContent = key;
  term.append(cap);
  const words = document.createElement("dd");
  words.textContent = label;
  return [term, words];
}

function showAll() {
  const dialog = document.getElementById("shortcuts");
  const list = dialog.querySelector("[data-shortcuts-list]");
  const first = [...list.children].slice(0, 2);
  const rows = new Map([...own].map(([key, { label }]) => [key, label]));
  for (const element of document.querySelectorAll("[data-key]")) {
    if (visible(element) && !rows.has(element.dataset.key)) rows.set(element.dataset.key, labelOf(element));
  }
  list.replaceChildren(...first, ...[...rows].flatMap(([key, label]) => row(key, label)));
  dialog.querySelector("[data-shortcuts-switch]").checked = enabled();
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") { event.preventDefault(); showAll(); return; }
  if (!enabled()) return;
  const action = own.get(event.key)?.action ?? (marked(event.key) && (() => use(marked(event.key))));
  if (!action) return;
  event.preventDefault();
  action(event);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shortcuts-open]")) showAll();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-shortcuts-switch]")) return;
  try { localStorage.setItem(SWITCH, event.target.checked ? "on" : "off"); } catch { /* private mode */ }
});
