// What every htmx request of Parley needs: a fresh CSRF token, a way out when the session ended, word of a failure,
// and the keyboard's place after a swap.

const texts = document.getElementById("texts")?.dataset ?? {};

// The cookie is newer than anything printed in the page: signing in elsewhere changes it.
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrf=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

function sendAgain(element) {
  if (element.matches("form")) element.requestSubmit();
  else element.click();
}

export function toast(message, { retry } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  const words = document.createElement("span");
  words.textContent = message;
  box.append(words);
  const add = (label, action) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => { box.remove(); action?.(); });
    box.append(button);
  };
  if (retry) add(texts.retry, retry);
  add(texts.close);
  document.getElementById("toasts").replaceChildren(box);
}

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (new URL(xhr.responseURL || location.href, location.href).pathname.startsWith("/accounts/login")) {
    event.detail.shouldSwap = false;
    location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
});

const failed = (message) => (event) => {
  const element = event.detail.elt;
  toast(message, { retry: element?.isConnected ? () => sendAgain(element) : undefined });
};
document.addEventListener("htmx:responseError", failed(texts.failed));
document.addEventListener("htmx:sendError", failed(texts.offline));
document.addEventListener("htmx:timeout", failed(texts.offline));

// New content may say where the keyboard goes next (data-focus) and what a screen reader should hear (data-announce).
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  if (!target?.querySelector) return;
  target.querySelector("[data-focus]")?.focus();
  const news = target.matches("[data-announce]") ? target : target.querySelector("[data-announce]");
  if (news) document.getElementById("announcer").textContent = news.dataset.announce || news.textContent;
});
