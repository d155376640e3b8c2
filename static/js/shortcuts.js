// Keyboard shortcuts. An element says its key: <a data-key="t" data-key-label="Timeline">; pressing it clicks a link or
// button and focuses a field. Widgets add keys of their own with register(). "?" lists all keys of the page.
// One key never means two things: the first element in the page wins.

const SWITCH = "parley-shortcuts";
const own = new Map();

// `label` is shown in the list, none for a key that another one's row stands for; `shown` is how the key is written there.
export function register(key, label, action, shown = key) {
  own.set(key, { label, action, shown });
}

// As "j", "A", "Alt+]". With Alt some systems make other characters of a key, so that brackets are told by their place.
function nameOf(event) {
  if (!event.altKey || event.getModifierState("AltGraph")) return event.key;
  const bracket = { BracketLeft: "[{", BracketRight: "]}" }[event.code];
  return `Alt+${bracket ? bracket[Number(event.shiftKey)] : event.key}`;
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
  const rows = new Map([...own.values()].filter(({ label }) => label).map(({ shown, label }) => [shown, label]));
  for (const element of document.querySelectorAll("[data-key]")) {
    if (visible(element) && !own.has(element.dataset.key)) rows.set(element.dataset.key, labelOf(element));
  }
  list.replaceChildren(...first, ...[...rows].flatMap(([key, label]) => row(key, label)));
  dialog.querySelector("[data-shortcuts-switch]").checked = enabled();
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  const command = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  if (event.defaultPrevented || command || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") { event.preventDefault(); showAll(); return; }
  if (!enabled()) return;
  const key = nameOf(event);
  const action = own.get(key)?.action ?? (marked(key) && (() => use(marked(key))));
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
