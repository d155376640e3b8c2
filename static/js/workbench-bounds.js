// Where a statement begins and ends: moved by word or by clause with keys, dragged with the mouse. The page shows it at
// once; the server is told when the hand rests.

import { cardOf, currentCard, currentId, strongest } from "./workbench-cards.js";
import { beforeSending, hold, release, send } from "./workbench-send.js";
import { codePoints, placeHandles, placeOf, points, redraw, selected, slice, spansOf, text, written } from "./workbench-text.js";

const RESTS = 250; // milliseconds after the last move
const WORD = /[\p{L}\p{N}]/u;
const CLAUSE = /[,;:.!?…—–]+["”’»“]*|["“”«»„]|\n+/gu;
const LONGEST = 360; // characters of a quotation on a card

const moved = new Map(); // id of a card to the timer that saves its bounds
const stops = new WeakMap(); // the text to the places at which a clause may begin and end

// --- Places ----------------------------------------------------------------------------------------------------------------

// The next end (or beginning) of a word after `place`, or before it where by < 0.
function byWord(which, place, by) {
  const all = points();
  const isWord = (at) => WORD.test(all[at] ?? "");
  const isStop = which === "end" ? (at) => isWord(at - 1) && !isWord(at) : (at) => isWord(at) && !isWord(at - 1);
  let at = place + by;
  while (at > 0 && at < all.length && !isStop(at)) at += by;
  return Math.min(all.length, Math.max(0, at));
}

function byClause(which, place, by) {
  const all = clauses()[which];
  const next = by > 0 ? all.find((at) => at > place) : all.findLast((at) => at < place);
  return next ?? (by > 0 ? points().length : 0);
}

// A clause ends before its punctuation, or after it where that closes a quotation; it begins at the next word or mark.
function clauses() {
  if (!stops.has(text())) stops.set(text(), found());
  return stops.get(text());
}

function found() {
  const whole = text().textContent;
  const start = new Set([0]), end = new Set([codePoints(whole)]);
  let units = 0, place = 0; // UTF-16 units and code points that go together
  for (const match of whole.matchAll(CLAUSE)) {
    place += codePoints(whole.slice(units, match.index));
    units = match.index;
    const after = place + codePoints(match[0]);
    const quotes = /["“”«»„’]/u.test(match[0]);
    if (match.index > 0 && /\S/u.test(whole[match.index - 1])) end.add(place);
    if (quotes && match.index > 0 && /\S/u.test(whole[match.index - 1])) end.add(after);
    if (quotes && /\s/u.test(whole[match.index - 1] ?? " ")) start.add(place);
    const blanks = whole.slice(match.index + match[0].length).match(/^\s*/u)[0];
    if (blanks || quotes) start.add(after + codePoints(blanks));
  }
  const sorted = (places) => [...places].sort((a, b) => a - b);
  return { start: sorted(start), end: sorted(end) };
}

// --- Moving ----------------------------------------------------------------------------------------------------------------

export function shift(which, by, unit) {
  const card = currentCard();
  const spans = card && !card.hasAttribute("data-editing") ? spansOf(card) : [];
  if (!spans.length || !card.querySelector("[data-do=edit]")) return;
  const [piece, end] = which === "start" ? [spans[0], 0] : [spans.at(-1), 1];
  piece[end] = (unit === "clause" ? byClause : byWord)(which, piece[end], by);
  moveTo(card, spans);
}

export function moveToSelection() {
  const found = selected();
  const card = currentCard();
  if (!found || !card || card.hasAttribute("data-editing")) return false;
  document.getSelection().removeAllRanges();
  return moveTo(card, [[found.start, found.end]]);
}

// Shown at once, saved when no move has come for a while. Pieces stay in order, apart, and hold something.
function moveTo(card, spans) {
  const inOrder = spans.every(([start, end], at) => start < end && (at === 0 || spans[at - 1][1] <= start));
  if (!inOrder || written(spans) === card.dataset.spans) return false;
  const ends = [...spansOf(card), ...spans].flat();
  card.dataset.spans = written(spans);
  redraw(Math.min(...ends), Math.max(...ends), strongest, currentId());
  const words = spans.map(([start, end]) => slice(start, end)).join(" … ");
  card.querySelector("[data-quote]").textContent = words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
  placeHandles(card);
  saveSoon(card.dataset.card);
  return true;
}

function saveSoon(id) {
  if (moved.has(id)) clearTimeout(moved.get(id));
  else hold(id); // an answer to an earlier request must not put the old words back
  moved.set(id, setTimeout(() => save(id), RESTS));
}

function save(id) {
  clearTimeout(moved.get(id));
  moved.delete(id);
  release(id);
  const address = text().dataset.statement.replace("/0/", `/${id}/`);
  const values = () => ({ version: cardOf(id).dataset.version, spans: cardOf(id).dataset.spans });
  send(`${address}bounds/`, values, { id });
}

// Whatever comes next, the moves come before it.
beforeSending(() => { for (const id of [...moved.keys()]) save(id); });

// --- The mouse -------------------------------------------------------------------------------------------------------------

function placeUnder(event) {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (caret) return placeOf(caret.offsetNode, caret.offset);
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return range ? placeOf(range.startContainer, range.startOffset) : null;
}

// The end of a word that is nearest to a place.
function nearest(which, place) {
  const [before, after] = [byWord(which, place + 1, -1), byWord(which, place - 1, 1)];
  return place - before <= after - place ? before : after;
}

function drag(handle, event) {
  const card = currentCard();
  if (!card) return;
  const which = handle.dataset.handle;
  event.preventDefault();
  document.body.classList.add("is-dragging");
  const move = (now) => {
    const place = placeUnder(now);
    const spans = spansOf(card);
    if (place === null || !spans.length) return;
    const [piece, end] = which === "start" ? [spans[0], 0] : [spans.at(-1), 1];
    piece[end] = nearest(which, place);
    moveTo(card, spans);
  };
  const stop = () => {
    document.body.classList.remove("is-dragging");
    document.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) document.removeEventListener(name, stop);
  };
  document.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, stop);
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (handle && event.button === 0) drag(handle, event);
});

addEventListener("resize", () => placeHandles(currentCard()));
