// Menus are <details>. Close them on Escape, on a click elsewhere, and when a sibling opens.

export function wireMenus(root) {
  const menus = "details.menu, details.act";
  root.addEventListener("click", (event) => {
    for (const open of root.querySelectorAll("details.menu[open], details.act[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.(menus + "[open]") ?? root.querySelector("details.menu[open], details.act[open]");
    if (open?.open) {
      open.open = false;
      open.querySelector("summary")?.focus();
    }
  });
}
