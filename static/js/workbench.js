// The workbench: keys judge statements, link them and move their bounds; text and cards go together. What each part does
// stands in workbench-*.js; here is what keys, clicks and arriving cards set in motion.

import "./rows.js";
import { register } from "./shortcuts.js";
import { moveToSelection, shift } from "./workbench-bounds.js";
import { cardOf, cards, choose, currentCard, currentId, show, step } from "./workbench-cards.js";
import { clearRow, closeSlot, edit, fitTeaching, makeClaim, openClaim, opened, teach, useAsReason } from "./workbench-forms.js";
import { acts, flush, readAnew, send, sendAgain } from "./workbench-send.js";
import { selected, text } from "./workbench-text.js";

const tools = document.getElementById("selection-tools");
const act = () => document.getElementById("act");

// --- Judging -------------------------------------------------------------------------------------------------------------------

const button = (what, card = currentCard()) => card?.querySelector(`[data-do="${what}"]`);
const press = (what) => button(what)?.click();

// The keyboard goes on to the next statement at once; a refusal brings it back.
function judge(what) {
  const card = currentCard();
  if (!button(what, card)) return;
  press(what);
  step(1);
}

function judgeBy(submitter, card) {
  const to = submitter.value;
  const everyone = submitter.name === "all";
  const meant = everyone ? cards().filter((other) => other.dataset.speaker === card.dataset.speaker) : [card];
  const was = meant.map((one) => [one.dataset.card, one.dataset.status]);
  for (const one of meant) show(one, to);
  send(submitter.formAction, { [submitter.name]: to }, { id: card.dataset.card, was });
}

// The statuses are those of before at once; the server says what else was taken back, and of which cards.
function undo() {
  flush(); // what still waits to be saved is the last thing done
  const was = acts.pop()?.was ?? [];
  for (const [id, status] of was) {
    if (cardOf(id)) show(cardOf(id), status);
  }
  if (was.length) choose(was[0][0]);
  const done = (ids) => {
    if (was.some(([id]) => !ids.includes(id))) readAnew();
    else if (ids.length) choose(ids[0]);
  };
  send(act().dataset.undo, {}, { was: null, done });
}

// --- Offered links -----------------------------------------------------------------------------------------------------------------

function digit(number) {
  const card = currentCard();
  const chooser = card?.querySelector("[data-chooser]");
  if (chooser) chooser.querySelectorAll("[data-stance]")[number - 1]?.click();
  else card?.querySelector(`[data-offer="${number}"]`)?.click();
}

// One more key says which stance: the chooser stands in place of the offer.
function askStance(link) {
  document.querySelector("[data-chooser]")?.remove();
  const chooser = document.getElementById("stances").content.firstElementChild.cloneNode(true);
  Object.assign(chooser.dataset, { chooser: link.dataset.stances, value: link.dataset.value });
  chooser.querySelector("[data-about]").textContent = link.textContent.trim();
  link.closest("li").after(chooser);
}

function takeStance(choice) {
  const { chooser: address, value } = choice.closest("[data-chooser]").dataset;
  const card = choice.closest("[data-card]");
  choice.closest("[data-chooser]").remove();
  const [kind, key] = value.split(":");
  if (choice.dataset.stance === "conditional") edit(card.dataset.card, `?${kind}=${key}&stance=conditional`);
  else link(card, address, { offer: value, stance: choice.dataset.stance });
}

function link(card, address, values) {
  card.querySelector(`[value="${values.offer}"], [data-value="${values.offer}"]`)?.closest("li").classList.add("is-taken");
  const was = [[card.dataset.card, card.dataset.status]];
  if (card.dataset.status === "suggested") show(card, "draft");
  card.focus({ preventScroll: true });
  send(address, values, { id: card.dataset.card, was });
}

// --- Clicks and submissions ----------------------------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  const submitter = event.submitter;
  const card = (submitter ?? form).closest("[data-card]");
  if (form.id === "act") {
    event.preventDefault();
    if (!submitter) sendAgain();
    else if (submitter.matches("[data-undo]")) undo();
    else if (["to", "all"].includes(submitter.name)) judgeBy(submitter, card);
    else if (submitter.name === "offer") link(card, submitter.formAction, { offer: submitter.value });
    else send(submitter.formAction, { [submitter.name]: submitter.value }, { id: card?.dataset.card });
  } else if (form.matches("[data-act]")) {
    event.preventDefault();
    send(form.action, Object.fromEntries(new FormData(form)), { id: card?.dataset.card });
  }
});

