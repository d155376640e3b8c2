// The lanes of a timeline, at any size: a window in time that is moved and zoomed, drawn from tiles.
//
//   gesture -> d3-zoom's transform -> window -> one frame: axis, canvas, marks, brush -> wishes for tiles
//   still for a moment -> the address; for a little longer -> the list below, and a word to screen readers
//
// docs/timeline.md tells of the whole; the server's drawing (templates/timelines/_strip.html) is what stands here before.
import { register } from "./shortcuts.js";
import { Picture } from "./timeline-draw.js";
import { addressOf, follow, lightRow, watchRows, windowOf } from "./timeline-list.js";
import { Marks } from "./timeline-marks.js";
import { Overview } from "./timeline-overview.js";
import { BINS, DAY, LADDER, Tiles } from "./timeline-tiles.js";
import { dayWords, hourWords, offset, spanWords, tickWords, widthFor, zoneWords } from "./timeline-time.js";

const d3 = globalThis.d3;
const SHORTEST = 600; // seconds: ten minutes
const TICK = 110; // px between ticks
const STILL = 160, SETTLED = 800; // ms without a gesture: the address is written, the list follows
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Timeline {
  view = { begin: 0, end: 1 };
  #frame = 0;
  #still = 0;
  #settled = 0;
  #shown = "";

  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`[data-lanes-${name}]`);
    this.config = JSON.parse(document.getElementById("lanes-config").textContent);
    const { core, whole } = this.config;
    const margin = (core[1] - core[0]) / 2;
    this.outer = [Math.min(core[0], whole[0]) - margin, Math.max(core[1], whole[1]) + margin];
    this.counts = new Uint32Array(this.config.lanes.length);
    this.#build();
    this.tiles = new Tiles(this.config.tiles, this.#query(), this.config.links, () => this.#ask());
    this.overview = new Overview(root.querySelector(".overview"), core, {
      moved: (begin, end) => this.go(begin, end), done: () => this.#still || this.#later(),
    });
    this.#measure();
    const { begin, end } = windowOf(new URL(location.href)) ?? { begin: core[0], end: core[1] };
    this.go(begin, end, { quietly: true });
    new ResizeObserver(() => this.#resize()).observe(this.field);
    new MutationObserver(() => this.#recolour()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
  }

  // The layers over the server's lanes, and what listens to the reader.
  #build() {
    const view = this.find("view");
    this.field = document.createElement("div");
    this.field.className = "lanes-field";
    Object.assign(this.field, { tabIndex: 0 });
    this.field.setAttribute("role", "group");
    this.field.setAttribute("aria-label", this.config.texts.field);
    const canvas = document.createElement("canvas");
    this.axis = d3.create("svg:svg").attr("class", "lanes-axis").attr("aria-hidden", "true");
    const layer = document.createElement("div");
    layer.className = "lanes-marks";
    this.tip = document.createElement("div");
    this.tip.className = "lanes-tip";
    this.tip.hidden = true;
    this.hair = document.createElement("div");
    this.hair.className = "lanes-hair";
    this.hair.hidden = true;
    this.field.append(canvas, this.axis.node(), this.hair, layer, this.tip);
    view.append(this.field);
    this.picture = new Picture(canvas);
    this.marks = new Marks(layer, { said: (mark) => this.#said(mark), shared: this.config.shared });
    this.#listen();
    this.find("tools").hidden = false;
  }

  #listen() {
    const { root, field } = this;
    this.zoom = d3.zoom().filter((event) => !event.button && (!event.ctrlKey || event.type === "wheel"))
      .on("zoom", ({ transform, sourceEvent }) => this.#zoomed(transform, sourceEvent))
      .on("start", () => { field.classList.add("is-moving"); })
      .on("end", () => { field.classList.remove("is-moving"); });
    this.selection = d3.select(field).call(this.zoom).on("dblclick.zoom", null);
    field.addEventListener("wheel", (event) => this.#wheelAside(event), { capture: true, passive: false });
    letPageScroll(field);
    field.addEventListener("pointermove", (event) => this.#point(event));
    field.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    field.addEventListener("click", (event) => this.#open(event));
    field.addEventListener("keydown", (event) => this.#key(event));
    for (const type of ["pointerover", "focusin"]) {
      field.addEventListener(type, (event) => lightRow(event.target.closest("[data-entry]")?.dataset.entry));
    }
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) this.step(button.dataset.zoom);
    });
    root.querySelector(".lanes-jump")?.addEventListener("submit", (event) => this.#jump(event));
  }

  #query() {
    const asked = new URLSearchParams(location.search);
    for (const name of ["from", "to", "window", "after", "before", "order"]) asked.delete(name);
    return asked.size ? `?${asked}` : "";
  }

  // Where the lanes are; they are laid out by the page, so that labels and lanes cannot part.
  #measure() {
    const view = this.find("view"), rows = [...view.querySelectorAll("[data-lane]")];
    const first = rows[0].querySelector(".lane-field");
    const left = first.getBoundingClientRect().left - view.getBoundingClientRect().left;
    this.field.style.insetInlineStart = `${left}px`;
    this.width = first.clientWidth;
    const top = rows[0].offsetTop;
    const lanes = rows.map((row) => ({
      top: row.offsetTop - top, height: row.offsetHeight, colour: getComputedStyle(row.querySelector(".lane-field")).color,
      css: [...row.classList].find((name) => name.startsWith("track-c")) ?? "",
    }));
    const height = lanes.at(-1).top + lanes.at(-1).height;
    this.axis.attr("width", this.width).attr("height", top);
    this.field.style.setProperty("--axis", `${top}px`);
    const style = getComputedStyle(this.field), colour = (name) => style.getPropertyValue(name);
    this.picture.fit(this.width, height, lanes, resolved(this.field, {
      rule: "--rule", ground: "--rule-2", today: "--bad", words: "--ink-3", paper: "--paper",
    }));
    this.picture.pen.font = `${colour("font-size")} ${colour("font-family")}`;
    this.marks.fit(this.width, lanes, this.config.rows);
    this.base = d3.scaleLinear(this.outer, [0, this.width]);
    this.zoom.extent([[0, 0], [this.width, height]]).translateExtent([[0, 0], [this.width, height]])
      .scaleExtent([1, (this.outer[1] - this.outer[0]) / SHORTEST]);
    this.countPlaces = rows.map((row) => row.querySelector("[data-lane-count]").firstChild);
  }

  #resize() {
    const first = this.find("view").querySelector(".lane-field");
    if (!first || first.clientWidth === this.width) return;
    const { begin, end } = this.view;
    this.#measure();
    this.go(begin, end, { quietly: true });
  }

  #recolour() {
    this.#measure();
    this.#ask();
  }

  // Show from `begin` to `end`, in seconds.
  go(begin, end, { quietly = false, smoothly = false } = {}) {
    const length = Math.min(Math.max(end - begin, SHORTEST), this.outer[1] - this.outer[0]);
    const start = Math.min(Math.max((begin + end - length) / 2, this.outer[0]), this.outer[1] - length);
    const scale = (this.outer[1] - this.outer[0]) / length;
    const target = d3.zoomIdentity.translate(-this.base(start) * scale, 0).scale(scale);
    this.quietly = quietly;
    const moving = smoothly && !calm.matches ? this.selection.transition().duration(160) : this.selection;
    moving.call(this.zoom.transform, target);
    this.quietly = false;
  }

  #zoomed(transform) {
    this.view.begin = this.base.invert(-transform.x / transform.k);
    this.view.end = this.base.invert((this.width - transform.x) / transform.k);
    this.tip.hidden = true;
    this.#ask();
    if (!this.quietly) this.#later();
  }

  #ask() {
    this.#frame ||= requestAnimationFrame(() => { this.#frame = 0; this.#draw(); });
  }

  #later() {
    clearTimeout(this.#still);
    clearTimeout(this.#settled);
    this.#still = setTimeout(() => { this.#still = 0; this.#write(); }, STILL);
    this.#settled = setTimeout(() => this.#settle(), SETTLED);
  }

  get isWhole() {
    const { core } = this.config, slack = (core[1] - core[0]) * 0.01;
    return this.view.begin <= core[0] + slack && this.view.end >= core[1] - slack;
  }

  #write() {
    const { begin, end } = this.view;
    history.replaceState(history.state, "", addressOf({ begin: Math.round(begin), end: Math.round(end), isWhole: this.isWhole }));
  }

  async #settle() {
    this.#write();
    if (!this.config.shared) await follow();
    const lanes = this.config.lanes.map(([, label], lane) => `${label} ${this.counts[lane]}`).join(", ");
    this.find("live").textContent = `${spanWords(this.view.begin, this.view.end, this.config.zone)}: ${lanes}`;
  }

  // One frame. The best tiles at hand are drawn; better ones are asked for.
  #draw() {
    const { view, config } = this, perPixel = (view.end - view.begin) / this.width, width = widthFor(perPixel);
    const tiles = this.#best(width);
    const shift = view.end - view.begin < 6 * DAY ? offset(config.zone, view.begin) : 0;
    const scale = d3.scaleUtc([(view.begin + shift) * 1000, (view.end + shift) * 1000], [0, this.width]);
    const ticks = scale.ticks(Math.max(Math.round(this.width / TICK), 2));
    let isFirst = true;
    this.axis.call(d3.axisTop(scale).tickValues(ticks).tickSize(0).tickFormat((tick) => {
      const words = tickWords(tick / 1000, isFirst);
      isFirst = false;
      return words;
    }));
    this.picture.draw(view, tiles, ticks.map((tick) => tick / 1000 - shift), config.today, this.counts);
    this.#showMarks(tiles);
    this.marks.place(view, (lane, x, y, long) => this.picture.span(lane, x, y, long));
    this.overview.show(view);
    this.#say(perPixel, tiles);
    this.#wish(width);
    if (tiles.length && !this.isLive) { this.isLive = true; this.root.classList.add("is-live"); }
  }

  // The tiles of one width that cover the window: of the wished one, else of the next coarser that are all here.
  #best(width) {
    let some = [];
    for (let level = LADDER.indexOf(width); level < LADDER.length; level++) {
      const found = [];
      const { first, last } = this.#span(LADDER[level]);
      for (let number = first; number <= last; number++) {
        const tile = this.tiles.get(LADDER[level], number);
        if (tile) found.push(tile);
      }
      if (found.length === last - first + 1) return found;
      if (found.length > 0 && !some.length) some = found;
    }
    return some;
  }

  #span(width) {
    const length = width * BINS;
    return { first: Math.floor(this.view.begin / length), last: Math.floor((this.view.end - 1e-6) / length) };
  }

  // What is on the screen, then what a pan or a zoom step would show.
  #wish(width) {
    const { first, last } = this.#span(width), level = LADDER.indexOf(width), wishes = [];
    for (let number = first; number <= last; number++) wishes.push([width, number]);
    const urgent = wishes.length;
    for (const next of [level + 1, level - 1]) {
      if (!LADDER[next]) continue;
      const span = this.#span(LADDER[next]);
      const middle = Math.floor((this.view.begin + this.view.end) / 2 / (LADDER[next] * BINS));
      for (let number = span.first; number <= span.last; number++) {
        if (Math.abs(number - middle) <= 1) wishes.push([LADDER[next], number]);
      }
    }
    wishes.push([width, first - 1], [width, last + 1]);
    const { whole } = this.config; // beyond the first and last entry there is nothing to ask for
    this.tiles.want(wishes.filter(([w, n], place) => place < urgent || (n * w * BINS <= whole[1] && (n + 1) * w * BINS > whole[0])), urgent);
  }

  #showMarks(tiles) {
    const shown = tiles.map((tile) => `${tile.width}/${tile.number}`).join();
    if (shown === this.#shown || !tiles.length) return;
    this.#shown = shown;
    this.marks.show(tiles.flatMap((tile) => tile.marks));
  }

  #say(perPixel, tiles) {
    for (let lane = 0; lane < this.countPlaces.length; lane++) {
      const words = String(this.counts[lane]);
      if (tiles.length && this.countPlaces[lane].data !== words) this.countPlaces[lane].data = words;
    }
    put(this.find("span"), spanWords(this.view.begin, this.view.end, this.config.zone));
    const hours = this.view.end - this.view.begin < 6 * DAY;
    put(this.find("zone"), hours ? zoneWords(this.config.zone, this.view.begin) : this.config.texts.by);
    if (tiles.length) put(this.find("bar"), this.config.texts.bar.replace("%(each)s", this.#each()).replace("%(tallest)s", this.picture.tallest));
  }

  #each() {
    const { per } = this.picture;
    const [unit, n] = per >= DAY ? ["day", per / DAY] : per >= 3600 ? ["hour", per / 3600] : per >= 60 ? ["minute", per / 60] : ["second", per];
    return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(n);
  }

  #said(mark) {
    const when = mark.words || (mark.last - mark.first >= DAY - 1 ? dayWords(mark.first) : hourWords(this.config.zone, mark.first));
    const state = this.config.texts.states[mark.state] ?? "";
    return [when, ": ", mark.title, state && ` (${state})`, mark.disputed && ` (${this.config.texts.disputed})`].filter(Boolean).join("");
  }

  // A bar under the pointer: which lane, from when to when, how many.
  #barAt(event) {
    const box = this.field.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    const lane = this.picture.lanes.findIndex(({ top, height }) => y - this.#top() >= top && y - this.#top() < top + height);
    const { per } = this.picture, at = this.view.begin + (x / this.width) * (this.view.end - this.view.begin);
    const begin = Math.floor(at / per) * per;
    const count = lane < 0 ? 0 : this.picture.count(lane, begin);
    return count ? { lane, begin, end: begin + per, count, x, y } : null;
  }

  #top() {
    return Number.parseFloat(this.field.style.getPropertyValue("--axis"));
  }

  #point(event) {
    const mark = event.target.closest(".lane-mark");
    const bar = mark || event.buttons ? null : this.#barAt(event);
    this.field.classList.toggle("is-over-bar", Boolean(bar));
    this.tip.hidden = !bar;
    if (!bar) return;
    const { texts, lanes, zone } = this.config;
    const when = bar.end - bar.begin < DAY ? hourWords(zone, bar.begin) : spanWords(bar.begin, bar.end, "UTC");
    put(this.tip, `${lanes[bar.lane][1]}, ${when}: ${(bar.count === 1 ? texts.one : texts.many).replace("%(n)s", bar.count)}`);
    const left = Math.min(Math.max(bar.x - this.tip.offsetWidth / 2, 0), this.width - this.tip.offsetWidth);
    this.tip.style.transform = `translate(${left}px, ${bar.y - 34}px)`;
  }

  // A press on a bar opens it: its days fill a third of the window.
  #open(event) {
    if (event.target.closest(".lane-mark") || event.defaultPrevented) return;
    const bar = this.#barAt(event);
    if (!bar) return;
    const length = Math.min(Math.max((bar.end - bar.begin) * 3, 3600), (this.view.end - this.view.begin) / 2), middle = (bar.begin + bar.end) / 2;
    this.go(middle - length / 2, middle + length / 2, { smoothly: true });
  }

  step(what) {
    const { begin, end } = this.view, length = end - begin, smoothly = true;
    if (what === "in") this.go(begin + length / 4, end - length / 4, { smoothly });
    else if (what === "out") this.go(begin - length / 2, end + length / 2, { smoothly });
    else if (what === "earlier") this.go(begin - length / 4, end - length / 4, { smoothly });
    else if (what === "later") this.go(begin + length / 4, end + length / 4, { smoothly });
    else this.go(...this.config.core, { smoothly });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const what = { ArrowLeft: "earlier", ArrowRight: "later", "=": "in", Home: "all" }[event.key];
    if (!what) return;
    event.preventDefault();
    this.step(what);
  }

  #wheelAside(event) {
    if (event.ctrlKey || !(event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const pixels = event.deltaX || event.deltaY, seconds = pixels * ((this.view.end - this.view.begin) / this.width);
    this.go(this.view.begin + seconds, this.view.end + seconds);
  }

  async #jump(event) {
    event.preventDefault();
    const form = event.target, said = form.querySelector(".lanes-said");
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    said.textContent = found.error ?? found.words;
    if (found.error) return;
    const length = Math.max(found.last - found.first, DAY), margin = Math.max(length * 0.75, DAY * 3);
    this.go(found.first - margin, found.last + margin, { smoothly: true });
  }

  // A row of the list was entered: its mark is lit, and a line shows its day.
  lit(id, row) {
    this.marks.light(id);
    const day = Date.parse(row?.closest("[data-day]")?.dataset.day) / 1000;
    const x = ((day + DAY / 2 - this.view.begin) / (this.view.end - this.view.begin)) * this.width;
    this.hair.hidden = !(x >= 0 && x <= this.width);
    if (!this.hair.hidden) this.hair.style.transform = `translateX(${x}px)`;
  }

  leave() {
    this.tiles.stop();
    clearTimeout(this.#still);
    clearTimeout(this.#settled);
  }
}

function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// Colours as the page has them now: a canvas knows no tokens.
function resolved(element, names) {
  const probe = document.createElement("i");
  element.append(probe);
  const found = {};
  for (const [name, token] of Object.entries(names)) {
    probe.style.color = `var(${token})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

// One finger that moves up or down scrolls the page; d3-zoom would take every touch for itself.
function letPageScroll(field) {
  let start = null;
  field.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY, is: null } : null;
  }, { capture: true, passive: true });
  field.addEventListener("touchmove", (event) => {
    if (!start || event.touches.length > 1) return;
    const touch = event.touches[0];
    start.is ??= Math.abs(touch.clientY - start.y) > Math.abs(touch.clientX - start.x) ? "scroll" : "pan";
    if (start.is === "scroll") event.stopImmediatePropagation();
  }, { capture: true, passive: true });
}

let timeline = null;
function begin() {
  timeline?.leave();
  const root = document.querySelector("[data-lanes]");
  timeline = root ? new Timeline(root) : null;
}

begin();
watchRows((id, row) => timeline?.lit(id, row));
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "timeline") begin(); });
const texts = timeline?.config.texts.keys ?? {};
register("+", texts.in, () => timeline?.step("in"));
register("-", texts.out, () => timeline?.step("out"));
register("0", texts.all, () => timeline?.step("all"));
register("[", texts.earlier, () => timeline?.step("earlier"));
register("]", texts.later, () => timeline?.step("later"));
