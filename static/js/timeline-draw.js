// The canvas under the marks: bars of counts, soft spans of uncertain dates, gaps, ticks and today. It is drawn anew for
// each frame of a gesture, so nothing is made here that could be kept.
import { BINS, DAY, HOUR } from "./timeline-tiles.js";
import { daysInWords } from "./timeline-time.js";

const TALLEST = 26; // px, as in tracker/timelines/strip.py
const FOOT = 5; // px under a lane's ground line
const GAP = 44, GAP_WITH_WORDS = 92; // px from which a gap is dotted, and said
const FEW_BINS = 2048;

export class Picture {
  #sum = new Uint32Array(FEW_BINS);
  #words = new Map();
  tallest = 1;
  per = DAY; // seconds that one bar stands for

  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
  }

  // `lanes`: [{ top, height, colour }] in px; `colours`: of the page. Kept until the page's size or theme changes.
  fit(width, height, lanes, colours) {
    const ratio = window.devicePixelRatio || 1;
    Object.assign(this, { width, height, lanes, colours });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.soft = lanes.map((lane) => softly(lane.colour));
  }

  // `view`: { begin, end } in seconds; `tiles`: of one width, in order; `counts`: filled with the entries of each lane.
  draw(view, tiles, ticks, today, counts) {
    const { pen } = this, scale = this.width / (view.end - view.begin);
    this.tiles = tiles;
    pen.clearRect(0, 0, this.width, this.height);
    this.#ticks(view, scale, ticks, today);
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

  #ticks(view, scale, ticks, today) {
    const { pen } = this;
    pen.fillStyle = this.colours.rule;
    for (const tick of ticks) pen.fillRect(Math.round((tick - view.begin) * scale), 0, 1, this.height);
    const x = Math.round((today - view.begin) * scale);
    pen.fillStyle = this.colours.today;
    if (x >= 0 && x <= this.width) pen.fillRect(x, 0, 1, this.height);
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

  // An uncertain date: a span without hard ends, in the row of its mark.
  span(lane, x, y, width) {
    const { pen } = this;
    pen.globalAlpha = 0.8;
    pen.drawImage(this.soft[lane], x, y - 2, Math.max(width, 6), 4);
    pen.globalAlpha = 1;
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