const CLICKS = [
  ["[data-stance]", takeStance],
  ["[data-stances]", askStance],
  ["[data-claim-link]", (found) => openClaim(found.href)],
  ['[data-card] [data-do="edit"]', (found) => edit(found.closest("[data-card]").dataset.card)],
  ["[data-clear-row]", (found) => clearRow(found.closest("[data-row]"))],
  ["[data-make]", makeStatement],
  ["[data-claim]", () => { tools.hidden = true; makeClaim(); }],
  ["[data-reason]", () => { tools.hidden = true; useAsReason(); }],
  ["[data-teach]", () => { tools.hidden = true; teach(); }],
  ["[data-close-teach]", () => closeSlot("teach")],
  ["[data-claim-cancel]", () => closeSlot("claim-form")],
];

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.(".hl[data-ids]");
  if (mark && document.getSelection().isCollapsed) {
    const ids = mark.dataset.ids.split(" ");
    // Clicking again goes through the statements that overlap here.
    choose(ids[(ids.indexOf(currentId()) + 1) % ids.length], { scrollText: false });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  for (const [selector, action] of CLICKS) {
    const found = event.target.closest?.(selector);
    if (!found) continue;
    event.preventDefault();
    action(found);
    return;
  }
});

document.addEventListener("change", (event) => { if (event.target.matches("#teach [name=what]")) fitTeaching(); });

document.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-card]");
  if (card && card.dataset.card !== currentId()) choose(card.dataset.card, { focus: false });
});

// --- The selection ---------------------------------------------------------------------------------------------------------------------

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

if (tools) {
  document.addEventListener("selectionchange", () => requestAnimationFrame(showTools));
  tools.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection while clicking
}

// --- What comes in ---------------------------------------------------------------------------------------------------------------------

document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.target;
  if (target.closest?.("#claim-form")) {
    const form = document.getElementById("claim-form");
    (form.querySelector("[aria-invalid=true]") ?? form.querySelector("[name=event_name]"))?.focus();
  } else if (target.closest?.("#claims")) {
    document.querySelector("#claims [data-focus]")?.focus(); // the claim that was saved or judged
  } else if (target.closest?.("#teach")) {
    fitTeaching();
    document.querySelector("#teach [aria-invalid=true]")?.focus();
  } else if (target.matches?.("#bench, [data-card]")) {
    const bench = document.getElementById("bench");
    const wanted = bench?.dataset.current ?? currentId();
    if (bench) delete bench.dataset.current;
    if (!opened() && wanted) choose(cardOf(wanted) ? wanted : cards()[0]?.dataset.card, { scrollText: target.id === "bench" });
  }
});

// The form of a statement is saved by htmx; that, too, can be taken back.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.matches?.("[data-editing] form")) acts.push({ was: [] });
});

document.addEventListener("keydown", (event) => {
  const chooser = document.querySelector("[data-chooser]");
  if (event.key === "Escape" && chooser) chooser.remove();
  const editing = event.target.closest?.("[data-editing], #claim-form, #teach");
  if (!editing) return;
  if (event.key === "Escape") editing.querySelector('[data-do="cancel"]')?.click();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const which = event.shiftKey ? "save-publish" : "save";
    (editing.querySelector(`[data-do="${which}"]`) ?? editing.querySelector('[data-do="save"]')).click();
  }
});

// --- Keys ------------------------------------------------------------------------------------------------------------------------------

register("j", "Next statement", () => step(1));
register("k", "Previous statement", () => step(-1));
register("a", "Accept the suggestion", () => judge("accept"));
register("A", "Accept all waiting suggestions of its speaker", () => press("accept-all"));
register("x", "Reject", () => judge("reject"));
register("p", "Publish", () => judge("publish"));
register("e", "Edit", () => edit());
register("u", "Undo what you did last, and again what you did before", undo);
register("1", "Take the offered link of that number; for an issue, then the stance", () => digit(1), "1 – 9");
for (let number = 2; number <= 9; number += 1) register(String(number), "", () => digit(number));
register("s", "The same utterance as in the other report", () => press("same"));
register("t", "Teach: a name of somebody, or a verb of reporting", teach);
register("n", "New statement from the selected words", makeStatement);
register("c", "Claim about an event from the selected words", makeClaim);
register("r", "Use the selected words as the reason", useAsReason);
register("m", "Move the statement to the selected words", moveToSelection);
register("]", "End one word later", () => shift("end", 1));
register("[", "End one word earlier", () => shift("end", -1));
register("}", "Begin one word later", () => shift("start", 1), "Shift + ]");
register("{", "Begin one word earlier", () => shift("start", -1), "Shift + [");
register("Alt+]", "End one clause later", () => shift("end", 1, "clause"), "Alt + ]");
register("Alt+[", "End one clause earlier", () => shift("end", -1, "clause"), "Alt + [");
register("Alt+}", "Begin one clause later", () => shift("start", 1, "clause"), "Alt + Shift + ]");
register("Alt+{", "Begin one clause earlier", () => shift("start", -1, "clause"), "Alt + Shift + [");

const asked = location.hash.match(/^#(?:card|statement)-(\d+)$/);
if (asked) choose(asked[1]);
else if (cards().length && text()) choose(cards()[0].dataset.card, { focus: false, scrollCard: false, scrollText: false });
