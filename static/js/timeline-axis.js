// The ticks over the lanes: which instants (d3-time), and their words. The packages are as published: they add themselves to `d3`.
import "../vendor/d3-array-3.2.5/d3-array.min.js";
import "../vendor/d3-time-3.1.1/d3-time.min.js";
import { tickWords } from "./timeline-time.js";

const TICK = 110; // px between ticks
const { utcTicks } = globalThis.d3;

export class Axis {
  constructor() {
    this.element = document.createElement("div");
    this.element.className = "lanes-axis";
    this.element.setAttribute("aria-hidden", "true");
  }

  // Instants in seconds for a window of so many px; `shift`: from UTC to the calendar that the ticks follow.
  show({ begin, end }, width, shift) {
    const count = Math.max(Math.round(width / TICK), 2);
    const ticks = utcTicks((begin + shift) * 1000, (end + shift) * 1000, count).map((tick) => tick / 1000);
    const words = ticks.map((tick, place) => tickWords(tick, !place));
    while (this.element.childElementCount > ticks.length) this.element.lastChild.remove();
    while (this.element.childElementCount < ticks.length) this.element.append(document.createElement("span"));
    for (const [place, label] of [...this.element.children].entries()) {
      if (label.textContent !== words[place]) label.textContent = words[place];
      const x = ((ticks[place] - shift - begin) / (end - begin)) * width;
      label.style.transform = `translateX(${x.toFixed(1)}px)`;
    }
    return ticks.map((tick) => tick - shift);
  }
}
