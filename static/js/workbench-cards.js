// The cards of the workbench: which one is current, what status each has, and how many of each there are.

import { marksOf, marked, placeHandles, text } from "./workbench-text.js";

const STRENGTH = ["rejected", "suggested", "draft", "reviewed", "published"];
const chosen = []; // called with the card that has become current

let current = null; // id of the statement the keys act on

export const cards = () => [...document.querySelectorAll("[data-card]")];
export const cardOf = (id) => document.getElementById(`card-${id}`);
export const currentId = () => current;
export const currentCard = () => cardOf(current);
export const onChosen = (action) => chosen.push(action);

export function choose(id, { focus = true, scrollCard = true, scrollText = true } = {}) {
  const card = cardOf(id);
  if (!card) return;
  current = String(id);
  for (const other of document.querySelectorAll("[data-card][aria-current]")) other.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
  for (const mark of text()?.querySelectorAll(".hl-current") ?? []) mark.classList.remove("hl-current");
  for (const mark of marksOf(current)) mark.classList.add("hl-current");
  if (focus && !card.contains(document.activeElement)) card.focus({ preventScroll: true });
  if (scrollCard) card.scrollIntoView({ block: "nearest" });
  if (scrollText) showWords();
  placeHandles(card);
  for (const action of chosen) action(card);
}

// The text moves only when the words are out of sight or at its edge.
function showWords() {
  const mark = marksOf(current)[0];
  const frame = mark?.closest(".bench-text");
  if (!frame) return;
  const { top, bottom } = mark.getBoundingClientRect();
  const [from, to] = frame.scrollHeight > frame.clientHeight ? [frame.getBoundingClientRect().top, frame.getBoundingClientRect().bottom] : [0, innerHeight];
  const edge = (to - from) / 6;
  if (top < from + edge || bottom > to - edge) mark.scrollIntoView({ block: "center" });
}

// On small screens the text stands above the cards, and to follow it would leave them.
export const sideBySide = () => matchMedia("(min-width: 60rem)").matches;

export function step(by) {
  const all = cards();
  const place = all.findIndex((card) => card.dataset.card === current);
  const next = all[place < 0 ? 0 : place + by];
  if (next) choose(next.dataset.card, { scrollText: sideBySide() });
  return next;
}

// Show a status before the server has answered; it answers with the whole card.
export function show(card, status) {
  card.classList.replace(`s-card-${card.dataset.status}`, `s-card-${status}`);
  card.dataset.status = status;
  const badge = document.getElementById("statuses")?.content.querySelector(`.status-${status}`);
  if (badge) card.querySelector(".s-card-head .status")?.replaceWith(badge.cloneNode(true));
  if (status !== "suggested") {
    for (const button of card.querySelectorAll("[data-do=accept], [data-do=accept-all]")) button.remove();
  }
  recolour(card.dataset.card);
  count();
}

export function count() {
  for (const number of document.querySelectorAll("[data-count]")) {
    number.textContent = document.querySelectorAll(`[data-card][data-status="${number.dataset.count}"]`).length;
  }
}

export function strongest(ids) {
  const found = ids.map((id) => cardOf(id)?.dataset.status).filter(Boolean);
  return found.sort((a, b) => STRENGTH.indexOf(b) - STRENGTH.indexOf(a))[0];
}

export function recolour(id) {
  for (const mark of marksOf(id)) marked(mark, strongest(mark.dataset.ids.split(" ")));
}
