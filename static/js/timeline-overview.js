// The overview's brush: drag it to move the window, its ends to widen it, or press beside it to go there.

const EDGE = 7; // px at either end of the brush that widen it

export class Overview {
  // `moved(begin, end)`: seconds; `done()`: the pointer was let go.
  constructor(field, core, { moved, done }) {
    Object.assign(this, { field, core, moved, done });
    this.brush = document.createElement("div");
    this.brush.className = "brush";
    const layer = document.createElement("div"); // a place of its own, so that a move lays out nothing else
    layer.className = "brush-field";
    layer.append(this.brush);
    field.append(layer);
    field.addEventListener("pointerdown", (event) => this.#press(event));
  }

  fit() {
    this.width = this.field.clientWidth;
  }

  show(view) {
    this.view = view;
    const { width } = this, scale = width / (this.core[1] - this.core[0]);
    const from = Math.min(Math.max((view.begin - this.core[0]) * scale, 0), width - 3);
    const to = Math.max(Math.min((view.end - this.core[0]) * scale, width), from + 3);
    this.brush.style.transform = `translateX(${from}px)`;
    this.brush.style.inlineSize = `${to - from}px`;
    this.brush.classList.toggle("is-whole", from <= 0 && to >= width);
  }

  #press(event) {
    if (event.button) return;
    event.preventDefault();
    const box = this.field.getBoundingClientRect(), brush = this.brush.getBoundingClientRect();
    const perPixel = (this.core[1] - this.core[0]) / box.width;
    const at = (x) => this.core[0] + (x - box.left) * perPixel;
    const { begin, end } = this.view, length = end - begin;
    const left = Math.abs(event.clientX - brush.left) <= EDGE, right = Math.abs(event.clientX - brush.right) <= EDGE;
    const inside = event.clientX > brush.left && event.clientX < brush.right;
    let start = event.clientX, from = begin;
    if (!left && !right && !inside) {
      from = at(start) - length / 2;
      this.moved(from, from + length);
    }
    const move = ({ clientX }) => {
      if (right && !(left && clientX < start)) this.moved(begin, Math.max(at(clientX), begin + 600));
      else if (left) this.moved(Math.min(at(clientX), end - 600), end);
      else this.moved(from + (clientX - start) * perPixel, from + (clientX - start) * perPixel + length);
    };
    const up = () => {
      this.field.removeEventListener("pointermove", move);
      this.done();
    };
    this.field.setPointerCapture(event.pointerId);
    this.field.addEventListener("pointermove", move);
    this.field.addEventListener("pointerup", up, { once: true });
    this.field.addEventListener("pointercancel", up, { once: true });
  }
}
