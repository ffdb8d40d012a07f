/* The public survey on one page: works while the network is down, and starts anew after a break. Without this script
   the same questions come page by page from the server. */
(function () {
  "use strict";
  var queue = self.surveyQueue;
  var body = document.body;
  var token = body.getAttribute("data-token");
  var isKiosk = body.classList.contains("kiosk");
  var home = "/ks/" + token + "/";
  var WEEK = 7 * 24 * 3600 * 1000;
  var IDLE = 60, COUNTDOWN = 20, THANKS = 12, RETRY = 30;

  var main = document.getElementById("noi-dung");
  var start = document.getElementById("start");
  var note = document.getElementById("note");
  var beginForm = document.getElementById("begin");
  var canKeep = typeof indexedDB === "object" && indexedDB !== null;
  var form = null, screens = [], current = 0, answer = null, restTimer = 0, retryTimer = 0;

  if (!window.fetch || !window.Promise || !("content" in document.createElement("template"))) return;

  /* ---- Answering ---- */

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (each) { return ("0" + each.toString(16)).slice(-2); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function begin(draft) {
    answer = draft || { token: token, key: newKey(), startedAt: Date.now(), values: {}, part: 0, code: typedCode() };
    form = document.createElement("form");
    form.noValidate = true;
    form.autocomplete = "off";
    form.appendChild(document.getElementById("screens").content.cloneNode(true));
    screens = Array.prototype.slice.call(form.querySelectorAll(".screen"));
    fillIn(answer.values);
    form.addEventListener("change", keepDraft);
    form.addEventListener("input", function (event) { if (event.target.type !== "radio") keepDraft(); });
    form.addEventListener("click", onClick);
    form.addEventListener("submit", function (event) { event.preventDefault(); forward(); });
    start.hidden = true;
    main.insertBefore(form, note);
    show(answer.part);
    remember(0);
  }

  function show(number) {
    current = Math.min(Math.max(number, 0), screens.length - 1);
    screens.forEach(function (screen, place) { screen.hidden = place !== current; });
    window.scrollTo(0, 0);
    screens[current].querySelector("h1").focus({ preventScroll: true });
    answer.part = current;
    keepDraft();
  }

  function onClick(event) {
    var button = event.target.closest("button");
    if (button && button.name === "lui") {
      event.preventDefault();
      back();
    }
  }

  function forward() {
    var wrong = check(screens[current]);
    if (wrong) {
      wrong.scrollIntoView();
      var first = wrong.querySelector("input, textarea");
      if (first) first.focus({ preventScroll: true });
    } else if (current + 1 < screens.length) {
      show(current + 1);
      remember(current);
    } else {
      finish();
    }
  }

  function back() {
    if (current > 0) show(current - 1);
    else toStart();
  }

  function toStart() {
    if (form) form.remove();
    form = null;
    Array.prototype.forEach.call(main.querySelectorAll(".thanks"), function (each) { each.remove(); });
    start.hidden = false;
    if (isKiosk) beginForm.reset();
    if (!note.className) say("");
    window.scrollTo(0, 0);
    offerDraft();
  }

  /* The device's own Back goes one group back, too. */
  function remember(part) {
    if (!isKiosk) history.pushState({ part: part }, "");
  }

  window.addEventListener("popstate", function (event) {
    if (!form) return;
    if (event.state && typeof event.state.part === "number") show(event.state.part);
    else toStart();
  });

  /* ---- What was chosen ---- */

  function values() {
    var found = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name || field.tagName === "BUTTON") return;
      if (field.type === "radio") { if (field.checked) found[field.name] = Number(field.value); }
      else if (field.type === "checkbox") {
        if (field.checked) (found[field.name] = found[field.name] || []).push(Number(field.value));
      } else if (field.value.trim()) found[field.name] = field.value.trim();
    });
    return found;
  }

  function fillIn(stored) {
    Array.prototype.forEach.call(form.elements, function (field) {
      var value = stored[field.name];
      if (value === undefined) return;
      if (field.type === "radio") field.checked = Number(field.value) === value;
      else if (field.type === "checkbox") field.checked = value.indexOf(Number(field.value)) >= 0;
      else field.value = value;
    });
  }

  /* Mark what is missing or cannot be; gives the first such question. */
  function check(screen) {
    var first = null;
    Array.prototype.forEach.call(screen.querySelectorAll(".q"), function (question) {
      var said = fault(question);
      var old = question.querySelector(".wrong");
      if (old) old.remove();
      question.classList.toggle("bad", Boolean(said));
      if (!said) return;
      var words = document.createElement("p");
      words.className = "wrong";
      words.setAttribute("role", "alert");
      words.textContent = said;
      question.appendChild(words);
      first = first || question;
    });
    return first;
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
    if (!/^\d+$/.test(typed)) return "Hãy ghi một số nguyên, ví dụ 85.";
    var lowest = Number(field.getAttribute("data-lowest")), highest = field.getAttribute("data-highest");
    if (Number(typed) < lowest || (highest && Number(typed) > Number(highest))) {
      return "Hãy ghi số từ " + lowest + " đến " + highest + ".";
    }
    return "";
  }

  /* ---- Kept on the device until it is finished; a kiosk keeps nothing of the one before ---- */

  function keepDraft() {
    if (!form) return;
    answer.values = values();
    answer.changedAt = Date.now();
    if (canKeep && !isKiosk) queue.put("drafts", answer).catch(function () { canKeep = false; });
  }

  function offerDraft() {
    var offer = document.getElementById("resume");
    offer.hidden = true;
    if (!canKeep || isKiosk) return;
    queue.get("drafts", token).then(function (draft) {
      if (!draft || Date.now() - draft.changedAt > WEEK) return;
      var old = start.querySelector(".server-resume");
      if (old) old.remove();
      offer.querySelector("span").textContent = draft.part + 1;
      offer.hidden = false;
      beginForm.querySelector("button").textContent = "Bắt đầu lại từ đầu";
      document.getElementById("go-on").onclick = function () { begin(draft); };
    }).catch(function () { canKeep = false; });
  }

  function typedCode() {
    var field = document.getElementById("ma");
    return field ? field.value : "";
  }

  /* ---- Sending ---- */

  function finish() {
    var entry = {
      key: answer.key,
      url: home + "gui/",
      finishedAt: Date.now(),
      body: {
        key: answer.key,
        answers: values(),
        took: Math.max(0, (Date.now() - answer.startedAt) / 1000),
        channel: isKiosk ? "kiosk" : "link",
        code: answer.code,
        "trang-web": beginForm.elements["trang-web"].value
      }
    };
    clearTimeout(restTimer);
    form.remove();
    form = null;
    thank();
    say("Đang gửi phiếu…");
    if (!canKeep) return sendUnkept(entry);
    queue.put("waiting", entry)
      .then(function () { return isKiosk ? undefined : queue.remove("drafts", token); })
      .then(sendWaiting, function () { sendUnkept(entry); });
  }

  function sendUnkept(entry) {
    queue.post(entry).then(function (told) {
      if (told.state === "stored") return say("Phiếu đã được gửi.");
      if (told.state === "refused") return say("Phiếu không được nhận: " + told.message, true);
      say("Máy đang mất mạng nên chưa gửi được phiếu. Xin giữ trang này mở, phiếu sẽ tự gửi khi có mạng lại.", true);
      setTimeout(function () { sendUnkept(entry); }, RETRY * 1000);
    });
  }

  function sendWaiting() {
    clearTimeout(retryTimer);
    return queue.send().then(tell).catch(function () { canKeep = false; });
  }

  function tell(result) {
    clearTimeout(retryTimer);
    if (result.refused.length) return say("Phiếu không được nhận: " + result.refused[0], true);
    if (result.waiting) {
      say("Máy đang mất mạng. " + result.waiting + " phiếu đã được giữ trên máy này và sẽ tự gửi khi có mạng lại.", true);
      askForSync();
      retryTimer = setTimeout(sendWaiting, RETRY * 1000);
    } else if (result.sent) {
      say(result.sent > 1 ? "Đã gửi " + result.sent + " phiếu." : "Phiếu đã được gửi.");
    }
  }

  function askForSync() {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.ready.then(function (registration) {
      if (registration.sync) return registration.sync.register("gui-phieu");
    }).catch(function () { return undefined; });
  }

  function say(words, isWarning) {
    note.textContent = words;
    note.className = isWarning ? "warn" : "";
  }

  function thank() {
    main.insertBefore(document.getElementById("thanks").content.cloneNode(true), note);
    var heading = main.querySelector(".thanks h1");
    window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
    if (!isKiosk) return;
    main.querySelector(".thanks a").addEventListener("click", function (event) {
      event.preventDefault();
      toStart();
    });
    restTimer = setTimeout(toStart, THANKS * 1000);
  }

  /* ---- Kiosk: nobody there for a while, so the next person finds an empty form ---- */

  function watchIdle() {
    var idle = document.getElementById("idle"), seconds = idle.querySelector("b"), timer = 0;
    function rest() {
      clearInterval(timer);
      idle.hidden = true;
      clearTimeout(restTimer);
      restTimer = setTimeout(warn, IDLE * 1000);
    }
    function warn() {
      if (!form) return rest();
      var left = COUNTDOWN;
      seconds.textContent = left;
      idle.hidden = false;
      timer = setInterval(function () {
        left -= 1;
        seconds.textContent = left;
        if (left > 0) return;
        toStart();
        rest();
      }, 1000);
    }
    ["pointerdown", "keydown", "touchstart", "scroll"].forEach(function (kind) {
      document.addEventListener(kind, function () { if (form) rest(); }, { passive: true });
    });
    document.getElementById("begin").addEventListener("submit", rest);
  }

  /* ---- Beginning ---- */

  beginForm.addEventListener("submit", function (event) {
    event.preventDefault();
    say("");
    var wrong = document.getElementById("code-wrong");
    if (!wrong) return begin();
    wrong.hidden = true;
    fetch(home + "ma/", { method: "POST", credentials: "omit", body: JSON.stringify({ code: typedCode() }) })
      .then(function (told) {
        if (told.ok || told.status >= 500) return begin();
        return told.json().then(function (refusal) {
          wrong.textContent = refusal.message;
          wrong.hidden = false;
        });
      })
      .catch(function () { begin(); });
  });

  window.addEventListener("online", sendWaiting);
  /* A page taken from the browser's memory would show what was chosen before. */
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  if (isKiosk) watchIdle();
  if (canKeep) {
    offerDraft();
    sendWaiting();
  }
  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.addEventListener("message", function (event) { if (event.data.sent) tell(event.data); });
    navigator.serviceWorker.register("/ks/sw.js", { scope: "/ks/" })
      .then(function () { return navigator.serviceWorker.ready; })
      .then(function (registration) { registration.active.postMessage({ keep: location.pathname }); })
      .catch(function () { return undefined; });
  }
})();
