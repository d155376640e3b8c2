// What the coder decides goes to the server one request after the other, in the order of the keys; the page does not wait.
// The answer holds the cards that changed. One is left out while later decisions about its card are under way: they bring
// the card along.

import { cardOf, choose, count, currentId, recolour, strongest } from "./workbench-cards.js";
import { redraw, spansOf } from "./workbench-text.js";

const before = []; // called before a request is put in the line: what another module still holds back
const under = new Map(); // id of a card to how many requests about it are under way

export const acts = []; // what was done and can be taken back, the newest last: as the server has it

let line = Promise.resolve();
let failed = null; // the request that could not be sent, to be sent again

const source = () => document.getElementById("act");
export const beforeSending = (action) => before.push(action);
export const flush = () => before.forEach((action) => action());
export const whenSent = (action) => { line = line.then(action, action); return line; };
export const hold = (id) => { under.set(id, (under.get(id) ?? 0) + 1); busy(1); };
export const release = (id) => { under.set(id, (under.get(id) ?? 1) - 1); busy(-1); };

// Whether anything is not saved yet: said by the form, for the browser's question on leaving, and for whoever waits for it.
function busy(by) {
  const now = Number(source()?.dataset.busy ?? 0) + by;
  if (now) source().dataset.busy = now;
  else delete source()?.dataset.busy;
}

// `values`: what is sent, or a function that gives it at the moment of sending (a version may have changed by then).
// `was`: the statuses before, [id, status] each, for taking it back; null for what is not taken back itself.
export function send(address, values, { id = null, was = [], done = null } = {}) {
  flush();
  const entry = { address, values, id, was, done };
  if (was) acts.push(entry);
  if (id) hold(id);
  busy(1);
  return whenSent(async () => {
    if (id) release(id);
    await deliver(entry);
    busy(-1);
  });
}

async function deliver(entry) {
  const { address, values, id: asked, done } = entry;
  const swapped = [];
  const note = (event) => {
    const id = event.target.dataset?.card;
    const fresh = event.detail.fragment.querySelector?.("[data-card]");
    if (!id || !fresh) return;
    if ((under.get(id) ?? 0) > 0 && !fresh.querySelector("[role=alert]")) {
      event.detail.shouldSwap = false;
      cardOf(id).dataset.version = fresh.dataset.version;
    } else {
      swapped.push([id, cardOf(id).dataset.spans]);
    }
  };
  document.addEventListener("htmx:oobBeforeSwap", note);
  const sent = typeof values === "function" ? values() : values;
  const outcome = await attempt(address, sent);
  document.removeEventListener("htmx:oobBeforeSwap", note);
  if (outcome !== "ok") failed = entry;
  if (outcome !== "ok" || swapped.some(([id]) => refusal(id))) forget(entry);
  if (outcome !== "ok" && cardOf(asked)) cardOf(asked).dataset.unsaved = source().dataset.unsavedText;
  for (const [id, spans] of swapped) settle(id, spans);
  count();
  done?.(swapped.map(([id]) => id));
}

async function attempt(address, values) {
  try {
    await window.htmx.ajax("POST", address, { source: source(), target: source(), swap: "none", values });
    return source().dataset.outcome;
  } catch {
    return "unsent";
  }
}

// A card came in: its marks, its colour, and its being the current one are those of the page again.
function settle(id, oldSpans) {
  const card = cardOf(id);
  if (oldSpans !== card.dataset.spans) {
    const ends = [...spansOf({ dataset: { spans: oldSpans } }), ...spansOf(card)].flat();
    if (ends.length) redraw(Math.min(...ends), Math.max(...ends), strongest, currentId());
  }
  recolour(id);
  const refused = refusal(id);
  if (refused || id === currentId()) choose(id, { focus: refused || focusIsLost(), scrollText: Boolean(refused), scrollCard: Boolean(refused) });
}

const refusal = (id) => cardOf(id)?.querySelector(":scope > [role=alert]");

function forget(entry) {
  const place = acts.indexOf(entry);
  if (place >= 0) acts.splice(place, 1);
}

const focusIsLost = () => !document.activeElement || document.activeElement === document.body;

document.addEventListener("htmx:beforeRequest", (event) => { if (event.target === source()) source().dataset.outcome = "ok"; });
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => { if (event.target === source()) source().dataset.outcome = "failed"; });
}

// "Try again" of a notice submits the form without a button.
export function sendAgain() {
  const again = failed;
  failed = null;
  if (again) send(again.address, again.values, again);
}

export function readAnew() {
  whenSent(() => window.htmx.ajax("GET", location.href, { target: "#bench", swap: "outerHTML" }));
}

// A statement that is not in the page came back.
document.addEventListener("htmx:oobErrorNoTarget", readAnew);

// Nothing is lost by leaving too early: the browser asks while something is under way.
addEventListener("beforeunload", (event) => {
  if (source()?.dataset.busy) event.preventDefault();
});

