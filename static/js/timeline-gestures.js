// What the reader does to the lanes: wheel, pinch, drag, keys, buttons, a press on a bar, a date to go to.
// d3's packages are as published and add themselves to `d3`, in this order.
import "../vendor/d3-dispatch-3.0.2/d3-dispatch.min.js";
import "../vendor/d3-selection-3.0.1/d3-selection.min.js";
import "../vendor/d3-drag-3.0.1/d3-drag.min.js";
import "../vendor/d3-color-3.1.1/d3-color.min.js";
import "../vendor/d3-interpolate-3.0.2/d3-interpolate.min.js";
import "../vendor/d3-ease-3.0.2/d3-ease.min.js";
import "../vendor/d3-timer-3.0.2/d3-timer.min.js";
import "../vendor/d3-transition-3.0.2/d3-transition.min.js";
import "../vendor/d3-zoom-3.0.1/d3-zoom.min.js";
import { register } from "./shortcuts.js";
import { lightRow } from "./timeline-list.js";
import { pictures } from "./timeline-picture.js";
import { DAY } from "./timeline-tiles.js";
import { hourWords, put, spanWords } from "./timeline-time.js";

const d3 = globalThis.d3;
const KEYS = { ArrowLeft: "earlier", ArrowRight: "later", "=": "in", Home: "all" };
const LETTERS = { "+": "in", "-": "out", 0: "all", "[": "earlier", "]": "later" };

// Windows in time as d3-zoom's transforms, and back.
export class Zoom {
  // `looked(begin, end)`: the reader has moved or zoomed, or `go` was called.
  constructor(field, looked) {
    this.behaviour = d3.zoom().filter((event) => !event.button && (!event.ctrlKey || event.type === "wheel"))
      .on("zoom", ({ transform: { x, k } }) => looked(this.#at(-x / k), this.#at((this.width - x) / k)));
    this.field = d3.select(field).call(this.behaviour).on("dblclick.zoom", null);
  }

  // `outer`: the seconds between which one can move; `shortest`: the least of them that fill the width.
  fit(width, outer, shortest) {
    Object.assign(this, { width, outer });
    const all = [[0, 0], [width, 1]];
    this.behaviour.extent(all).translateExtent(all).scaleExtent([1, (outer[1] - outer[0]) / shortest]);
  }

  go(begin, end, smoothly = false) {
    const [first, last] = this.outer, scale = (last - first) / (end - begin);
    const target = d3.zoomIdentity.translate((-(begin - first) / (last - first)) * this.width * scale, 0).scale(scale);
    (smoothly ? this.field.transition().duration(160) : this.field).call(this.behaviour.transform, target);
  }

  #at(x) {
    return this.outer[0] + (x / this.width) * (this.outer[1] - this.outer[0]);
  }
}

export function listen(timeline) {
  const { root, field } = timeline;
  field.addEventListener("wheel", (event) => wheelAside(timeline, event), { capture: true, passive: false });
  letPageScroll(field);
  field.addEventListener("pointermove", (event) => point(timeline, event));
  field.addEventListener("pointerleave", () => { timeline.tip.hidden = true; });
  field.addEventListener("click", (event) => open(timeline, event));
  field.addEventListener("keydown", (event) => key(timeline, event));
  for (const type of ["pointerover", "focusin"]) {
    field.addEventListener(type, ({ target }) => {
      lightRow((target.closest("[data-entry]") ?? document.activeElement).dataset.entry); // what has the focus stays lit
    });
  }
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button) timeline.step(button.dataset.zoom);
  });
  root.querySelector(".lanes-jump")?.addEventListener("submit", (event) => jump(timeline, event));
  pictures(timeline);
  const { keys } = timeline.config.texts;
  for (const [letter, what] of Object.entries(LETTERS)) register(letter, keys[what], () => root.isConnected && timeline.step(what));
}

function key(timeline, event) {
  const what = event.ctrlKey || event.metaKey || event.altKey ? null : KEYS[event.key];
  if (!what) return;
  event.preventDefault();
  timeline.step(what);
}

// A wheel turned sideways moves; upright it zooms (d3-zoom).
function wheelAside(timeline, event) {
  if (event.ctrlKey || !(event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { begin, end } = timeline.view, seconds = (event.deltaX || event.deltaY) * ((end - begin) / timeline.width);
  timeline.go(begin + seconds, end + seconds);
}

// One finger that moves up or down scrolls the page; d3-zoom would take every touch for itself.
function letPageScroll(field) {
  let start = null;
  field.addEventListener("touchstart", ({ touches: [one, two] }) => {
    start = two ? null : { x: one.clientX, y: one.clientY, scrolls: null };
  }, { capture: true, passive: true });
  field.addEventListener("touchmove", (event) => {
    const [one, two] = event.touches;
    if (!start || two) return;
    start.scrolls ??= Math.abs(one.clientY - start.y) > Math.abs(one.clientX - start.x);
    if (start.scrolls) event.stopImmediatePropagation();
  }, { capture: true, passive: true });
}

// The bar under the pointer: which lane, from when to when, how many; null beside the bars.
function barAt({ field, picture, view, width }, event) {
  const box = field.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
  const lane = picture.lanes.findIndex((one) => y >= one.top && y < one.top + one.height);
  const { per } = picture, begin = Math.floor((view.begin + (x / width) * (view.end - view.begin)) / per) * per;
  const count = lane < 0 ? 0 : picture.count(lane, begin);
  return count ? { lane, begin, end: begin + per, count, x, y } : null;
}

function point(timeline, event) {
  const bar = event.target.closest(".lane-link") || event.buttons ? null : barAt(timeline, event);
  const { field, tip, width } = timeline, { texts, lanes, zone } = timeline.config;
  field.classList.toggle("is-over-bar", Boolean(bar));
  tip.hidden = !bar;
  if (!bar) return;
  const when = bar.end - bar.begin < DAY ? hourWords(zone, bar.begin) : spanWords(bar.begin, bar.end, "UTC");
  const entries = (bar.count === 1 ? texts.one : texts.many).replace("%(n)s", bar.count);
  put(tip, `${lanes[bar.lane][1]}, ${when}: ${entries}`);
  const left = Math.min(Math.max(bar.x - tip.offsetWidth / 2, 0), width - tip.offsetWidth);
  tip.style.transform = `translate(${left}px, ${Math.max(bar.y - 34, 0)}px)`;
}

// A press on a bar opens it: it fills a third of the window, or the window is halved.
function open(timeline, event) {
  const bar = event.target.closest(".lane-link") || event.defaultPrevented ? null : barAt(timeline, event);
  if (!bar) return;
  const { begin, end } = timeline.view, middle = (bar.begin + bar.end) / 2;
  const length = Math.min(Math.max((bar.end - bar.begin) * 3, 3600), (end - begin) / 2);
  timeline.go(middle - length / 2, middle + length / 2, { smoothly: true });
}

// "early January": the server knows what is meant (tracker.lib.dates).
async function jump(timeline, event) {
  event.preventDefault();
  const form = event.target, said = form.querySelector(".lanes-said");
  const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`, { headers: { Accept: "application/json" } });
  const found = await answer.json();
  put(said, found.error ?? found.words);
  if (found.error) return;
  const margin = Math.max((found.last - found.first) * 0.75, DAY * 3);
  timeline.go(found.first - margin, found.last + margin, { smoothly: true });
}
