// The forms of the workbench: a statement's (fetched ahead, so that it opens at once), a claim's, the lesson's; and where
// the keyboard goes in them.

import { cardOf, choose, currentCard, currentId, onChosen } from "./workbench-cards.js";
import { whenSent } from "./workbench-send.js";
import { selected } from "./workbench-text.js";

const PAUSE = 200; // milliseconds on a card before its form is fetched
const ahead = { key: null, html: null, timer: null }; // html: a promise of the form, or of null
let lastReason = null; // the field that "use as reason" fills

const keyOf = (card) => `${card.dataset.card} ${card.dataset.version}`;
const editLink = (card) => card?.querySelector('[data-do="edit"]');

// --- A statement's form ------------------------------------------------------------------------------------------------------

onChosen((card) => {
  clearTimeout(ahead.timer);
  if (!editLink(card) || ahead.key === keyOf(card)) return;
  ahead.timer = setTimeout(() => fetchAhead(card), PAUSE);
});

function fetchAhead(card) {
  Object.assign(ahead, { key: keyOf(card), html: fetched(editLink(card).href) });
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer.text() : null;
}

// What is under way about the card comes first: the form must begin with it.
export function edit(id = currentId(), query = "") {
  clearTimeout(ahead.timer);
  whenSent(async () => {
    const card = cardOf(id);
    const link = editLink(card);
    if (!link) return;
    const html = !query && ahead.key === keyOf(card) ? await ahead.html : null;
    ahead.key = null;
    if (html) {
      window.htmx.swap(card, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
      opened();
    } else {
      await window.htmx.ajax("GET", link.href + query, { source: card, target: card, swap: "outerHTML" });
    }
  });
}

export function opened() {
  const editing = document.querySelector("[data-editing]");
  if (!editing) return false;
  choose(editing.dataset.card, { focus: false });
  if (!editing.contains(document.activeElement)) {
    const asked = [...editing.querySelectorAll("[name$=-condition]")].find((field) => !field.value && conditional(field));
    (editing.querySelector("[aria-invalid=true]") ?? asked ?? editing.querySelector("[name=speaker_name]"))?.focus();
  }
  return true;
}

const conditional = (field) => field.closest("[data-row]")?.querySelector("[name$=-stance]")?.value === "conditional";

// An empty row is none: the server leaves it out.
export function clearRow(row) {
  for (const field of row.querySelectorAll("input, select")) {
    if (field.matches("[type=checkbox]")) field.checked = false;
    else field.value = "";
  }
  const before = row.previousElementSibling?.matches("[data-row]") && row.previousElementSibling;
  row.hidden = row.parentElement.querySelectorAll("[data-row]:not([hidden])").length > 1;
  (row.hidden && before ? before : row).querySelector("input:not([type=hidden])")?.focus();
}

export function useAsReason() {
  const found = selected();
  const open = document.querySelector("[data-editing]");
  if (!found || !open) return;
  const rows = [...open.querySelectorAll("input[name$='-reason']")];
  const field = (lastReason?.isConnected && lastReason) || rows.find((input) => !input.value) || rows.at(-1);
  if (!field) return;
  field.value = found.exact.slice(0, 300);
  field.focus();
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[name$='-reason']")) lastReason = event.target;
});

// --- A claim's, and the lesson's: each has a slot that is empty when it is not asked for -----------------------------------------

// What the selected words say about an event: the form comes in under the statements.
export async function makeClaim() {
  const slot = document.getElementById("claim-form");
  const found = selected();
  if (!slot) return;
  if (!found) {
    location.assign(slot.dataset.claimForm);
    return;
  }
  const { start, end, exact } = found;
  await openClaim(slot.dataset.claimForm, { start, end, exact });
}

export async function openClaim(address, values = {}) {
  await window.htmx.ajax("GET", address, { target: "#claim-form", swap: "outerHTML", values });
  document.getElementById("claim-form").scrollIntoView({ block: "nearest" });
}

// The selected words, or the words used for the speaker of the current card.
export async function teach() {
  const slot = document.getElementById("teach");
  if (!slot) return;
  const values = { words: selected()?.exact.slice(0, 200) ?? "", statement: currentId() ?? "" };
  await window.htmx.ajax("GET", slot.dataset.teachForm, { target: slot, swap: "outerHTML", values });
  fitTeaching();
  const form = document.querySelector("#teach form");
  (form?.querySelector("[name=name]:not([hidden] *)") ?? form?.querySelector("[name=inflected]"))?.focus();
}

// Names are of something on file, verbs have forms.
export function fitTeaching() {
  const form = document.querySelector("#teach form");
  if (!form) return;
  const what = form.elements.what.value;
  const list = { actor: "actors", track: "tracks", issue: "matters" }[what];
  form.querySelector("[data-for-names]").hidden = !list;
  form.querySelector("[data-for-verbs]").hidden = Boolean(list) || what === "noun";
  if (list) form.elements.name.setAttribute("list", list);
}

export function closeSlot(id) {
  const open = document.getElementById(id);
  const slot = document.createElement("div");
  slot.id = id;
  Object.assign(slot.dataset, open.dataset);
  open.replaceWith(slot);
  currentCard()?.focus();
}
