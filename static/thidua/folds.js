// Long pages on a phone: sections that stand open elsewhere are folded under their headings, and an address that
// leads into one of them opens it. Without this everything stands open.
const PHONE = "(max-width: 575.98px)";

export function foldOnPhones(root) {
  if (matchMedia(PHONE).matches) {
    for (const section of root.querySelectorAll("details[data-fold-on-phone]")) section.open = false;
  }
  openTarget();
  addEventListener("hashchange", openTarget);
  addEventListener("beforeprint", () => {
    for (const section of root.querySelectorAll("details[data-fold-on-phone]")) section.open = true;
  });
}

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = target && target.closest("details[data-fold-on-phone]");
  if (section) section.open = true;
}
