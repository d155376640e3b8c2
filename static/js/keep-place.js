// A swap of the timeline leaves what the reader opened open, and lists scrolled as they were. The links that carry the
// page's address along (share, as public by) follow the address.

const kept = new Map();
const region = () => document.getElementById("timeline");

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "timeline") return;
  kept.clear();
  for (const element of region().querySelectorAll("details[id], .facets[id], form[id]")) {
    kept.set(element.id, { open: element.open, top: element.scrollTop });
  }
});

document.addEventListener("htmx:afterSwap", () => {
  for (const [id, { open, top }] of kept) {
    const element = document.getElementById(id);
    if (!element) continue;
    if (element.matches("details")) element.open = open;
    element.scrollTop = top;
  }
  kept.clear();
});

document.addEventListener("htmx:pushedIntoHistory", () => {
  const share = document.getElementById("share");
  if (share) {
    const address = new URL(share.href);
    address.searchParams.set("address", location.pathname + location.search);
    share.href = address;
  }
  for (const form of document.querySelectorAll(".as-of-form")) carryFilters(form);
});

// The form that asks for a day keeps the filters of the moment, not those the page was loaded with.
function carryFilters(form) {
  for (const old of form.querySelectorAll("input[type=hidden]")) old.remove();
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (["public_by", "page", "after"].includes(name)) continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.prepend(field);
  }
}
