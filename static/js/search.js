// The box of search (_components/search_box.html): htmx fetches the names that fit the word before the caret, this makes
// a listbox of them. Arrow keys choose, Enter takes, Escape closes. Without it the box is a plain form.

for (const form of document.querySelectorAll("[data-search]")) combobox(form);

function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("ul");
  const options = () => [...list.children];
  const typed = () => input.value.slice(0, input.selectionStart); // only what stands before the caret is being typed
  const active = () => list.querySelector('[aria-selected="true"]');

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  list.setAttribute("role", "listbox");
  show(false);

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(null);
  }

  function mark(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    if (typed() !== list.dataset.asked) return show(false); // the text has moved on
    const rest = input.value.slice(input.selectionStart).trimStart();
    input.value = option.dataset.value + rest;
    input.setSelectionRange(option.dataset.value.length, option.dataset.value.length);
    show(false);
    input.focus();
  }

  form.addEventListener("htmx:configRequest", (event) => { event.detail.parameters.q = typed(); });
  list.addEventListener("htmx:afterSwap", (event) => {
    // What the names in the list are offered for.
    list.dataset.asked = new URLSearchParams(event.detail.pathInfo.finalRequestPath.split("?")[1]).get("q") ?? "";
    show(options().length > 0 && document.activeElement === input);
  });
  input.addEventListener("input", () => { if (!typed().startsWith(list.dataset.asked ?? "")) show(false); });

  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const place = all.indexOf(active());
      // Beyond either end the caret is back in the text, with nothing chosen.
      mark(all[place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step] ?? null);
    } else if (event.key === "Enter" && active()) take(active());
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", () => show(false));
  // Before the box loses the focus.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
