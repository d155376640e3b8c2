// Times of the timeline: the width of bins for a zoom, ticks in the reader's zone, and stretches of time in words.
import { DAY, HOUR, LADDER } from "./timeline-tiles.js";

const LEAST_BIN = 3; // px
const TICK = 110; // px between ticks, more or less
const WEEK = 7 * DAY, MONTH = 30.44 * DAY;
const STEPS = [
  60, 300, 900, 1800, ...[1, 3, 6, 12].map((n) => n * HOUR), DAY, 2 * DAY, WEEK,
  ...[1, 3, 12, 24, 60, 120, 240, 600, 1200].map((n) => n * MONTH),
];

// The narrowest bins that can be told apart, at so many seconds a px.
export const widthFor = (perPixel) => LADDER.find((width) => width >= perPixel * LEAST_BIN) ?? LADDER.at(-1);

const language = document.documentElement.lang || "en-GB";
const formats = new Map();
function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
  return formats.get(key);
}

const DAY_WORDS = { day: "numeric", month: "short", year: "numeric" };
const HOUR_WORDS = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
// Short months as everywhere on Parley's pages: "Sept" is "Sep".
const written = (zone, options, seconds) => format(zone, options).format(new Date(seconds * 1000)).replace("Sept", "Sep");

export const dayWords = (seconds) => written("UTC", DAY_WORDS, seconds);
export const hourWords = (zone, seconds) => `${written(zone, DAY_WORDS, seconds)}, ${written(zone, HOUR_WORDS, seconds)}`;

// Days are those of UTC, as everywhere in Parley; hours are the reader's.
export function spanWords(begin, end, zone) {
  if (end - begin < 3 * DAY) return `${hourWords(zone, begin)} – ${hourWords(zone, end)}`;
  const first = dayWords(begin), last = dayWords(end - 1);
  return first === last ? first : `${first} – ${last}`;
}

export function zoneWords(zone, seconds) {
  const parts = format(zone, { timeZoneName: "shortOffset" }).formatToParts(new Date(seconds * 1000));
  const name = parts.find((part) => part.type === "timeZoneName").value;
  return name === "GMT" ? "UTC" : name;
}

// Seconds to add to an instant, so that UTC's calendar reads as the zone's.
export function offset(zone, seconds) {
  const name = zoneWords(zone, seconds);
  const found = /^GMT([+-])(\d+)(?::(\d+))?$/.exec(name);
  return found ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 3600 + Number(found[3] ?? 0) * 60) : 0;
}

// Where UTC's calendar turns, in seconds; weeks begin on Mondays, 1970 began on a Thursday.
export function ticksOf(begin, end, width) {
  const wanted = (TICK / width) * (end - begin), away = (step) => Math.abs(Math.log(step / wanted));
  const step = STEPS.reduce((best, one) => (away(one) < away(best) ? one : best));
  const months = Math.round(step / MONTH), origin = step === WEEK ? 4 * DAY : 0;
  const at = months ? (n) => Date.UTC(1970, n * months - 1970 * 12) / 1000 : (n) => origin + n * step;
  const date = new Date(begin * 1000), month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const ticks = [];
  for (let n = Math.floor(months ? month / months : (begin - origin) / step); at(n) <= end; n++) if (at(n) >= begin) ticks.push(at(n));
  return ticks;
}

// What a tick says, the first of them with its year. `seconds` has been shifted by the offset.
export function tickWords(seconds, isFirst) {
  const date = new Date(seconds * 1000);
  if (seconds % DAY) return written("UTC", HOUR_WORDS, seconds);
  if (date.getUTCDate() > 1) return written("UTC", isFirst ? DAY_WORDS : { day: "numeric", month: "short" }, seconds);
  if (date.getUTCMonth()) return written("UTC", isFirst ? { month: "short", year: "numeric" } : { month: "short" }, seconds);
  return String(date.getUTCFullYear());
}

const numbers = new Map();
function counted(n, unit) {
  if (!numbers.has(unit)) numbers.set(unit, new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }));
  return numbers.get(unit).format(n);
}

export const daysInWords = (days) => counted(days, "day");

// A bin's width: "4 hours".
export function lengthWords(seconds) {
  if (seconds >= DAY) return counted(seconds / DAY, "day");
  if (seconds >= 3600) return counted(seconds / 3600, "hour");
  return seconds >= 60 ? counted(seconds / 60, "minute") : counted(seconds, "second");
}

// A mark in words: when, what, how far it has come or where it stands.
export function markWords(mark, { zone, texts }) {
  const isDay = mark.last - mark.first >= DAY - 1;
  const when = mark.words || (isDay ? dayWords(mark.first) : hourWords(zone, mark.first));
  const state = texts.states[mark.state];
  return `${when}: ${mark.title}${state ? ` (${state})` : ""}${mark.disputed ? ` (${texts.disputed})` : ""}`;
}

export function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
