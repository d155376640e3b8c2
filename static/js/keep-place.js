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
  if (!share) return;
  const address = new URL(share.href);
  address.searchParams.set("address", location.pathname + location.search);
  share.href = address;
});
