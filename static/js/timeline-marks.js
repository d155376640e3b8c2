// The marks over the lanes: at most 200, in up to three rows a lane, each with room for a finger. The more important come
// first; what finds no place is in the bars all the same. Their shapes and words are on the canvas; here lie the links over
// them: real ones, without contents, so that a step moves a few empty boxes and lays out no text.

const MOST = 200;
const CELL = 8, NEAR = 3; // px; within so many cells of a mark there is no other
const SHAPE = 16, GAP = 6; // px
const ROOM_FOR_WORDS = 64, MOST_WORDS = 320; // px

export class Marks {
  #items = new Map(); // by id and lane
  #rows = new Uint8Array(0);
  #byImportance = [];
  #inOrder = [];

  // `said(mark)`: a mark in words. `shared`: links lead to the list only.
  constructor(layer, { said, shared }) {
    Object.assign(this, { layer, said, shared });
  }

  // `lanes`: [{ top }], `rows`: at which y, from a lane's top, the rows of marks are.
  fit(width, lanes, rows) {
    Object.assign(this, { width, lanes, rows });
    this.columns = Math.ceil(width / CELL) + 12;
    this.#rows = new Uint8Array(this.columns * rows.length * lanes.length);
    this.ends = new Float64Array(rows.length * lanes.length);
  }

  // The entries to show, most important first. A link is made when its mark finds a place.
  show(marks) {
    const before = this.#items, items = new Map();
    for (const mark of marks) {
      for (const lane of mark.lanes) {
        const key = `${mark.id} ${lane}`;
        if (items.size < MOST) items.set(key, before.get(key) ?? { mark, lane, link: null, row: -1, x: 0, y: 0, long: 0, laid: 0 });
      }
    }
    for (const [key, { link }] of before) if (!items.has(key)) link?.remove();
    this.#items = items;
    this.#byImportance = [...items.values()];
    this.#inOrder = [...this.#byImportance].sort((a, b) => a.lane - b.lane || a.mark.first - b.mark.first);
  }

  // Puts each at its place: paints all, then lays the links. (To write on a canvas asks for the page's style: a link moved
  // between two marks would have it worked out anew for each.)
  place(view, picture) {
    const scale = this.width / (view.end - view.begin), world = Math.floor((view.begin * scale) / CELL);
    this.#rows.fill(0);
    for (const one of this.#byImportance) this.#find(one, view, scale, world);
    this.ends.fill(this.width);
    for (let place = this.#inOrder.length - 1; place >= 0; place--) this.#paint(this.#inOrder[place], scale, picture);
    let next = null;
    for (let place = this.#inOrder.length - 1; place >= 0; place--) next = this.#lay(this.#inOrder[place], next);
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

  #paint(one, scale, picture) {
    if (one.row < 0) return;
    const { mark, lane, row } = one, place = lane * this.rows.length + row;
    const x = (one.x = Math.round(one.at)), y = (one.y = this.lanes[lane].top + this.rows[row]);
    const room = Math.min(this.ends[place] - x - SHAPE / 2 - 2 * GAP, MOST_WORDS);
    this.ends[place] = x - SHAPE / 2;
    if (mark.vague) picture.span(lane, x, y, (mark.last - mark.first) * scale);
    picture.mark(mark, lane, x, y);
    const words = room < ROOM_FOR_WORDS ? 0 : picture.write(mark.title, x + SHAPE / 2 + GAP, y, room);
    one.long = SHAPE + (words && GAP + words);
  }

  // In the order of lanes and time, which is that of the keyboard: before `next`.
  #lay(one, next) {
    if (one.row >= 0) {
      one.link ??= this.#made(one.mark);
      if (!one.link.isConnected) this.layer.insertBefore(one.link, next);
      one.link.style.transform = `translate(${one.x - SHAPE / 2}px,${one.y - SHAPE / 2}px)`;
      if (one.long !== one.laid) one.link.style.inlineSize = `${(one.laid = one.long)}px`;
    }
    if (one.link && one.link.hidden !== one.row < 0) one.link.hidden = one.row < 0;
    return one.link ?? next;
  }

  #made(mark) {
    const link = document.createElement("a"), said = this.said(mark);
    link.className = "lane-link";
    link.draggable = false;
    link.dataset.entry = mark.id;
    link.title = said;
    link.setAttribute("aria-label", said);
    if (!this.shared) link.href = mark.href;
    else if (document.getElementById(mark.id)) link.href = `#${mark.id}`; // on a shared page: to its row, or nowhere
    else { link.setAttribute("role", "img"); link.tabIndex = 0; }
    return link;
  }

  light(id) {
    for (const { link, mark } of this.#items.values()) link?.classList.toggle("is-lit", mark.id === id);
  }
}
