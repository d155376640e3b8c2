// The marks over the lanes: real links, at most 200, in up to three rows a lane, each with room for a finger. The more
// important come first; what finds no place is in the bars all the same.

const MOST = 200;
const CELL = 8, NEAR = 3; // px; within so many cells of a mark there is no other
const ROOM_FOR_WORDS = 64; // px
const SIGNED = new Set(["read_out", "postponed", "cancelled"]);
const PLACE = [["x", -8], ["y", -8], ["width", 16], ["height", 16]];
const SVG = "http://www.w3.org/2000/svg";

function use(svg, name) {
  const element = document.createElementNS(SVG, "use");
  element.setAttribute("href", `#${name}`);
  for (const [name, value] of PLACE) element.setAttribute(name, value);
  svg.append(element);
}

function drawing(mark) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  use(svg, `m-${mark.kind === "statement" ? "direct" : mark.shape}`);
  const sign = mark.disputed ? "disputed" : mark.kind === "statement" || SIGNED.has(mark.state) ? mark.state : "";
  if (sign) use(svg, `o-${sign}`);
  return svg;
}

const EVENTS = new Set(["floated", "proposed", "confirmed", "postponed", "cancelled", "held", "read_out"]);

// What the shapes, fillings and signs of these marks mean.
export function legend(place, marks, texts) {
  const has = (name) => (mark) => mark.shape === name || mark.state === name;
  const signs = Object.keys(texts.shapes).filter((name) => marks.some(has(name)))
    .map((name) => [texts.shapes[name], { kind: texts.forms.includes(name) ? "statement" : "event", shape: name, state: "" }]);
  for (const [name, label] of Object.entries(texts.states)) {
    if (!marks.some(has(name))) continue;
    const kind = EVENTS.has(name) ? "event" : "statement";
    signs.push([label, { kind, shape: kind === "event" ? "other" : "indirect", state: name }]);
  }
  if (marks.some((mark) => mark.disputed)) signs.push([texts.disputed, { kind: "event", shape: "other", state: "", disputed: true }]);
  place.replaceChildren(...signs.map(([label, mark]) => {
    const entry = document.createElement("span");
    entry.className = classes(mark);
    const svg = drawing(mark);
    svg.setAttribute("class", "key-shape");
    entry.append(svg, label);
    return entry;
  }));
}

function classes(mark) {
  return `lane-mark is-${mark.kind} is-${mark.shape} is-${mark.state || "plain"}${mark.disputed ? " is-disputed" : ""}`;
}

export class Marks {
  #drawn = new Map(); // by id and lane
  #rows = new Uint8Array(0);
  byImportance = [];
  inOrder = [];

  // `said(mark)`: a mark in words. `isHere(id)`: whether the list shows the entry. `shared`: links lead to the list only.
  constructor(layer, { said, shared }) {
    Object.assign(this, { layer, said, shared });
  }

  // `lanes`: [{ top, height, css }], `rows`: at which y, from a lane's top, the rows of marks are.
  fit(width, lanes, rows) {
    Object.assign(this, { width, lanes, rows });
    this.columns = Math.ceil(width / CELL) + 12;
    this.#rows = new Uint8Array(this.columns * rows.length * lanes.length);
    this.ends = new Float64Array(rows.length * lanes.length);
  }

