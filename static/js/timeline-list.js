// The list below the lanes, in step with them both ways: it shows the days of the window, and hovering or focusing a row
// lights its mark, a mark its row.

// Days as the address has them, or "" for the whole.
export const dayOf = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

export function addressOf({ begin, end, isWhole }) {
  const address = new URL(location.href);
  const set = (name, value) => (value ? address.searchParams.set(name, value) : address.searchParams.delete(name));
  for (const name of ["after", "before"]) address.searchParams.delete(name);
  set("from", isWhole ? "" : dayOf(begin));
  set("to", isWhole ? "" : dayOf(end - 1));
  const exact = (seconds) => new Date(Math.round(seconds / 60) * 60000).toISOString().slice(0, 16);
  set("window", isWhole || !(begin % 86400 || end % 86400) ? "" : `${exact(begin)}/${exact(end)}`);
  return address;
}

// The window that an address asks for, in seconds, or null.
export function windowOf(address) {
  const asked = address.searchParams;
  const [begin, end] = (asked.get("window") ?? "").split("/").map((part) => Date.parse(`${part}Z`) / 1000);
  if (begin < end) return { begin, end };
  const first = Date.parse(asked.get("from")) / 1000, last = Date.parse(asked.get("to")) / 1000 + 86400;
  return first < last ? { begin: first, end: last } : null;
}

// The picture's address follows that of the page.
export function followAddress(timeline) {
  const link = timeline.find("svg");
  if (link) link.search = location.search;
  const printed = timeline.find("address");
  if (printed) printed.textContent = location.href;
}

// The entries of these days, and the counts beside the filters; the lanes are left as they are.
export function follow() {
  const address = new URL(location.href);
  address.searchParams.delete("window");
  const filters = document.getElementById("filter-form");
  for (const name of ["from", "to"]) {
    const field = filters?.elements[name];
    if (field) field.value = address.searchParams.get(name) ?? "";
  }
  return htmx.ajax("get", address.pathname + address.search, {
    source: "#lanes", target: "#entries", select: "#entries", swap: "outerHTML show:none", selectOOB: "#filters:outerHTML",
    headers: { "Parley-Lanes": "follow" },
  });
}

// `lit(id)`: a row was entered ("" when it was left).
export function watchRows(lit) {
  const entered = (event) => {
    const row = event.target.closest?.("#entries li[id]");
    lit(row?.id ?? "", row);
  };
  document.addEventListener("pointerover", entered);
  document.addEventListener("focusin", entered);
}

export function lightRow(id) {
  for (const row of document.querySelectorAll("#entries li.is-lit")) row.classList.remove("is-lit");
  if (id) document.getElementById(id)?.classList.add("is-lit");
}
