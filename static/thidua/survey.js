/* The public survey on one page: works while the network is down, and starts anew after a break. Without this script
   the same questions come page by page from the server. */
(function () {
  "use strict";
  if (!window.fetch || !window.Promise || !("content" in document.createElement("template"))) return;
  var body = document.body;
  var token = body.getAttribute("data-token");
  var isKiosk = body.classList.contains("kiosk");
  var home = "/ks/" + token + "/";
  var WEEK = 7 * 24 * 3600 * 1000;
  var THANKS = Number(body.getAttribute("data-thanks")), PATIENCE = 10;
  var DOUBLE_TAP = 300, SAME_PLACE = 24;

  var main = document.getElementById("noi-dung");
  var start = document.getElementById("start");
  var note = document.getElementById("note");
  var beginForm = document.getElementById("begin");
  var asked = self.surveyForm, sending = self.surveySending(note, refuse), say = sending.say;
  var form = null, screens = [], current = 0, answer = null, restTimer = 0, isChecking = false;

  /* ---- Answering ---- */

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (each) { return ("0" + each.toString(16)).slice(-2); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function begin(draft) {
    if (form) return;
    clearTimeout(restTimer);
    answer = draft || { token: token, key: newKey(), startedAt: Date.now(), values: {}, part: 0, code: "" };
    answer.code = typedCode() || answer.code;
    form = document.createElement("form");
    form.noValidate = true;
    form.autocomplete = "off";
    form.appendChild(document.getElementById("screens").content.cloneNode(true));
    screens = Array.prototype.slice.call(form.querySelectorAll(".screen"));
    asked.fillIn(form, answer.values);
    form.addEventListener("change", function (event) {
      asked.recheck(event.target.closest(".q"));
      keepDraft();
    });
    form.addEventListener("input", function (event) { if (event.target.type !== "radio") keepDraft(); });
    form.addEventListener("click", onClick);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      forward();
    });
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
    if (!asked.check(screens[current])) return;
    if (current + 1 < screens.length) {
      show(current + 1);
      remember(current);
    } else if (Object.keys(asked.values(form)).length) {
      finish();
    } else {
      asked.sum(screens[current], "Phiếu chưa có câu trả lời nào.");
      window.scrollTo(0, 0);
    }
  }

  function back() {
    if (current > 0) show(current - 1);
    else toStart();
  }

  function toStart() {
    clearTimeout(restTimer);
    if (form) form.remove();
    form = answer = null;
    forgetThanks();
    start.hidden = false;
    if (isKiosk) {
      beginForm.reset();
      acceptCode();
    }
    if (!note.className) say("");
    window.scrollTo(0, 0);
    offerDraft();
    sending.showRefused();
  }

  function forgetThanks() {
    Array.prototype.forEach.call(main.querySelectorAll(".thanks"), function (each) { each.remove(); });
  }

  /* The second tap of a double one meets the next screen, and would answer it or leave it unread. */
  var tapped = { at: 0 };
  main.addEventListener("click", function (event) {
    if (!event.detail) return; // a key was pressed
    var shown = form ? current : -1;
    var isSecond = Date.now() - tapped.at < DOUBLE_TAP && tapped.shown !== shown &&
      Math.abs(event.clientX - tapped.x) < SAME_PLACE && Math.abs(event.clientY - tapped.y) < SAME_PLACE;
    tapped = { at: Date.now(), x: event.clientX, y: event.clientY, shown: shown };
    if (!isSecond) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* The device's own Back goes one group back, too. */
  function remember(part) {
    if (!isKiosk) history.pushState({ part: part }, "");
  }

  window.addEventListener("popstate", function (event) {
    var part = event.state && event.state.part;
    if (isKiosk) return;
    if (typeof part !== "number") toStart();
    else if (form) show(part);
    else history.back(); // finished: what was a group is none any more
  });

  /* ---- Kept on the device until it is finished; a kiosk keeps nothing of the one before ---- */

  function keepDraft() {
    if (!form) return;
    answer.values = asked.values(form);
    answer.changedAt = Date.now();
    if (!isKiosk) sending.keepDraft(answer);
  }

  function offerDraft() {
    document.getElementById("resume").hidden = true;
    if (isKiosk) return;
    sending.draftOf(token).then(function (draft) {
      if (draft && Date.now() - draft.changedAt < WEEK) offer(draft);
    });
  }

  function offer(draft) {
    var line = document.getElementById("resume"), old = start.querySelector(".server-resume");
    if (old) old.remove();
    line.querySelector("span").textContent = draft.part + 1;
    line.hidden = false;
    beginForm.querySelector("button").textContent = "Bắt đầu lại từ đầu";
    document.getElementById("go-on").onclick = function () { enter(draft); };
  }

  /* ---- Sending ---- */

  function finish() {
    var entry = {
      key: answer.key,
      url: home + "gui/",
      finishedAt: Date.now(),
      body: {
        key: answer.key,
        answers: asked.values(form),
        took: Math.max(0, (Date.now() - answer.startedAt) / 1000),
        channel: isKiosk ? "kiosk" : "link",
        code: answer.code,
        "trang-web": beginForm.elements["trang-web"].value
      }
    };
    form.remove();
    form = null;
    thank();
    sending.send(entry, isKiosk ? "" : token);
  }

  function thank() {
    main.insertBefore(document.getElementById("thanks").content.cloneNode(true), note);
    window.scrollTo(0, 0);
    main.querySelector(".thanks h1").focus({ preventScroll: true });
    if (!isKiosk) return;
    main.querySelector(".thanks a").addEventListener("click", function (event) {
      event.preventDefault();
      toStart();
    });
    restTimer = setTimeout(toStart, THANKS * 1000);
  }

  /* What was given just now can still be mended by who gave it; of what was given long ago only the reason is told. */
  function refuse(refused) {
    var own = refused.filter(function (each) { return answer && each.key === answer.key; })[0];
    var isHere = own && !form && main.querySelector(".thanks");
    if (isHere && Object.keys(own.errors).length) return mend(own.errors);
    if (isHere && own.code === "unknown-code" && !isKiosk) return askForCode(own.message);
    say("Phiếu không được nhận: " + (own || refused[0]).message, true);
    sending.showRefused();
  }

  function mend(errors) {
    forgetThanks();
    say("");
    begin(answer);
    asked.markAll(form, errors);
    screens.forEach(asked.count);
    var bad = form.querySelector(".q.bad");
    if (!bad) return;
    show(screens.indexOf(bad.closest(".screen")));
    asked.lead(screens[current]);
  }

  function askForCode(message) {
    var kept = answer;
    sending.keepDraft(kept);
    toStart();
    say("");
    offer(kept);
    refuseCode(message + " Sửa mã rồi trả lời tiếp; các câu đã trả lời vẫn được giữ.");
  }

  /* ---- Beginning ---- */

  function typedCode() {
    var field = document.getElementById("ma");
    return field ? field.value : "";
  }

  function refuseCode(message) {
    var wrong = document.getElementById("code-wrong"), field = document.getElementById("ma");
    wrong.textContent = message;
    wrong.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  function acceptCode() {
    var wrong = document.getElementById("code-wrong");
    if (!wrong) return;
    wrong.hidden = true;
    document.getElementById("ma").removeAttribute("aria-invalid");
  }

  /* What the server has against the code; nothing when it cannot be asked, for it looks again at the end. */
  function checkCode() {
    var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE * 1000, ""); });
    var told = fetch(home + "ma/", { method: "POST", credentials: "omit", body: JSON.stringify({ code: typedCode() }) })
      .then(function (answered) {
        return answered.ok || answered.status >= 500 ? "" : answered.json().then(function (refusal) { return refusal.message; });
      }).catch(function () { return ""; });
    return Promise.race([told, late]);
  }

  function enter(draft) {
    if (isChecking) return;
    say("");
    acceptCode();
    if (!document.getElementById("ma") || (draft && draft.code && !typedCode())) return begin(draft);
    if ([12, 8].indexOf(typedCode().replace(/[^0-9A-Za-z]/g, "").length) < 0) return refuseCode("Mã gồm 12 chữ và số, xem trên phiếu mời.");
    isChecking = true;
    say("Đang kiểm tra mã…");
    checkCode().then(function (refusal) {
      isChecking = false;
      say("");
      if (refusal) refuseCode(refusal);
      else begin(draft);
    });
  }

  beginForm.addEventListener("submit", function (event) {
    event.preventDefault();
    enter(null);
  });

  /* A page taken from the browser's memory would show what was chosen before. */
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  if (isKiosk) {
    self.surveyKiosk.watch({ isBusy: function () { return form !== null; }, reset: toStart, say: say });
  }
  offerDraft();
  sending.showRefused();
  sending.sendWaiting();
})();
