// Light, dark, or as the system says. A classic script on purpose: it runs before the first paint, so nothing flashes.
(() => {
  "use strict";
  const KEY = "parley-theme";
  const root = document.documentElement;

  function stored() {
    try { return localStorage.getItem(KEY) || ""; } catch { return ""; }
  }

  function apply(choice) {
    if (choice) root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try { localStorage.setItem(KEY, button.dataset.themeChoice); } catch { /* private mode: for this page only */ }
    apply(button.dataset.themeChoice);
  });
})();
