// The claims below the statements: "w" goes to them, and while the keyboard is there its keys are theirs. The words of the
// chosen one are shown in the text.

import { register } from "./shortcuts.js";

const all = () => [...document.querySelectorAll("#claims [data-claim-card]")];
const chosen = () => document.activeElement?.closest?.("#claims [data-claim-card]");
const press = (what, card = chosen()) => card?.querySelector(`[data-do="${what}"]`)?.click();

// --- Which one -------------------------------------------------------------------------------------------------------------

function choose(card) {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}

function enter() {
  choose(document.querySelector("#claims [data-suggested]") ?? all()[0]);
}

// Beyond the ends it stays where it is.
function step(by) {
  const cards = all();
  choose(cards[cards.indexOf(chosen()) + by]);
}

function leave() {
  document.querySelector('#cards [aria-current="true"], #cards [data-card]')?.focus();
}

// --- Its words in the text ---------------------------------------------------------------------------------------------------

// Offsets count code points, as the server does.
function rangeOf(start, end) {
  const text = document.querySelector("[data-text]");
  const walker = text && document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  let begun = false;
  for (let node = walker?.nextNode(); node; node = walker.nextNode()) {
    const points = [...node.data];
    const place = (point) => points.slice(0, point - at).join("").length;
    if (!begun && start < at + points.length) {
      range.setStart(node, place(start));
      begun = true;
    }
    if (begun && end <= at + points.length) {
      range.setEnd(node, place(end));
      return range;
    }
    at += points.length;
  }
  return null;
}

function showWords(card) {
  const range = card && rangeOf(Number(card.dataset.start), Number(card.dataset.end));
  if (globalThis.CSS?.highlights) {
    if (range) CSS.highlights.set("claim", new Highlight(range));
    else CSS.highlights.delete("claim");
  }
  const pane = document.querySelector(".bench-text");
  if (!range || !pane || pane.scrollHeight <= pane.clientHeight) return;
  const box = range.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (box.top < frame.top + 48 || box.bottom > frame.bottom) pane.scrollTop += box.top - frame.top - frame.height / 3;
}

document.addEventListener("focusin", () => showWords(chosen()));

// --- Keys --------------------------------------------------------------------------------------------------------------------

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press("accept"),
  x: () => press("reject"),
  e: () => press("edit"),
  p: () => press("publish"),
  u: () => press("undo", document.getElementById("claims-undo")),
  w: leave,
  Escape: leave,
};

register("w", "Claims about events: go to them, and back", enter);

// Before the keys of the statements, which mean the same there.
document.addEventListener("keydown", (event) => {
  const card = chosen();
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!card || !plain || event.target.closest("input, textarea, select") || !KEYS[event.key]) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  KEYS[event.key]();
}, { capture: true });

// After a decision the keyboard goes on to the next suggestion in the text, else to what was made or taken back.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "claims") return;
  const list = event.target;
  choose(list.querySelector("[data-next]") ?? list.querySelector("[data-focus]") ?? list.querySelector("[data-suggested]") ?? all()[0]);
});
