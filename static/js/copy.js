// Copy buttons: <button data-copy="#field" data-copied="Copied">; fields with data-select-on-focus select themselves.

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.lastChild;
  const before = words.textContent;
  button.addEventListener("click", async () => {
    const field = document.querySelector(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // plain http on another host than localhost has no clipboard
    }
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 2000);
  });
}

for (const field of document.querySelectorAll("[data-select-on-focus]")) {
  field.addEventListener("focus", () => field.select());
}
