/* On a page that takes no answers (any more): those that wait on this device are brought to the server from here, too. */
(function () {
  "use strict";
  if (!window.fetch || !window.Promise) return;
  var sending = self.surveySending(document.getElementById("note"), function () {
    sending.say("");
    sending.showRefused();
  });
  sending.showRefused();
  sending.sendWaiting();
})();