  // The entries to show, most important first.
  show(marks) {
    const wanted = new Map();
    for (const mark of marks) {
      for (const lane of mark.lanes) if (wanted.size < MOST) wanted.set(`${mark.id} ${lane}`, { mark, lane });
    }
    for (const [key, { element }] of this.#drawn) {
      if (!wanted.has(key)) { element.remove(); this.#drawn.delete(key); }
    }
    for (const [key, { mark, lane }] of wanted) {
      if (!this.#drawn.has(key)) this.#drawn.set(key, this.#made(mark, lane));
    }
    this.byImportance = [...wanted.keys()].map((key) => this.#drawn.get(key));
    this.inOrder = [...this.byImportance].sort((a, b) => a.lane - b.lane || a.mark.first - b.mark.first);
    this.#reorder();
  }

  #made(mark, lane) {
    const element = document.createElement("a");
    element.className = `${classes(mark)} ${this.lanes[lane].css}`;
    element.draggable = false;
    element.dataset.entry = mark.id;
    const words = document.createElement("span");
    words.className = "lane-words";
    words.textContent = mark.title;
    words.setAttribute("aria-hidden", "true");
    element.append(drawing(mark), words);
    element.setAttribute("aria-label", this.said(mark));
    element.title = this.said(mark);
    this.#lead(element, mark);
    return { mark, lane, element, words, x: NaN, y: NaN, row: -1, room: 0, isShown: null };
  }

  // On a shared page a mark leads to its row in the list, or nowhere.
  #lead(element, mark) {
    if (!this.shared) element.href = mark.href;
    else if (document.getElementById(mark.id)) element.href = `#${mark.id}`;
    else { element.setAttribute("role", "img"); element.tabIndex = 0; }
  }

  // In the order of lanes and time for the keyboard; one that has the focus is not moved.
  #reorder() {
    let before = null;
    for (const { element } of this.inOrder) {
      const next = before ? before.nextSibling : this.layer.firstChild;
      if (next !== element && element !== document.activeElement) this.layer.insertBefore(element, next);
      before = element;
    }
  }

  // Puts each at its place; `span(lane, x, y, width)` is called for those with uncertain dates.
  place(view, span) {
    const scale = this.width / (view.end - view.begin), world = Math.floor((view.begin * scale) / CELL);
    this.#rows.fill(0);
    for (const one of this.byImportance) this.#find(one, view, scale, world);
    this.ends.fill(Infinity);
    for (let place = this.inOrder.length - 1; place >= 0; place--) this.#move(this.inOrder[place], scale, span);
  }

  #find(one, view, scale, world) {
    const { mark, lane } = one;
    const middle = mark.vague ? mark.first : (mark.first + mark.last + 1) / 2;
    const at = (middle - view.begin) * scale;
    one.row = -1;
    one.at = mark.vague && at < 8 && (mark.last - view.begin) * scale > 8 ? 8 : at; // it began before, and may lie here
    if (one.at < -8 || one.at > this.width + 8) return;
    const cell = Math.min(Math.max(Math.floor((one.at + view.begin * scale) / CELL) - world + NEAR + 2, NEAR), this.columns - NEAR - 1);
    for (let row = 0; row < this.rows.length; row++) {
      const start = (lane * this.rows.length + row) * this.columns + cell;
      if (this.#rows[start]) continue;
      this.#rows.fill(1, start - NEAR, start + NEAR + 1);
      one.row = row;
      return;
    }
  }

  #move(one, scale, span) {
    const { element, lane, mark, row } = one, isShown = row >= 0;
    if (isShown !== one.isShown) element.hidden = !(one.isShown = isShown);
    if (!isShown) return;
    const place = lane * this.rows.length + row, y = this.lanes[lane].top + this.rows[row];
    if (one.at !== one.x || y !== one.y) element.style.transform = `translate(${(one.x = one.at) - 8}px,${(one.y = y) - 8}px)`;
    const free = Math.min(this.ends[place], this.width) - one.at - 20;
    const room = free < ROOM_FOR_WORDS ? 0 : Math.min(Math.floor(free / 16) * 16, 320);
    if (room !== one.room) one.words.style.inlineSize = `${(one.room = room)}px`;
    this.ends[place] = one.at - 8;
    if (mark.vague) span(lane, one.at, y, (mark.last - mark.first) * scale);
  }

  // Of the marks in sight, the one for an entry.
  of(id) {
    return this.byImportance.find((one) => one.mark.id === id && one.isShown)?.element;
  }

  get shown() {
    return this.byImportance.filter((one) => one.isShown).length;
  }

  light(id) {
    for (const { element, mark } of this.#drawn.values()) element.classList.toggle("is-lit", mark.id === id);
  }
}
