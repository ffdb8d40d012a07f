// The self-assessment grid: each cell says whether it is saved, faults stand beside their field, files may be dropped
// on a line. On the verifier's desk the keys 1, 2, 3 choose and Ctrl+Enter saves. Without this script every form still has its button.

import { forgetDraft } from "./drafts.js";

const cellOf = (event) => event.target.closest?.("form[data-cell]");

function result(form) {
  return document.querySelector(form.getAttribute("hx-target"));
}

function say(form, text, link) {
  const place = result(form);
  if (!place) return;
  let state = place.querySelector(".save-state");
  if (!state) place.append((state = Object.assign(document.createElement("p"), { className: "save-state" })));
  delete state.dataset.saved;
  state.replaceChildren(document.createTextNode(text));
  if (link) {
    const anchor = Object.assign(document.createElement("a"), { href: link, target: "_blank", rel: "noopener", textContent: "Đăng nhập lại" });
    state.append(" ", anchor);
  }
}

function markFaults(form) {
  const place = result(form);
  for (const field of form.querySelectorAll("input, select, textarea")) {
    const fault = place?.querySelector(`[data-error-of="${field.name}"]`);
    field.classList.toggle("is-invalid", Boolean(fault));
    if (fault) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", fault.id);
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }
  const refused = Boolean(place?.querySelector("[data-error-of], [data-refused]"));
  const again = form.querySelector("[data-save-again]");
  if (again) again.hidden = !refused;
  return refused;
}

function unsaved(form, text, link) {
  say(form, text, link);
  const again = form.querySelector("[data-save-again]");
  if (again) again.hidden = false;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = cellOf(event);
  if (form) say(form, "Đang lưu…");
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = cellOf(event);
  if (!form) return;
  const { status } = event.detail.xhr;
  if (status === 401) {
    const signIn = event.detail.xhr.getResponseHeader("X-Sign-In");
    const back = encodeURIComponent(window.location.pathname);
    unsaved(form, "Chưa lưu: phiên làm việc đã hết. Nội dung vẫn còn ở đây; đăng nhập lại rồi bấm Lưu.", signIn && `${signIn}?next=${back}`);
  } else if (status === 200 || status === 409 || status === 422) {
    if (!markFaults(form)) forgetDraft(form);
  } else if (status) {
    unsaved(form, "Chưa lưu: máy chủ không nhận. Nội dung vẫn còn ở đây; tải lại trang rồi thử lại.");
  }
});

document.addEventListener("htmx:sendError", (event) => {
  const form = cellOf(event);
  if (form) unsaved(form, "Chưa lưu: mất kết nối mạng. Nội dung vẫn còn ở đây; bấm Lưu khi có mạng.");
});

// Files dropped on a line go into its file field, which sends itself.
for (const zone of document.querySelectorAll("[data-drop-zone]")) {
  const field = () => zone.querySelector("[data-proofs] input[type=file]");
  zone.addEventListener("dragover", (event) => {
    if (!field() || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    zone.classList.remove("is-over");
    if (!field() || !event.dataTransfer.files.length) return;
    event.preventDefault();
    field().files = event.dataTransfer.files;
    field().dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// On a phone, groups with nothing missing are folded at first.
if (window.matchMedia("(max-width: 767px)").matches) {
  for (const group of document.querySelectorAll("details.crit-group[data-complete]")) {
    if (!window.location.hash || !group.querySelector(window.location.hash)) group.open = false;
  }
}

// A link to a line inside a folded group unfolds it first.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href*="#tc-"]');
  const target = link && document.querySelector(link.hash);
  const group = target?.closest("details.crit-group");
  if (group) group.open = true;
});

// The verifier's desk: Ctrl+Enter saves and goes on; what a decision does not need is put away.
const decision = document.querySelector("form[data-decision]");
if (decision) {
  const rows = { points: ["adjust"], reason: ["adjust", "return"] };
  const arrange = () => {
    const chosen = decision.querySelector("input[name=decision]:checked")?.value;
    for (const [name, needed] of Object.entries(rows)) {
      const row = decision.querySelector(`#div_id_${name}`);
      if (row) row.hidden = !needed.includes(chosen) && !row.querySelector(".is-invalid");
    }
  };
  arrange();
  decision.addEventListener("change", arrange);
  // Points that the rule gives for typed figures are what one agrees to, unless one has decided otherwise.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.detail.target.querySelector("[data-computed]") || decision.querySelector("input[name=decision]:checked")) return;
    decision.querySelector("input[name=decision][value=accept]").checked = true;
    arrange();
  });
  decision.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) decision.requestSubmit(decision.querySelector("button[name=next]"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, select, input:not([type=radio])")) return;
    const choice = decision.querySelectorAll("input[name=decision]")[Number(event.key) - 1];
    if (!choice) return;
    choice.checked = true;
    choice.focus();
    arrange();
  });
}
