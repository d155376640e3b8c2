// The repair queue by keyboard: j and k go from row to row, 1 to 3 move it to a place, o keeps, x retires.

import { register } from "./shortcuts.js";

const rows = () => [...document.querySelectorAll("[data-repair]")];
const current = () => document.querySelector("[data-repair][aria-current]");

function choose(row, { scroll = true } = {}) {
  if (!row) return;
  for (const other of rows()) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.focus({ preventScroll: true });
  if (scroll) row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const place = all.indexOf(current());
  choose(all[place < 0 ? 0 : place + by]);
}

const act = (what) => (current() ?? rows()[0])?.querySelector(`[data-do="${what}"]`)?.click();

register("j", "Next one", () => step(1));
register("k", "The one before", () => step(-1));
for (const place of ["1", "2", "3"]) register(place, `Move it to place ${place}`, () => act(place));
register("o", "Keep it on the older revision", () => act("keep"));
register("x", "Retire it", () => act("retire"));

// The queue was put in place of itself: go on with the row that was refused, else with the first.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "queue" || event.detail.target?.id === "queue") {
    choose(document.querySelector("[data-refused]") ?? rows()[0]);
  }
});

choose(rows()[0], { scroll: false });
