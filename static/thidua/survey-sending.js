/* Brings finished answers to the server, now or later, and says what became of them. */
self.surveySending = function (note, refuse) {
  "use strict";
  var RETRY = 30;
  var queue = self.surveyQueue;
  var canKeep = typeof indexedDB === "object" && indexedDB !== null;
  var retryTimer = 0, hasWaited = false;

  function say(words, isWarning) {
    note.textContent = words;
    note.className = isWarning ? "warn" : "";
  }

  /* Lay an answer into the queue, and take its draft away; without a queue it waits on the open page. */
  function send(entry, draft) {
    say("Đang gửi phiếu…");
    if (!canKeep) return sendUnkept(entry);
    queue.put("waiting", entry)
      .then(function () { return draft && queue.remove("drafts", draft); })
      .then(sendWaiting, function () { sendUnkept(entry); });
  }

  function sendUnkept(entry) {
    queue.post(entry).then(function (told) {
      if (told.state === "stored") return say("Phiếu đã được gửi.");
      if (told.state === "refused") return refuse([told]);
      say("Chưa gửi được phiếu. Xin giữ trang này mở, phiếu sẽ tự gửi lại sau ít phút.", true);
      setTimeout(function () { sendUnkept(entry); }, RETRY * 1000);
    });
  }

  function sendWaiting() {
    clearTimeout(retryTimer);
    if (!canKeep) return;
    queue.send().then(tell).catch(function () { canKeep = false; });
  }

  function tell(result) {
    clearTimeout(retryTimer);
    if (result.waiting) {
      askForSync();
      retryTimer = setTimeout(sendWaiting, RETRY * 1000);
    }
    if (result.refused.length) refuse(result.refused);
    else if (result.held && !result.waiting) {
      say(result.held + " phiếu được giữ trên máy này, hệ thống chưa nhận: " + result.reason + " Máy sẽ tự gửi lại.", true);
    } else if (result.waiting) {
      say((result.isBusy ? "Hệ thống đang bận. " : "Máy đang mất mạng. ") + result.waiting +
        " phiếu đã được giữ trên máy này và sẽ tự gửi " + (result.isBusy ? "lại sau ít phút." : "khi có mạng lại."), true);
    } else if (result.sent || hasWaited) {
      say(result.sent > 1 ? "Đã gửi " + result.sent + " phiếu." : "Phiếu đã được gửi.");
    }
    hasWaited = result.waiting > 0;
  }

  function askForSync() {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.ready.then(function (registration) {
      if (registration.sync) return registration.sync.register("gui-phieu");
    }).catch(function () { return undefined; });
  }

  /* Kept until it is finished. */
  function keepDraft(draft) {
    if (canKeep) queue.put("drafts", draft).catch(function () { canKeep = false; });
  }

  function draftOf(token) {
    if (!canKeep) return Promise.resolve(null);
    return queue.get("drafts", token).catch(function () { canKeep = false; });
  }

  /* What was not taken while nobody was looking stays on the page until somebody says that it was read. */
  function showRefused() {
    if (!canKeep) return;
    queue.all("refused").then(function (found) {
      var box = document.getElementById("refused");
      box.hidden = !found.length;
      if (!found.length) return;
      found.sort(function (one, other) { return one.finishedAt - other.finishedAt; });
      var last = found[found.length - 1];
      box.querySelector("span").textContent = found.length + " phiếu trả lời trên máy này không được nhận. Lần gần nhất, phiếu trả lời lúc " +
        new Date(last.finishedAt).toLocaleString("vi-VN") + ": " + last.message;
      box.querySelector("button").onclick = function () {
        Promise.all(found.map(function (each) { return queue.remove("refused", each.key); })).then(showRefused);
      };
    }).catch(function () { canKeep = false; });
  }

  window.addEventListener("online", sendWaiting);
  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.addEventListener("message", function (event) { if (event.data.refused) tell(event.data); });
    navigator.serviceWorker.register("/ks/sw.js", { scope: "/ks/" })
      .then(function () { return navigator.serviceWorker.ready; })
      .then(function (registration) { registration.active.postMessage({ keep: location.pathname }); })
      .catch(function () { return undefined; });
  }

  return { say: say, send: send, sendWaiting: sendWaiting, keepDraft: keepDraft, draftOf: draftOf,
    showRefused: showRefused };
};
