// The lanes of a timeline, at any size: a window in time that is moved and zoomed, drawn from tiles.
//
//   gesture -> d3-zoom's transform -> window -> one frame: axis, canvas, marks, brush -> wishes for tiles
//   still for a moment -> the address; for a little longer -> the list below, and a word to screen readers
//
// docs/timeline.md tells of the whole; the server's drawing (templates/timelines/_strip.html) is what stands here before.
import { register } from "./shortcuts.js";
import { Picture } from "./timeline-draw.js";
import { listen, put, zoomOf } from "./timeline-gestures.js";
import { addressOf, follow, watchRows, windowOf } from "./timeline-list.js";
import { Marks, legend } from "./timeline-marks.js";
import { Overview } from "./timeline-overview.js";
import { followAddress, onPaper, pictures } from "./timeline-picture.js";
import { BINS, DAY, LADDER, Tiles } from "./timeline-tiles.js";
import { lengthWords, markWords, offset, spanWords, tickWords, widthFor, zoneWords } from "./timeline-time.js";

const d3 = globalThis.d3;
const SHORTEST = 600; // seconds: ten minutes
const TICK = 110; // px between ticks
const STILL = 160, SETTLED = 800; // ms without a gesture: the address is written, the list follows
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Timeline {
  view = { begin: 0, end: 1 };
  nothing = {}; // stands for a tile without entries
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
    this.marks = new Marks(layer, { said: (mark) => markWords(mark, this.config), shared: this.config.shared });
    this.zoom = zoomOf(this.field, (transform) => this.#zoomed(transform));
    this.selection = d3.select(this.field).call(this.zoom).on("dblclick.zoom", null);
    listen(this);
    pictures(this);
    this.find("tools").hidden = false;
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
    this.top = top;
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

  // At once, for paper takes what is there.
  redraw() {
    const { begin, end } = this.view;
    this.#measure();
    this.go(begin, end, { quietly: true });
    this.#draw();
  }

  // Show from `begin` to `end`, in seconds.
  go(begin, end, { quietly = false, smoothly = false } = {}) {
    const length = Math.min(Math.max(end - begin, SHORTEST), this.outer[1] - this.outer[0]);
    const start = Math.min(Math.max((begin + end - length) / 2, this.outer[0]), this.outer[1] - length);
    const scale = (this.outer[1] - this.outer[0]) / length;
    const target = d3.zoomIdentity.translate(-this.base(start) * scale, 0).scale(scale);
    if (!quietly) this.#later();
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
    this.#wish(width);
    if (tiles.length) this.root.classList.add("is-live");
    if (this.root.classList.contains("is-live")) this.#say();
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

  #showMarks(tiles) {
    const shown = tiles.map((tile) => `${tile.width}/${tile.number}`).join();
    if (shown === this.#shown) return;
    this.#shown = shown;
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
onPaper(() => document.getElementById("lanes"), () => timeline?.redraw());
const texts = timeline?.config.texts.keys ?? {};
register("+", texts.in, () => timeline?.step("in"));
register("-", texts.out, () => timeline?.step("out"));
register("0", texts.all, () => timeline?.step("all"));
register("[", texts.earlier, () => timeline?.step("earlier"));
register("]", texts.later, () => timeline?.step("later"));
