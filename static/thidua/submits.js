// A form is sent once: a second click within the same page view does nothing. Leaving a changed form warns first.

import { currentToken } from "./token.js";

const changed = new Set();

export function guardSubmits(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) token.value = currentToken();
    changed.delete(form);
    event.submitter?.setAttribute("aria-busy", "true");
    // A download answers without leaving the page, so the form is released again after a while.
    window.setTimeout(() => release(form), 6000);
  });
  root.addEventListener("input", (event) => {
    const form = event.target.closest("form[method=post]");
    if (form && !form.closest("[data-no-warning]") && !event.target.closest("[hx-post], [hx-put], [hx-patch]")) changed.add(form);
  });
  root.addEventListener("reset", (event) => changed.delete(event.target));
  window.addEventListener("pageshow", () => root.querySelectorAll("form[data-sent]").forEach(release));
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) {
      if (form.isConnected) {
        event.preventDefault();
        return;
      }
    }
  });
}

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}
