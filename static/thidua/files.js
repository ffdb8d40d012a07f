// File fields in Vietnamese whatever the browser's language: the real field stays on top, invisible but in use.

const NONE = "Chưa chọn tệp nào";

function dress(field) {
  if (field.closest(".file-pick, [data-plain-file]")) return;
  const frame = document.createElement("div");
  frame.className = "file-pick";
  const face = document.createElement("span");
  face.className = "btn btn-quiet";
  face.setAttribute("aria-hidden", "true");
  face.textContent = field.multiple ? "Chọn các tệp" : "Chọn tệp";
  const name = document.createElement("span");
  name.className = "file-name";
  name.setAttribute("aria-live", "polite");
  name.textContent = NONE;
  // The message of a refusal is shown after whatever has this mark.
  frame.classList.toggle("is-invalid", field.classList.contains("is-invalid"));
  field.before(frame);
  frame.append(face, name, field);
  field.addEventListener("change", () => {
    name.textContent = [...field.files].map((file) => file.name).join(", ") || NONE;
    frame.classList.toggle("is-chosen", field.files.length > 0);
  });
}

export function dressFileFields(root) {
  root.querySelectorAll("input[type=file]").forEach(dress);
  root.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("input[type=file]").forEach(dress));
}
