// The lanes of a timeline, at any size: a window in time that is moved and zoomed, drawn from tiles.
//
//   gesture -> d3-zoom's transform -> window -> one frame: canvas, links over its marks, brush -> wishes for tiles
//   still for a moment -> the address; for a little longer -> the list below, and a word to screen readers
//
// docs/timeline.md tells of the whole; the server's drawing (templates/timelines/_strip.html) is what stands here before.
import "./menus.js"; // shows what needs scripts, before the first picture
import { Picture } from "./timeline-draw.js";
import { addressOf, follow, followAddress, watchRows, windowOf } from "./timeline-list.js";
import { Marks } from "./timeline-marks.js";
import { Overview } from "./timeline-overview.js";
import { legend } from "./timeline-shapes.js";
import { BINS, DAY, LADDER, Tiles } from "./timeline-tiles.js";
import { lengthWords, markWords, offset, put, spanWords, ticksOf, widthFor, zoneWords } from "./timeline-time.js";

const SHORTEST = 600; // seconds: ten minutes
const ON_PAPER = 3; // dots to a px
const STILL = 160, SETTLED = 800; // ms without a gesture: the address is written, the list follows
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Timeline {
  view = { begin: 0, end: 1 };
  gone = new AbortController();
  nothing = {}; // stands for a tile without entries
  #frame = 0;
  #still = 0;
  #settled = 0;
  #drawn = []; // tiles

  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`[data-lanes-${name}]`);
    this.config = JSON.parse(document.getElementById("lanes-config").textContent);
    const { core, whole } = this.config;
    const margin = (core[1] - core[0]) / 2;
    this.outer = [Math.min(core[0], whole[0]) - margin, Math.max(core[1], whole[1]) + margin];
    this.counts = new Uint32Array(this.config.lanes.length);
    this.#build();
    this.tiles = new Tiles(this.config.tiles, this.#query(), this.config.links, this.config.first, () => this.#arrived());
    this.overview = new Overview(root.querySelector(".overview"), core, {
      moved: (begin, end) => this.go(begin, end), done: () => this.#still || this.#later(),
    });
    this.#measure();
    const { begin, end } = windowOf(new URL(location.href)) ?? { begin: core[0], end: core[1] };
    this.go(begin, end, { quietly: true });
    afterPaint(() => this.#listen());
    new ResizeObserver(() => this.#resize()).observe(this.field);
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
    const layer = document.createElement("div");
    layer.className = "lanes-marks";
    this.tip = document.createElement("div");
    this.tip.className = "lanes-tip";
    this.tip.hidden = true;
    this.hair = document.createElement("div");
    this.hair.className = "lanes-hair";
    this.hair.hidden = true;
    this.field.append(canvas, this.hair, layer, this.tip);
    view.append(this.field);
    this.picture = new Picture(canvas);
    this.marks = new Marks(layer, { said: (mark) => markWords(mark, this.config), shared: this.config.shared });
    this.find("tools").hidden = false;
  }

  // What only gestures need is not waited for by the first picture.
  async #listen() {
    const { listen, Zoom } = await import("./timeline-gestures.js");
    if (this.gone.signal.aborted) return;
    this.zoom = new Zoom(this.field, (begin, end) => this.#look(begin, end));
    this.zoom.fit(this.width, this.outer, SHORTEST);
    this.zoom.go(this.view.begin, this.view.end);
    listen(this);
    this.root.classList.add("is-live");
    this.#wish(this.#widthNow());
  }

  #query() {
    const asked = new URLSearchParams(location.search);
    for (const name of ["from", "to", "window", "after", "before", "order"]) asked.delete(name);
    return asked.size ? `?${asked}` : "";
  }

  // Where the lanes are, and what they look like. They are laid out by the page, so that labels and lanes cannot part; nothing
  // of it is asked for again in a frame.
  #measure() {
    const view = this.find("view"), rows = [...view.querySelectorAll("[data-lane]")];
    const first = rows[0].querySelector(".lane-field");
    const left = first.getBoundingClientRect().left - view.getBoundingClientRect().left;
    this.width = first.clientWidth;
    const lanes = rows.map((row) => ({
      top: row.offsetTop, height: row.offsetHeight, colour: getComputedStyle(row.querySelector(".lane-field")).color,
      css: [...row.classList].find((name) => name.startsWith("track-c")) ?? "",
    }));
    this.overview.fit();
    const { fontSize, fontFamily } = getComputedStyle(this.field);
    this.picture.fit(this.width, lanes, {
      colours: resolved(this.field, {
        rule: "--rule", ground: "--rule-2", today: "--bad", ink: "--ink", axis: "--ink-2", words: "--ink-3",
      }),
      font: `semi-condensed ${fontSize} ${fontFamily}`,
      ratio: this.root.classList.contains("is-printed") ? ON_PAPER : devicePixelRatio,
    });
    this.field.style.insetInlineStart = `${left}px`;
    this.marks.fit(this.width, lanes, this.config.rows);
    this.zoom?.fit(this.width, this.outer, SHORTEST);
    this.countPlaces = rows.map((row) => row.querySelector("[data-lane-count]").firstChild);
  }

  #resize() {
    const first = this.find("view").querySelector(".lane-field");
    if (!first || first.clientWidth === this.width) return;
    this.restyle();
  }

  // Another theme, size or paper; letters that have come late.
  restyle() {
    if (!this.find("view").clientWidth) return; // taken off the page, or not shown
    const { begin, end } = this.view;
    this.#measure();
    this.zoom?.go(begin, end);
    this.#ask();
  }

  // At once, for paper takes what is there.
  redraw() {
    this.restyle();
    this.#draw();
  }

  // Show from `begin` to `end`, in seconds.
  go(begin, end, { quietly = false, smoothly = false } = {}) {
    const length = Math.min(Math.max(end - begin, SHORTEST), this.outer[1] - this.outer[0]);
    const start = Math.min(Math.max((begin + end - length) / 2, this.outer[0]), this.outer[1] - length);
    if (!quietly) this.#later();
    this.quietly = quietly;
    if (this.zoom) this.zoom.go(start, start + length, smoothly && !calm.matches);
    else this.#look(start, start + length);
    this.quietly = false;
  }

  // A window that stays is not drawn anew.
  #look(begin, end) {
    const { view } = this, least = (end - begin) / this.width / 100;
    if (Math.abs(begin - view.begin) < least && Math.abs(end - view.end) < least) return;
    Object.assign(view, { begin, end });
    this.tip.hidden = true;
    this.#ask();
    if (!this.quietly) this.#later();
  }

  #ask() {
    this.#frame ||= requestAnimationFrame(() => { this.#frame = 0; this.#draw(); });
  }

  // A tile that would change nothing, as a neighbour fetched ahead, draws nothing.
  #arrived() {
    if (!this.#isDrawn(this.#best(this.#widthNow()))) this.#ask();
  }

  // data-busy: the address and the list are not yet those of the lanes.
  #later() {
    this.root.dataset.busy = "";
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
    followAddress(this);
  }

  async #settle() {
    this.#write();
    const followed = this.config.shared ? null : follow();
    delete this.root.dataset.busy; // from here on htmx is
    await followed?.catch(() => {}); // a newer one took its place, or a notice says what failed
    const lanes = this.config.lanes.map(([, label], lane) => `${label} ${this.counts[lane]}`).join(", ");
    this.find("live").textContent = `${spanWords(this.view.begin, this.view.end, this.config.zone)}: ${lanes}`;
  }

  #widthNow() {
    return widthFor((this.view.end - this.view.begin) / this.width);
  }

  // One frame. The best tiles at hand are drawn; better ones are asked for.
  #draw() {
    const { view, config } = this, width = this.#widthNow(), tiles = this.#best(width);
    const shift = view.end - view.begin < 6 * DAY ? offset(config.zone, view.begin) : 0;
    const ticks = ticksOf(view.begin + shift, view.end + shift, this.width);
    this.picture.draw(view, tiles, { ticks, shift, today: config.today }, this.counts);
    this.#showMarks(tiles);
    this.marks.place(view, this.picture);
    this.overview.show(view);
    this.#wish(width);
    if (tiles.length) this.#say();
  }

  // The tiles of one width that cover the window: of the wished one, else of the next coarser that are all here.
  #best(width) {
    let some = [];
    for (let level = LADDER.indexOf(width); level < LADDER.length; level++) {
      const found = [];
      const { first, last } = this.#span(LADDER[level]);
      for (let number = first; number <= last; number++) {
        const tile = this.#holds(LADDER[level], number) ? this.tiles.get(LADDER[level], number) : this.nothing;
        if (tile) found.push(tile);
      }
      if (found.length === last - first + 1) return found.filter((tile) => tile !== this.nothing);
      if (found.length > 0 && !some.length) some = found;
    }
    return some.filter((tile) => tile !== this.nothing);
  }

  // Beyond the first and last entry there is nothing to ask for.
  #holds(width, number) {
    const { whole } = this.config, length = width * BINS;
    return number * length < whole[1] && (number + 1) * length > whole[0];
  }

  #span(width) {
    const length = width * BINS;
    return { first: Math.floor(this.view.begin / length), last: Math.floor((this.view.end - 1e-6) / length) };
  }

  // What is on the screen, then what a pan or a zoom step would show.
  #wish(width) {
    const { first, last } = this.#span(width), level = LADDER.indexOf(width), wishes = [];
    for (let number = first; number <= last; number++) if (this.#holds(width, number)) wishes.push([width, number]);
    const urgent = wishes.length;
    if (!this.zoom) return this.tiles.want(wishes, urgent); // the neighbours can wait for the first gesture
    for (const next of [level + 1, level - 1]) {
      if (!LADDER[next]) continue;
      const span = this.#span(LADDER[next]);
      const middle = Math.floor((this.view.begin + this.view.end) / 2 / (LADDER[next] * BINS));
      for (let number = span.first; number <= span.last; number++) {
        if (Math.abs(number - middle) <= 1 && this.#holds(LADDER[next], number)) wishes.push([LADDER[next], number]);
      }
    }
    for (const number of [first - 1, last + 1]) if (this.#holds(width, number)) wishes.push([width, number]);
    this.tiles.want(wishes, urgent);
  }

  #isDrawn(tiles) {
    return tiles.length === this.#drawn.length && tiles.every((tile, place) => tile === this.#drawn[place]);
  }

  #showMarks(tiles) {
    if (this.#isDrawn(tiles)) return;
    this.#drawn = tiles;
    const marks = tiles.flatMap((tile) => tile.marks);
    this.marks.show(marks);
    legend(this.find("legend"), marks, this.config.texts);
  }

  #say() {
    for (let lane = 0; lane < this.countPlaces.length; lane++) {
      const words = String(this.counts[lane]);
      if (this.countPlaces[lane].data !== words) this.countPlaces[lane].data = words;
    }
    put(this.find("span"), spanWords(this.view.begin, this.view.end, this.config.zone));
    const hours = this.view.end - this.view.begin < 6 * DAY;
    put(this.find("zone"), hours ? zoneWords(this.config.zone, this.view.begin) : this.config.texts.by);
    put(this.find("bar"), this.config.texts.bar.replace("%(each)s", lengthWords(this.picture.per)).replace("%(tallest)s", this.picture.tallest));
  }

  step(what) {
    const { begin, end } = this.view, quarter = (end - begin) / 4;
    const [first, last] = {
      in: [begin + quarter, end - quarter], out: [begin - 2 * quarter, end + 2 * quarter],
      earlier: [begin - quarter, end - quarter], later: [begin + quarter, end + quarter],
    }[what] ?? this.config.core;
    this.go(first, last, { smoothly: true });
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
    this.gone.abort();
    this.tiles.stop();
    clearTimeout(this.#still);
    clearTimeout(this.#settled);
  }
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

const afterPaint = (then) => requestAnimationFrame(() => setTimeout(then));

let timeline = null;
function begin() {
  timeline?.leave();
  const root = document.querySelector("[data-lanes]");
  timeline = root ? new Timeline(root) : null;
}

begin();
document.cookie = "lanes=drawn; path=/; max-age=86400; SameSite=Lax"; // the server need not draw them (views._drawing)
watchRows((id, row) => timeline?.lit(id, row));
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "timeline") begin(); });
new MutationObserver(() => timeline?.restyle()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => timeline?.restyle());
document.fonts.addEventListener("loadingdone", () => { if (timeline?.picture.isLettered === false) timeline.restyle(); });
