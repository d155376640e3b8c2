// The shapes of marks: SVG in the legend, small pictures for the canvas. Both are made of the symbols and the classes that
// the server's drawing has (templates/timelines/_shapes.html, css/timeline.css), and so look like it.

const SVG = "http://www.w3.org/2000/svg";
const SIZE = 18; // px: a shape is 16 wide, its strokes reach a little beyond
const SIGNED = new Set(["read_out", "postponed", "cancelled"]);
const EVENTS = new Set(["floated", "proposed", "confirmed", "postponed", "cancelled", "held", "read_out"]);

function drawing(mark) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  const add = (name) => svg.append(...document.getElementById(name).cloneNode(true).children);
  add(`m-${mark.kind === "statement" ? "direct" : mark.shape}`);
  const sign = mark.disputed ? "disputed" : mark.kind === "statement" || SIGNED.has(mark.state) ? mark.state : "";
  if (sign && document.getElementById(`o-${sign}`)) add(`o-${sign}`);
  return svg;
}

function classes(mark) {
  return `lane-mark is-${mark.kind} is-${mark.shape} is-${mark.state || "plain"}${mark.disputed ? " is-disputed" : ""}`;
}

// Pictures of marks as their classes have them now, each made once.
export class Shapes {
  #made = new Map();

  // `place`: an element under whose styles the shapes stand.
  constructor(place) {
    this.place = place;
  }

  fit(ratio) {
    this.ratio = Math.ceil(ratio);
    this.#made.clear();
  }

  draw(pen, mark, css, x, y) {
    const name = `${classes(mark)} ${css}`;
    if (!this.#made.has(name)) this.#made.set(name, this.#painted(mark, name));
    pen.drawImage(this.#made.get(name), x - SIZE / 2, y - SIZE / 2, SIZE, SIZE);
  }

  #painted(mark, name) {
    const svg = drawing(mark), picture = document.createElement("canvas"), pen = picture.getContext("2d");
    svg.setAttribute("class", name);
    this.place.append(svg);
    picture.width = picture.height = SIZE * this.ratio;
    pen.setTransform(this.ratio, 0, 0, this.ratio, picture.width / 2, picture.height / 2);
    for (const part of svg.children) paint(pen, new Path2D(part.getAttribute("d")), getComputedStyle(part));
    svg.remove();
    return picture;
  }
}

function paint(pen, path, style) {
  Object.assign(pen, {
    fillStyle: style.fill, strokeStyle: style.stroke, lineWidth: parseFloat(style.strokeWidth),
    lineCap: style.strokeLinecap, lineJoin: style.strokeLinejoin,
  });
  pen.setLineDash((style.strokeDasharray.match(/[\d.]+/g) ?? []).map(Number));
  if (style.fill !== "none") pen.fill(path);
  if (style.stroke !== "none") pen.stroke(path);
}

// What the shapes, fillings and signs of these marks mean; written only when it differs from what stands there.
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
  const words = signs.map(([label]) => label).join();
  if (place.dataset.says === words) return;
  place.dataset.says = words;
  place.replaceChildren(...signs.map(([label, mark]) => {
    const entry = document.createElement("span");
    entry.className = classes(mark);
    const svg = drawing(mark);
    svg.setAttribute("class", "key-shape");
    entry.append(svg, label);
    return entry;
  }));
}
