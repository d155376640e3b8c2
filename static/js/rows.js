// Lists in forms: "another row" copies the last row, empty, under the next number. Without JavaScript each list ends with
// an empty row of its own.

function emptied(row) {
  for (const part of row.querySelectorAll(".errorlist, .error")) part.remove();
  for (const field of row.querySelectorAll("input, select, textarea")) {
    field.removeAttribute("aria-invalid");
    if (field.matches("[type=checkbox]")) field.checked = false;
    else if (field.matches("select")) field.value = field.querySelector("option[value='']") ? "" : field.options[0].value;
    else field.value = "";
  }
  return row;
}

function renumbered(row, prefix, number) {
  for (const element of row.querySelectorAll("[name], [id], [for]")) {
    for (const attribute of ["name", "id", "for", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(new RegExp(`${prefix}-\\d+-`), `${prefix}-${number}-`));
    }
  }
  return row;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-add-row]");
  if (!button) return;
  const list = button.parentElement;
  const prefix = button.dataset.addRow;
  const total = list.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const last = [...list.querySelectorAll("[data-row]")].at(-1);
  const row = emptied(renumbered(last.cloneNode(true), prefix, Number(total.value)));
  total.value = String(Number(total.value) + 1);
  last.after(row);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});
