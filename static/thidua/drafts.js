// Typed text outlives a lost session or network: forms with data-keep="name" are copied to this browser's storage
// while one types, offered again on the next visit, and forgotten when the server has taken them or one signs out.
// Passwords, files, hidden fields and ticks of other people are never kept.

const PREFIX = "thidua-draft:";
const SENT = "thidua-sent";
const DAYS = 7;

function keyOf(form) {
  return `${PREFIX}${document.body.dataset.user || "guest"}:${window.location.pathname}:${form.dataset.keep || "form"}`;
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type));
}

function read(form) {
  const values = {};
  for (const field of fields(form)) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
      else values[field.name] ??= [];
    } else if (field.type === "select-multiple") values[field.name] = [...field.selectedOptions].map((option) => option.value);
    else (values[field.name] ??= []).push(field.value);
  }
  return values;
}

function write(form, values) {
  const taken = {};
  for (const field of fields(form)) {
    const stored = values[field.name];
    if (!stored) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = stored.includes(field.value);
    else if (field.type === "select-multiple") for (const option of field.options) option.selected = stored.includes(option.value);
    else {
      const index = (taken[field.name] = (taken[field.name] ?? -1) + 1);
      if (index < stored.length) field.value = stored[index];
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new Event("change", { bubbles: true })); // forms that save themselves now do
}

function load(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    if (draft && Date.now() - draft.at < DAYS * 86400000) return draft;
    localStorage.removeItem(key);
  } catch {
    // Storage is switched off or broken: pages work without drafts.
  }
  return null;
}

function store(key, values) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // Full or switched off: nothing to do, the form itself still holds the text.
  }
}

function forgetAll() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
  } catch {
    // Nothing was kept.
  }
}

// A form that saves itself piece by piece has been taken; what was typed in the meantime is kept.
export function forgetDraft(form) {
  const taken = JSON.stringify(read(form));
  window.setTimeout(() => {
    try {
      if (JSON.stringify(read(form)) === taken) localStorage.removeItem(keyOf(form));
    } catch {
      // Nothing was kept.
    }
  }, 600);
}

// A form that was sent and did not come back with errors has been taken by the server.
function settleSent() {
  try {
    const sent = sessionStorage.getItem(SENT);
    if (!sent) return;
    const failed = document.querySelector(".is-invalid, .alert-danger, [data-keep-drafts], form input[type=password]");
    if (!failed) localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
  } catch {
    // Nothing was kept.
  }
}

function offer(form, draft) {
  const when = new Date(draft.at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", year: "numeric" });
  const note = document.createElement("div");
  note.className = "alert alert-info draft-note";
  note.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = `Máy này còn giữ nội dung bạn nhập lúc ${when} nhưng chưa lưu.`;
  const restore = document.createElement("button");
  restore.type = "button";
  restore.className = "btn btn-sm btn-primary";
  restore.textContent = "Lấy lại";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-sm btn-quiet";
  drop.textContent = "Bỏ đi";
  restore.addEventListener("click", () => {
    write(form, draft.values);
    note.remove();
  });
  drop.addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    note.remove();
  });
  note.append(text, restore, drop);
  // A form in a grid is one cell of it; the note must not become another.
  if (form.hasAttribute("data-cell")) form.prepend(note);
  else form.before(note);
}

export function keepDrafts(root) {
  settleSent();
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const draft = load(keyOf(form));
    if (draft && JSON.stringify(draft.values) !== JSON.stringify(read(form))) offer(form, draft);
  }
  let timer = 0;
  root.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-keep]");
    if (!form || !event.isTrusted) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => store(keyOf(form), read(form)), 400);
  });
  root.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forget-drafts]")) forgetAll();
    const form = event.target.closest("form[data-keep]");
    if (!form) return;
    window.clearTimeout(timer);
    store(keyOf(form), read(form));
    try {
      sessionStorage.setItem(SENT, keyOf(form));
    } catch {
      // Drafts then simply stay until they expire.
    }
  });
}
