// After the page was looked at for a while the visit is noted, so that the next one can say what is new since.
// <main data-visit="/n/talks/seen/">; nothing is noted while the page lies in a tab behind.

const LOOKED_AT = 20_000; // milliseconds in sight
const STEP = 1_000;
const place = document.querySelector("[data-visit]");

let seen = 0;
const clock = place && setInterval(() => {
  if (document.visibilityState !== "visible") return;
  seen += STEP;
  if (seen < LOOKED_AT) return;
  clearInterval(clock);
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  // A visit that could not be noted (no network, signed out) costs nothing: the same things are new next time.
  fetch(place.dataset.visit, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" }).catch(() => {});
}, STEP);
