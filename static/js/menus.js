// <details data-menu>: closes on Escape, on a click elsewhere, and when another one opens. Works without this, too.

function show(part) {
  for (const element of part.querySelectorAll("[data-needs-script]")) element.hidden = false;
}
show(document);
document.addEventListener("htmx:load", (event) => show(event.detail.elt)); // what came in later, too

const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
