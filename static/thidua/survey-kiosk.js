/* A machine that everybody uses: it begins anew when nobody is there, stays on its page, and renews that page itself. */
self.surveyKiosk = (function () {
  "use strict";
  var IDLE = secondsOf("idle"), COUNTDOWN = secondsOf("countdown"), RENEW = 15 * 60, PATIENCE = 10;
  var loadedAt = Date.now();

  function secondsOf(name) {
    return Number(document.body.getAttribute("data-" + name));
  }

  /* `page`: isBusy() while somebody answers, reset() for the next person, say(words) on the page. */
  function watch(page) {
    watchIdle(page);
    stayHere();
    guardLeaving(page);
    setInterval(function () { renew(page); }, 60 * 1000);
  }

  function watchIdle(page) {
    var idle = document.getElementById("idle"), seconds = idle.querySelector("b"), timer = 0, count = 0;
    function rest() {
      clearInterval(count);
      clearTimeout(timer);
      idle.hidden = true;
      timer = setTimeout(warn, IDLE * 1000);
    }
    function warn() {
      if (!page.isBusy()) {
        page.reset();
        return rest();
      }
      var left = COUNTDOWN;
      seconds.textContent = left;
      idle.hidden = false;
      count = setInterval(function () {
        left -= 1;
        seconds.textContent = left;
        if (left > 0) return;
        page.reset();
        rest();
      }, 1000);
    }
    ["pointerdown", "keydown", "touchstart", "scroll", "submit"].forEach(function (kind) {
      document.addEventListener(kind, rest, { passive: true, capture: true });
    });
    rest();
  }

  /* The device's Back leads to this page again. A browser counts only entries that were made while somebody touched. */
  function stayHere() {
    var isHeld = false;
    document.addEventListener("click", function () {
      if (isHeld) return;
      isHeld = true;
      for (var entry = 0; entry < 3; entry += 1) history.pushState({ kiosk: entry }, "");
    }, true);
    window.addEventListener("popstate", function () { if (isHeld) history.go(1); });
  }

  /* The page that asks for the PIN comes from the server: without it, say so and stay. */
  function guardLeaving(page) {
    var link = document.querySelector(".leave a");
    link.addEventListener("click", function (event) {
      event.preventDefault();
      reached(link.href).then(function () { location.assign(link.href); }, function () {
        page.say("Máy đang mất mạng nên chưa thoát được. Hãy thử lại khi có mạng.", true);
      });
    });
  }

  /* Questions, dates and this script may have changed since; but never while somebody answers or nothing is reached. */
  function renew(page) {
    if (page.isBusy() || Date.now() - loadedAt < RENEW * 1000) return;
    reached(location.href).then(function () { if (!page.isBusy()) location.reload(); }, function () { return undefined; });
  }

  function reached(address) {
    var late = new Promise(function (resolve, reject) { setTimeout(reject, PATIENCE * 1000); });
    var answered = fetch(address, { method: "HEAD", cache: "no-store", credentials: "same-origin" }).then(function (told) {
      if (told.status >= 500 || told.status === 429) throw new Error("the server is not well");
    });
    return Promise.race([answered, late]);
  }

  return { watch: watch };
})();
