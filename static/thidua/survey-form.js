/* The questions of the public survey: what is chosen in them, and what is still missing or cannot be. */
self.surveyForm = (function () {
  "use strict";

  function each(found, act) { Array.prototype.forEach.call(found, act); }

  function values(form) {
    var found = {};
    each(form.elements, function (field) {
      if (!field.name || field.tagName === "BUTTON") return;
      if (field.type === "radio") { if (field.checked) found[field.name] = Number(field.value); }
      else if (field.type === "checkbox") {
        if (field.checked) (found[field.name] = found[field.name] || []).push(Number(field.value));
      } else if (field.value.trim()) found[field.name] = field.value.trim();
    });
    return found;
  }

  function fillIn(form, stored) {
    each(form.elements, function (field) {
      var value = stored[field.name];
      if (value === undefined) return;
      if (field.type === "radio") field.checked = Number(field.value) === value;
      else if (field.type === "checkbox") field.checked = value.indexOf(Number(field.value)) >= 0;
      else field.value = value;
    });
  }

  function fault(question) {
    var offered = question.querySelectorAll("input[type=radio], input[type=checkbox]");
    var field = question.querySelector("textarea, input[inputmode]");
    var empty = offered.length ? !question.querySelector("input:checked") : !field.value.trim();
    if (empty) {
      if (!question.hasAttribute("data-required")) return "";
      return offered.length ? "Chưa chọn câu trả lời." : "Chưa ghi câu trả lời.";
    }
    if (!field || !field.hasAttribute("data-lowest")) return "";
    var typed = field.value.trim().replace(/\s*%$/, "");
    if (!/^\d+$/.test(typed)) return "Xin ghi một số nguyên, ví dụ 85.";
    var lowest = Number(field.getAttribute("data-lowest")), highest = Number(field.getAttribute("data-highest"));
    if (Number(typed) < lowest || Number(typed) > highest) return "Xin ghi số từ " + lowest + " đến " + highest + ".";
    return "";
  }

  /* Say of a question what is wrong with it, or nothing any more. */
  function mark(question, said) {
    var field = question.querySelector("textarea, input");
    var told = question.tagName === "FIELDSET" ? question : field;
    var old = question.querySelector(".wrong");
    if (old) old.remove();
    question.classList.toggle("bad", Boolean(said));
    told.removeAttribute("aria-describedby");
    if (told === field) field.removeAttribute("aria-invalid");
    if (!said) return;
    var words = document.createElement("p");
    words.className = "wrong";
    words.id = "loi-" + field.name;
    words.textContent = said;
    question.appendChild(words);
    told.setAttribute("aria-describedby", words.id);
    if (told === field) field.setAttribute("aria-invalid", "true");
  }

  /* One sentence above the questions, read out once; empty words take it away. */
  function sum(screen, words) {
    var old = screen.querySelector(".to-mend");
    if (old) old.remove();
    if (!words) return;
    var line = document.createElement("p");
    line.className = "to-mend";
    line.setAttribute("role", "alert");
    line.textContent = words;
    screen.insertBefore(line, screen.querySelector("h1").nextSibling);
  }

  function count(screen) {
    var bad = screen.querySelectorAll(".q.bad").length;
    sum(screen, bad ? "Còn " + bad + " câu cần xem lại." : "");
  }

  /* Mark everything on a screen; true when nothing is wrong. What is wrong comes into sight, its first field in focus. */
  function check(screen) {
    each(screen.querySelectorAll(".q"), function (question) { mark(question, fault(question)); });
    count(screen);
    return !lead(screen);
  }

  function lead(screen) {
    var first = screen.querySelector(".q.bad");
    if (!first) return false;
    first.scrollIntoView();
    first.querySelector("input, textarea").focus({ preventScroll: true });
    return true;
  }

  /* What was wrong is right again as soon as it is answered, and says so by being silent. */
  function recheck(question) {
    if (!question || !question.classList.contains("bad")) return;
    var said = fault(question);
    if (said) return;
    mark(question, "");
    var screen = question.closest(".screen");
    var bad = screen.querySelectorAll(".q.bad").length, line = screen.querySelector(".to-mend");
    if (line && bad) line.textContent = "Còn " + bad + " câu cần xem lại.";
    else if (line) line.remove();
  }

  /* Mark what the server did not take, by the names of the questions. */
  function markAll(form, errors) {
    Object.keys(errors).forEach(function (name) {
      var field = form.elements[name];
      if (field && field.length && !field.tagName) field = field[0];
      if (field) mark(field.closest(".q"), errors[name]);
    });
  }

  return { values: values, fillIn: fillIn, check: check, count: count, lead: lead, recheck: recheck, markAll: markAll, sum: sum };
})();
