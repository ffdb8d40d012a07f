// A click anywhere on a row with data-row-link follows the row's own link; keyboards use the link itself.

export function wireRows(root) {
  root.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row-link]");
    if (!row || event.target.closest("a, button, input, select, textarea, label, summary")) return;
    if (String(window.getSelection())) return;
    window.location.assign(row.dataset.rowLink);
  });
  root.addEventListener("change", (event) => {
    const master = event.target.closest("[data-check-all]");
    if (master) {
      for (const box of root.querySelectorAll(`input[type=checkbox][name="${master.dataset.checkAll}"]`)) box.checked = master.checked;
    }
    if (event.target.matches("[data-submit-on-change]")) event.target.form?.requestSubmit();
  });
}
