// Tiles of the timeline: 512 bins of one width with counts by lane, and the most important entries in them
// (tracker/timelines/tiles.py). Kept in memory; asked for one at a time, in the order of the newest wishes.

export const BINS = 512;
export const DAY = 86400;
export const HOUR = 3600;
const MINUTE = 60;
export const LADDER = [
  2, 4, 8, 15, 30,
  ...[1, 2, 4, 8, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 8].map((n) => n * HOUR),
  ...[1, 2, 4, 8, 16, 32, 64, 128].map((n) => n * DAY),
];
const KEPT = 40;

const keyOf = (width, number) => `${width}/${number}`;

export class Tiles {
  #kept = new Map();
  #wishes = [];
  #asked = null;
  #refused = new Set();

  // `address` ends in a slash; `query` begins with "?" or is empty; `first`: those that came with the page. `arrived(tile)` is
  // called for each new one.
  constructor(address, query, links, first, arrived) {
    Object.assign(this, { address, query, links, arrived });
    for (const raw of first) this.#kept.set(keyOf(raw.width, raw.number), read(raw, links));
  }

  get(width, number) {
    const key = keyOf(width, number);
    const tile = this.#kept.get(key);
    if (tile) { this.#kept.delete(key); this.#kept.set(key, tile); }
    return tile;
  }

  // [[width, number], ...]: the first `urgent` are waited for on the screen; what is asked for but not wished any more
  // gives way to them.
  want(wishes, urgent) {
    this.#wishes = wishes;
    const missing = (wish) => !this.#kept.has(keyOf(...wish)) && !this.#refused.has(keyOf(...wish));
    const first = wishes.slice(0, urgent).find(missing);
    if (this.#asked && first && !wishes.slice(0, urgent).some((wish) => keyOf(...wish) === this.#asked.key)) {
      this.#asked.control.abort();
      this.#asked = null;
    }
    this.#askNext(missing);
  }

  stop() {
    this.#wishes = [];
    this.#asked?.control.abort();
  }

  #askNext(missing = (wish) => !this.#kept.has(keyOf(...wish)) && !this.#refused.has(keyOf(...wish))) {
    if (this.#asked) return;
    const wish = this.#wishes.find(missing);
    if (wish) this.#ask(...wish);
  }

  async #ask(width, number) {
    const asked = { key: keyOf(width, number), control: new AbortController() };
    this.#asked = asked;
    try {
      const answer = await fetch(`${this.address}${asked.key}/${this.query}`, {
        signal: asked.control.signal, headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(answer.status);
      const tile = read(await answer.json(), this.links);
      this.#kept.set(asked.key, tile);
      for (const key of this.#kept.keys()) {
        if (this.#kept.size <= KEPT) break;
        this.#kept.delete(key);
      }
      this.arrived(tile);
    } catch (error) {
      if (error.name !== "AbortError") this.#refused.add(asked.key); // not asked again until the page is
    }
    if (this.#asked === asked) this.#asked = null;
    this.#askNext();
  }
}

// Counts as numbers in a row: a negative one stands for so many places without any.
export function unpacked(numbers, length) {
  const counts = new Uint32Array(length);
  let place = 0;
  for (const number of numbers) {
    if (number < 0) place -= number;
    else counts[place++] = number;
  }
  return counts;
}

function read(raw, links) {
  const begin = raw.number * raw.width * BINS;
  const firstDay = Math.floor(begin / DAY);
  const touched = Math.ceil((begin + raw.width * BINS) / DAY) - firstDay;
  const tile = {
    width: raw.width, number: raw.number, begin, end: begin + raw.width * BINS, firstDay, oneIn: raw.one_in ?? 1,
    bins: raw.bins.map((numbers) => unpacked(numbers, BINS)),
    days: raw.days.map((numbers) => unpacked(numbers, touched)),
    marks: raw.marks.map((mark) => markOf(mark, links)),
  };
  const told = raw.width > HOUR && raw.width < DAY ? tile.days : tile.bins; // bins of several hours are told by day
  tile.tallest = told.reduce((most, counts) => counts.reduce((a, b) => Math.max(a, b), most), 0);
  return tile;
}

function markOf([kind, pk, lanes, first, last, shape, state, flags, title, words, name], links) {
  return {
    id: `${kind}-${pk}`, kind, lanes, first, last, shape, state, title, words,
    vague: Boolean(flags & 1), disputed: Boolean(flags & 2), href: links[kind].replace("/0/", `/${name}/`),
  };
}
