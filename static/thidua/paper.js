/* Typing paper forms quickly: a digit that can be an answer jumps to the next question; Enter saves (as forms do). */
(function () {
  "use strict";
  const form = document.getElementById("paper");
  if (!form) return;
  const fields = Array.from(form.querySelectorAll(".paper-table input, .paper-table textarea"));

  function go(field, step) {
    const next = fields[fields.indexOf(field) + step] || (step > 0 ? form.querySelector("button[type=submit]") : null);
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  }

  form.addEventListener("input", (event) => {
    const field = event.target, digits = field.getAttribute("data-digits");
    if (!digits) return;
    const possible = digits.trim().split(" ");
    const wrong = field.value !== "" && !possible.includes(field.value);
    field.classList.toggle("is-invalid", wrong);
    field.setAttribute("aria-invalid", String(wrong));
    if (wrong) return field.select();
    const mayGoOn = possible.some((each) => each !== field.value && each.startsWith(field.value));
    if (field.value !== "" && !mayGoOn) go(field, 1);
  });

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!fields.includes(field) || field.tagName === "TEXTAREA") return;
    if (event.key === "ArrowDown") go(field, 1);
    else if (event.key === "ArrowUp" || (event.key === "Backspace" && field.value === "")) go(field, -1);
    else return;
    event.preventDefault();
  });

  const day = document.getElementById("id_answered_on");
  const first = form.querySelector(".is-invalid") || (day && !day.value ? day : fields[0]);
  if (first) first.focus();
})();
