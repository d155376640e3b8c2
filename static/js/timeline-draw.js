// The canvas under the links: axis, bars of counts, gaps, today, marks with their words, soft spans of uncertain dates. It is
// drawn anew for each frame of a gesture, so nothing is made here that could be kept.
import { Shapes } from "./timeline-shapes.js";
import { DAY, HOUR } from "./timeline-tiles.js";
import { daysInWords, tickWords } from "./timeline-time.js";

const TALLEST = 26; // px, as in tracker/timelines/strip.py
const AXIS_FOOT = 16; // px: where its words stand
const FOOT = 5; // px under a lane's ground line
const GAP = 44, GAP_WITH_WORDS = 92; // px from which a gap is dotted, and said
const FEW_BINS = 2048;
const CUT = "…";

export class Picture {
  #sum = new Uint32Array(FEW_BINS);
  #words = new Map();
  #widths = new Map(); // of letters
  #sample = 0;
  tallest = 1;
  per = DAY; // seconds that one bar stands for

  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.shapes = new Shapes(canvas.parentNode);
  }

  // `lanes`: [{ top, height, colour, css }] in px, the axis above them; `colours`, `font`: of the page; `ratio`: dots to a px. Kept
  // until the page's size or theme changes.
  fit(width, lanes, { colours, font, ratio }) {
    const { top, height } = lanes.at(-1);
    Object.assign(this, { width, height: top + height, lanes, colours });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.pen.font = font;
    this.#widths.clear();
    this.#sample = this.#measured();
    this.shapes.fit(ratio);
    this.soft = lanes.map((lane) => softly(lane.colour));
  }

  // Whether words are painted in the letters that the page has by now.
  get isLettered() {
    return this.#measured() === this.#sample;
  }

  #measured() {
    return this.pen.measureText("Parley, 31 Dec").width;
  }

  // `view`: { begin, end } in seconds; `tiles`: of one width, in order; `ticks`: in seconds too, `shift` of them before UTC's
  // calendar reads as the reader's; `counts`: filled with the entries of each lane.
  draw(view, tiles, { ticks, shift, today }, counts) {
    const { pen } = this, scale = this.width / (view.end - view.begin);
    this.tiles = tiles;
    pen.clearRect(0, 0, this.width, this.height);
    this.#axis(view, scale, ticks, shift);
    this.#line((today - view.begin) * scale, this.colours.today);
    const width = tiles[0]?.width ?? DAY;
    this.byDay = width < DAY && width > HOUR;
    this.per = this.byDay ? DAY : width;
    this.tallest = 1;
    for (const tile of tiles) this.tallest = Math.max(this.tallest, tile.tallest);
    for (let lane = 0; lane < this.lanes.length; lane++) {
      counts[lane] = this.#bars(lane, view, scale, tiles);
      if (width < DAY && !this.byDay) counts[lane] += this.#days(lane, view, scale, tiles);
    }
    pen.globalAlpha = 1;
  }

  #axis(view, scale, ticks, shift) {
    const { pen, colours } = this;
    ticks.forEach((tick, place) => {
      const x = (tick - shift - view.begin) * scale;
      this.#line(x, colours.rule);
      pen.fillStyle = colours.axis;
      pen.fillText(tickWords(tick, place === 0), Math.round(x) + 5, AXIS_FOOT);
    });
  }

  #line(x, colour) {
    if (x < 0 || x > this.width) return;
    const top = this.lanes[0].top;
    this.pen.fillStyle = colour;
    this.pen.fillRect(Math.round(x), top, 1, this.height - top);
  }

  #bars(lane, view, scale, tiles) {
    const { per } = this, sum = this.#sum, base = Math.floor(view.begin / per);
    const places = Math.min(Math.floor(view.end / per) - base + 1, FEW_BINS);
    sum.fill(0, 0, places);
    for (const tile of tiles) this.#add(lane, tile, base, places);
    const { pen } = this, { top, height, colour } = this.lanes[lane], ground = top + height - FOOT;
    const step = per * scale, inset = Math.min(step * 0.12, 1), origin = (base * per - view.begin) * scale;
    const most = TALLEST / Math.log1p(this.tallest);
    let total = 0, last = -1;
    pen.globalAlpha = 1;
    pen.fillStyle = this.colours.ground;
    pen.fillRect(0, ground, this.width, 1);
    for (let place = 0; place < places; place++) {
      const count = sum[place];
      if (!count) continue;
      total += count;
      const tall = Math.max(Math.log1p(count) * most, 2.5);
      pen.fillStyle = colour;
      pen.globalAlpha = 0.78;
      pen.fillRect(origin + place * step + inset, ground - tall, Math.max(step - 2 * inset, 1), tall);
      pen.globalAlpha = 1;
      this.#ground(ground, last < 0 ? NaN : origin + (last + 1) * step, origin + place * step, (place - last - 1) * per);
      last = place;
    }
    return total;
  }

  #add(lane, tile, base, places) {
    const { per, byDay } = this, sum = this.#sum, counts = byDay ? tile.days[lane] : tile.bins[lane];
    const width = byDay ? DAY : tile.width, begin = byDay ? tile.firstDay * DAY : tile.begin;
    const from = Math.max(Math.floor((base * per - begin) / width), 0);
    const to = Math.min(Math.ceil(((base + places) * per - begin) / width), counts.length);
    for (let bin = from; bin < to; bin++) {
      if (counts[bin]) sum[Math.floor((begin + bin * width) / per) - base] += counts[bin];
    }
  }

  // What is known by the day only, where hours are told apart: a pale block over the whole day, with its count.
  #days(lane, view, scale, tiles) {
    const { pen } = this, { top, height, colour } = this.lanes[lane], ground = top + height - FOOT;
    let total = 0;
    for (const tile of tiles) {
      const days = tile.days[lane];
      for (let day = 0; day < days.length; day++) {
        const x = ((tile.firstDay + day) * DAY - view.begin) * scale, width = DAY * scale;
        if (!days[day] || x > this.width || x + width < 0) continue;
        total += days[day];
        pen.globalAlpha = 0.2;
        pen.fillStyle = colour;
        pen.fillRect(x + 1, ground - TALLEST * 0.7, width - 2, TALLEST * 0.7);
        pen.globalAlpha = 1;
        pen.fillStyle = this.colours.words;
        pen.fillText(days[day], Math.min(Math.max(x, 0) + 6, x + width - 14), ground - 6);
      }
    }
    return total;
  }

  // The entries of the bar that begins at `begin`.
  count(lane, begin) {
    this.#sum[0] = 0;
    for (const tile of this.tiles) this.#add(lane, tile, begin / this.per, 1);
    return this.#sum[0];
  }

  // A gap between two bars shows as one: the ground is dotted, and its length said where there is room.
  #ground(y, from, to, seconds) {
    if (!(to - from >= GAP)) return;
    const { pen } = this, days = Math.round(seconds / DAY);
    for (let x = from + 2; x < to - 2; x += 6) pen.clearRect(x, y, 3, 1);
    if (to - from >= GAP_WITH_WORDS && days > 1) {
      if (!this.#words.has(days)) this.#words.set(days, daysInWords(days));
      pen.fillStyle = this.colours.words;
      pen.textAlign = "center";
      pen.fillText(this.#words.get(days), (from + to) / 2, y - 5);
      pen.textAlign = "start";
    }
  }

  // An uncertain date: a span without hard ends, under its mark and the words.
  span(lane, x, y, width) {
    const { pen } = this;
    pen.globalAlpha = 0.8;
    pen.drawImage(this.soft[lane], x, y + 8, Math.max(width, 6), 3);
    pen.globalAlpha = 1;
  }

  mark(mark, lane, x, y) {
    this.shapes.draw(this.pen, mark, this.lanes[lane].css, x, y);
  }

  // Writes as much as there is room for; says how wide it is. Letters are measured once and added up.
  write(words, x, y, room) {
    let width = 0, long = 0, end = 0, last = 0;
    for (const letter of words) {
      width += this.#widthOf(letter);
      end += letter.length;
      if (width > room) break;
      if (width <= room - this.#widthOf(CUT)) { long = width; last = end; }
    }
    const isWhole = width <= room;
    this.pen.fillStyle = this.colours.ink;
    this.pen.fillText(isWhole ? words : words.slice(0, last).trimEnd() + CUT, x, y + 4);
    return Math.ceil(isWhole ? width : long + this.#widthOf(CUT));
  }

  #widthOf(letter) {
    let width = this.#widths.get(letter);
    if (width === undefined) this.#widths.set(letter, (width = this.pen.measureText(letter).width));
    return width;
  }
}

function softly(colour) {
  const sprite = document.createElement("canvas");
  Object.assign(sprite, { width: 128, height: 1 });
  const pen = sprite.getContext("2d");
  const blend = pen.createLinearGradient(0, 0, 128, 0);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 128, 1);
  blend.addColorStop(0, "rgb(0 0 0 / 0.1)");
  blend.addColorStop(0.25, "rgb(0 0 0 / 0.75)");
  blend.addColorStop(0.75, "rgb(0 0 0 / 0.75)");
  blend.addColorStop(1, "rgb(0 0 0 / 0.05)");
  pen.globalCompositeOperation = "destination-in";
  pen.fillStyle = blend;
  pen.fillRect(0, 0, 128, 1);
  return sprite;
}
