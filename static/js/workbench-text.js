// The text of the report: its characters, what is selected in it, and the marks of the statements.
// Offsets count Unicode code points, as the server does; JavaScript counts UTF-16 units.

export const codePoints = (words) => [...words].length;
export const text = () => document.querySelector("[data-text]");
export const marksOf = (id) => text()?.querySelectorAll(`.hl[data-ids~="${id}"]`) ?? [];

const STATUSES = ["rejected", "suggested", "draft", "reviewed", "published"];
const read = new WeakMap(); // element to its code points: the words of a report do not change under the coder's hands

export function points() {
  const element = text();
  if (!read.has(element)) read.set(element, [...element.textContent]);
  return read.get(element);
}

export const slice = (start, end) => points().slice(start, end).join("");

export function marked(mark, status) {
  for (const name of STATUSES) mark.classList.toggle(`hl-${name}`, name === status);
}

// The code point that a place in the document (node, offset) is at; null outside of the text.
export function placeOf(node, offset) {
  const inside = text();
  if (!inside?.contains(node)) return null;
  const before = document.createRange();
  before.setStart(inside, 0);
  before.setEnd(node, offset);
  return codePoints(before.toString());
}

export function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const words = range.toString();
  const trimmed = words.trim();
  const from = placeOf(range.startContainer, range.startOffset);
  if (!trimmed || from === null || !text().contains(range.endContainer)) return null;
  const start = from + codePoints(words.slice(0, words.indexOf(trimmed)));
  return { start, end: start + codePoints(trimmed), exact: trimmed, box: range.getBoundingClientRect() };
}

// --- Marks ---------------------------------------------------------------------------------------------------------------

// "12-40 56-80" as [[12, 40], [56, 80]], and back.
export const spansOf = (card) =>
  (card.dataset.spans || "").split(" ").filter(Boolean).map((span) => span.split("-").map(Number));
export const written = (spans) => spans.map((span) => span.join("-")).join(" ");

// Draw anew the stretch of the text between two code points, as lib/segments.py cuts it: only the nodes there are replaced.
export function redraw(from, to, strongest, current) {
  const [nodes, start, end] = covering(from, to);
  if (!nodes.length) return;
  const here = spansAround(start, end);
  const cuts = [...new Set([start, end, ...here.flatMap(([a, b]) => [Math.max(a, start), Math.min(b, end)])])].sort((a, b) => a - b);
  const fresh = document.createDocumentFragment();
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const covers = here.filter(([a, b]) => a <= cuts[at] && b >= cuts[at + 1]);
    const ids = [...new Set(covers.map(([, , id]) => id))];
    const words = slice(cuts[at], cuts[at + 1]);
    const begins = covers.find(([a, , , isFirst]) => isFirst && a === cuts[at]);
    fresh.append(ids.length ? mark(words, ids, strongest(ids), begins?.[2], ids.includes(current)) : words);
  }
  nodes[0].before(fresh);
  for (const node of nodes) node.remove();
}

function covering(from, to) {
  const nodes = [];
  let at = 0, start = null, end = null;
  for (const node of text().childNodes) {
    const next = at + codePoints(node.textContent);
    if (next >= from && at <= to) {
      nodes.push(node);
      start ??= at;
      end = next;
    }
    at = next;
  }
  return [nodes, start, end];
}

// [start, end, id, whether it is the statement's first piece], those that begin first, the longer ones before the shorter.
function spansAround(start, end) {
  const found = [];
  for (const card of document.querySelectorAll("[data-card][data-spans]")) {
    spansOf(card).forEach(([a, b], number) => { if (a < end && b > start) found.push([a, b, card.dataset.card, number === 0]); });
  }
  return found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
}

function mark(words, ids, status, begins, isCurrent) {
  const element = document.createElement("mark");
  element.className = `hl hl-${status}${ids.length > 1 ? " hl-deep" : ""}${isCurrent ? " hl-current" : ""}`;
  element.dataset.ids = ids.join(" ");
  if (begins) element.id = `statement-${begins}`;
  element.textContent = words;
  return element;
}

// --- The handles at the ends of the current statement, for the mouse -----------------------------------------------------

export function placeHandles(card) {
  const marks = marksOf(card?.dataset.card);
  const [first, last] = [marks[0], marks[marks.length - 1]];
  const movable = first && card.dataset.spans && !card.hasAttribute("data-editing");
  for (const handle of document.querySelectorAll("[data-handle]")) {
    handle.hidden = !movable;
    if (!movable) continue;
    const isStart = handle.dataset.handle === "start";
    const boxes = (isStart ? first : last).getClientRects();
    const box = isStart ? boxes[0] : boxes[boxes.length - 1];
    const frame = handle.offsetParent?.getBoundingClientRect();
    if (!box || !frame) continue;
    handle.style.setProperty("inset-inline-start", `${(isStart ? box.left : box.right) - frame.left}px`);
    handle.style.setProperty("inset-block-start", `${box.top - frame.top + handle.offsetParent.scrollTop}px`);
    handle.style.setProperty("block-size", `${box.height}px`);
  }
}
