// The workbench: selected words become statements, keys judge them, text and cards move together.
// Offsets that go to the server count Unicode code points, as the server does; JavaScript counts UTF-16 units.

import "./rows.js";
import { register } from "./shortcuts.js";

const codePoints = (text) => [...text].length;
const text = () => document.querySelector("[data-text]");
const tools = document.getElementById("selection-tools");
const cards = () => [...document.querySelectorAll("[data-card]")];
const cardOf = (id) => document.getElementById(`card-${id}`);

let current = null; // id of the statement the keys act on
let lastJudged = null; // id of the statement that was judged last by key
let lastReason = null; // the field that "use as reason" fills

// --- Which statement is current ---------------------------------------------------------------------------------------

function choose(id, { focus = true, scrollCard = true, scrollText = true } = {}) {
  const card = cardOf(id);
  if (!card) return;
  current = String(id);
  for (const other of cards()) other.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
  for (const mark of text()?.querySelectorAll(".hl") ?? []) {
    mark.classList.toggle("hl-current", mark.dataset.ids.split(" ").includes(current));
  }
  if (focus && !card.contains(document.activeElement)) card.focus({ preventScroll: true });
  if (scrollCard) card.scrollIntoView({ block: "nearest" });
  if (scrollText) text()?.querySelector(".hl-current")?.scrollIntoView({ block: "center" });
}

function step(by) {
  const all = cards();
  const place = all.findIndex((card) => card.dataset.card === current);
  const next = all[place < 0 ? 0 : place + by];
  if (next) choose(next.dataset.card);
}

function act(what, id = current) {
  const button = cardOf(id)?.querySelector(`[data-do="${what}"]`);
  button?.click();
  return Boolean(button);
}

// The keyboard goes on to the next statement at once; a refusal brings it back (afterSettle).
function judge(what) {
  const id = current;
  if (!act(what)) return;
  lastJudged = id;
  step(1);
}

function undo() {
  const id = cardOf(lastJudged) ? lastJudged : current;
  lastJudged = null;
  choose(id);
  act("undo", id);
}

// --- The selection ----------------------------------------------------------------------------------------------------

