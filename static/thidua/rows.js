// A click anywhere on a row with data-row-link follows the row's own link; keyboards use the link itself.

export function wireRows(root) {
  for (const told of root.querySelectorAll("[data-chosen]")) tellChosen(root, told);
  window.addEventListener("pageshow", () => root.querySelectorAll("[data-chosen]").forEach((told) => tellChosen(root, told)));
  root.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row-link]");
    if (!row || event.target.closest("a, button, input, select, textarea, label, summary, td.tick")) return;
    if (String(window.getSelection())) return;
    window.location.assign(row.dataset.rowLink);
  });
  root.addEventListener("change", (event) => {
    const master = event.target.closest("[data-check-all]");
    if (master) {
      for (const box of root.querySelectorAll(`input[type=checkbox][name="${master.dataset.checkAll}"]`)) box.checked = master.checked;
    }
    for (const told of root.querySelectorAll("[data-chosen]")) tellChosen(root, told);
    if (event.target.matches("[data-submit-on-change]")) event.target.form?.requestSubmit();
  });
}

// How many rows are chosen; once the whole list is, the boxes of this page say so and wait.
function tellChosen(root, told) {
  const name = told.dataset.chosen;
  const boxes = [...root.querySelectorAll(`input[type=checkbox][name="${name}"]`)];
  const whole = root.querySelector(`[data-check-whole="${name}"]`)?.checked ?? false;
  for (const box of boxes) {
    if (whole || box.disabled) box.checked = whole;
    box.disabled = whole;
  }
  const number = boxes.filter((box) => box.checked).length;
  const all = root.querySelector(`[data-check-all="${name}"]`);
  if (all) {
    all.checked = number === boxes.length;
    all.indeterminate = number > 0 && number < boxes.length;
    all.disabled = whole;
  }
  const elsewhere = told.dataset.total === String(boxes.length) ? "" : ", kể cả ở các trang khác";
  if (whole) told.textContent = `Đã chọn cả ${told.dataset.total} ${told.dataset.noun}${elsewhere}.`;
  else told.textContent = number ? `Đã chọn ${number} ${told.dataset.noun}.` : "";
}