function selected() {
  const selection = document.getSelection();
  const inside = text();
  if (!inside || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!inside.contains(range.startContainer) || !inside.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(inside, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const trimmed = words.trim();
  if (!trimmed) return null;
  const start = codePoints(before.toString()) + codePoints(words.slice(0, words.indexOf(trimmed)));
  return { start, end: start + codePoints(trimmed), exact: trimmed, box: range.getBoundingClientRect() };
}

function showTools() {
  const found = selected();
  tools.hidden = !found;
  if (!found) return;
  tools.querySelector("[data-reason]").hidden = !document.querySelector("[data-editing]");
  const left = Math.min(found.box.left + scrollX, scrollX + innerWidth - tools.offsetWidth - 16);
  tools.style.setProperty("inset-inline-start", `${Math.max(8, left)}px`);
  tools.style.setProperty("inset-block-start", `${found.box.bottom + scrollY + 6}px`);
}

function makeStatement() {
  const found = selected();
  const form = document.getElementById("new-statement");
  if (!found) {
    form.elements.quote.focus();
    return;
  }
  for (const name of ["start", "end", "exact"]) form.elements[name].value = found[name];
  form.elements.quote.value = "";
  tools.hidden = true;
  form.requestSubmit();
}

// What the selected words say about an event: the form comes in under the statements.
async function makeClaim() {
  const found = selected();
  const slot = document.getElementById("claim-form");
  if (!slot) return;
  const link = slot.dataset.claimForm;
  if (!found) {
    location.assign(link);
    return;
  }
  tools.hidden = true;
  const { start, end, exact } = found;
  await window.htmx.ajax("GET", link, { target: "#claim-form", swap: "outerHTML", values: { start, end, exact } });
  document.getElementById("claim-form").scrollIntoView({ block: "nearest" });
}

function closeClaim() {
  const form = document.getElementById("claim-form");
  const slot = document.createElement("div");
  slot.id = form.id;
  slot.dataset.claimForm = form.dataset.claimForm;
  form.replaceWith(slot);
  cardOf(current)?.focus();
}

function useAsReason() {
  const found = selected();
  const open = document.querySelector("[data-editing]");
  if (!found || !open) return;
  const rows = [...open.querySelectorAll("input[name$='-reason']")];
  const field = (lastReason?.isConnected && lastReason) || rows.find((input) => !input.value) || rows.at(-1);
  if (!field) return;
  field.value = found.exact.slice(0, 300);
  field.focus();
  tools.hidden = true;
}

// --- Boundaries by keyboard -------------------------------------------------------------------------------------------

function moved(points, place, by) {
  // The nearest word boundary before (by < 0) or after place.
  const isWord = (i) => /[\p{L}\p{N}]/u.test(points[i] ?? "");
  let i = place + (by < 0 ? -1 : 0);
  while (i > 0 && i < points.length && !isWord(i)) i += by;
  while (i > 0 && i < points.length && isWord(i)) i += by;
  return Math.min(points.length, Math.max(0, by < 0 ? (i > 0 ? i + 1 : 0) : i));
}

async function moveTo(bounds) {
  const address = new URL(location.href).pathname.replace(/reports\/\d+\/code\/$/, `statements/${current}/bounds/`);
  await window.htmx.ajax("POST", address, {
    target: "#bench", swap: "outerHTML", values: { version: cardOf(current).dataset.version, ...bounds },
  });
}

async function shift(which, by) {
  const card = cardOf(current);
  if (!card || card.dataset.pieces !== "1" || card.hasAttribute("data-editing")) return;
  const points = [...text().textContent];
  const bounds = { start: Number(card.dataset.start), end: Number(card.dataset.end) };
  bounds[which] = moved(points, bounds[which], by);
  if (bounds.start < bounds.end) await moveTo(bounds);
}

// The current statement becomes the selected words, wherever it was anchored before.
async function moveToSelection() {
  const found = selected();
  const card = cardOf(current);
  if (!found || !card || card.hasAttribute("data-editing")) return;
  tools.hidden = true;
  await moveTo({ start: found.start, end: found.end, exact: found.exact });
}

// An empty row is none: the server leaves it out.
function clearRow(row) {
  for (const field of row.querySelectorAll("input, select")) {
    if (field.matches("[type=checkbox]")) field.checked = false;
    else field.value = "";
  }
  const before = row.previousElementSibling?.matches("[data-row]") && row.previousElementSibling;
  row.hidden = row.parentElement.querySelectorAll("[data-row]:not([hidden])").length > 1;
  (row.hidden && before ? before : row).querySelector("input:not([type=hidden])")?.focus();
}

// --- Keeping text and cards in step ------------------------------------------------------------------------------------

const STRENGTH = ["rejected", "suggested", "draft", "reviewed", "published"];

function recolour() {
  const status = new Map(cards().map((card) => [card.dataset.card, card.dataset.status]));
  for (const count of document.querySelectorAll("[data-count]")) {
    count.textContent = [...status.values()].filter((one) => one === count.dataset.count).length;
  }
  for (const mark of text()?.querySelectorAll(".hl") ?? []) {
    const found = mark.dataset.ids.split(" ").map((id) => status.get(id)).filter(Boolean);
    if (!found.length) continue;
    const strongest = found.sort((a, b) => STRENGTH.indexOf(b) - STRENGTH.indexOf(a))[0];
    for (const name of STRENGTH) mark.classList.toggle(`hl-${name}`, name === strongest);
  }
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.(".hl[data-ids]");
  if (mark && document.getSelection().isCollapsed) {
    const ids = mark.dataset.ids.split(" ");
    // Clicking again goes through the statements that overlap here.
    choose(ids[(ids.indexOf(current) + 1) % ids.length], { scrollText: false });
    return;
  }
  if (event.target.closest?.("[data-make]")) makeStatement();
  else if (event.target.closest?.("[data-claim]")) makeClaim();
  else if (event.target.closest?.("[data-reason]")) useAsReason();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[name$='-reason']")) lastReason = event.target;
  const card = event.target.closest("[data-card]");
  if (card && card.dataset.card !== current) choose(card.dataset.card, { focus: false });
});

document.addEventListener("selectionchange", () => requestAnimationFrame(showTools));
tools?.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection while clicking

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.closest?.("#claim-form")) {
    const form = document.getElementById("claim-form");
    (form.querySelector("[aria-invalid=true]") ?? form.querySelector("[name=event_name]"))?.focus();
    return;
  }
  if (event.target.closest?.("#claims")) {
    document.querySelector("#claims [data-focus]")?.focus(); // the claim that was saved or judged
    return;
  }
  const bench = document.getElementById("bench");
  const wanted = bench?.dataset.current ?? current;
  if (bench) delete bench.dataset.current;
  const editing = document.querySelector("[data-editing]");
  recolour();
  const refused = document.querySelector("[data-card] > [role=alert]:not([data-seen])");
  if (refused) {
    refused.dataset.seen = "";
    choose(refused.parentElement.dataset.card);
    return;
  }
  if (!editing) {
    if (wanted) choose(wanted, { scrollText: false });
    return;
  }
  choose(editing.dataset.card, { focus: false });
  if (!editing.contains(document.activeElement)) {
    const wrong = editing.querySelector("[aria-invalid=true]");
    (wrong ?? editing.querySelector("[name=speaker_name]"))?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  const editing = event.target.closest?.("[data-editing], #claim-form");
  if (!editing) return;
  if (event.key === "Escape") editing.querySelector('[data-do="cancel"]')?.click();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const which = event.shiftKey ? "save-publish" : "save";
    (editing.querySelector(`[data-do="${which}"]`) ?? editing.querySelector('[data-do="save"]')).click();
  }
});

register("j", "Next statement", () => step(1));
register("k", "Previous statement", () => step(-1));
register("a", "Accept the suggestion", () => judge("accept"));
register("x", "Reject", () => judge("reject"));
register("p", "Publish", () => judge("publish"));
register("e", "Edit", () => act("edit"));
register("u", "Undo the last judgement", undo);
register("n", "New statement from the selected words", makeStatement);
register("c", "Claim about an event from the selected words", makeClaim);
register("r", "Use the selected words as the reason", useAsReason);
register("m", "Move the statement to the selected words", moveToSelection);
register("]", "End one word later", () => shift("end", 1));
register("[", "End one word earlier", () => shift("end", -1));
register("}", "Begin one word later", () => shift("start", 1));
register("{", "Begin one word earlier", () => shift("start", -1));

const asked = location.hash.match(/^#(?:card|statement)-(\d+)$/);
if (asked) choose(asked[1]);
else if (cards().length && text()) choose(cards()[0].dataset.card, { focus: false, scrollCard: false, scrollText: false });
