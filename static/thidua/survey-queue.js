/* Answers that wait on this device until the server has confirmed them. Used by the page and by its service worker. */
self.surveyQueue = (function () {
  "use strict";
  var NAME = "thidua-khao-sat";
  var PATIENCE = 30000;
  var MOST_FAILURES = 3;
  var HOUR = 3600 * 1000, MOST_DAYS = 30;
  /* What the server says of the answer itself; anything else may be otherwise tomorrow. */
  var FINAL = ["invalid", "over", "used-code", "unknown-code"];
  var KEYS = { waiting: "key", drafts: "token" };
  var opened = {};

  /* Refused answers have a database of their own: a new version of the old one would wait for pages that are open. */
  function database(store) {
    var name = store === "refused" ? NAME + "-khong-nhan" : NAME;
    var keys = store === "refused" ? { refused: "key" } : KEYS;
    if (!opened[name]) {
      opened[name] = new Promise(function (resolve, reject) {
        var request = indexedDB.open(name, 1);
        request.onupgradeneeded = function () {
          Object.keys(keys).forEach(function (each) { request.result.createObjectStore(each, { keyPath: keys[each] }); });
        };
        request.onsuccess = function () { resolve(request.result); };
        request.onerror = function () { reject(request.error); };
      });
    }
    return opened[name];
  }

  /* One request in a transaction of its own; done when the transaction is on the disk. */
  function run(store, mode, ask) {
    return database(store).then(function (base) {
      return new Promise(function (resolve, reject) {
        var transaction = base.transaction(store, mode);
        var request = ask(transaction.objectStore(store));
        transaction.oncomplete = function () { resolve(request.result); };
        transaction.onerror = transaction.onabort = function () { reject(transaction.error); };
      });
    });
  }

  function put(store, value) { return run(store, "readwrite", function (each) { return each.put(value); }); }
  function get(store, key) { return run(store, "readonly", function (each) { return each.get(key); }); }
  function remove(store, key) { return run(store, "readwrite", function (each) { return each.delete(key); }); }
  function all(store) { return run(store, "readonly", function (each) { return each.getAll(); }); }
  function waiting() { return all("waiting"); }

  /* What the server said: "stored", "refused" with its reason, or "later" when it said nothing that can be trusted;
     then ``isAnswered`` tells whether it said anything, and ``isHeld`` whether it is well, but does not know the place
     or did not like the way: such an answer is tried again every hour, and after many days counts as refused. */
  function post(entry) {
    var body = Object.assign({}, entry.body, { age: Math.max(0, (Date.now() - entry.finishedAt) / 1000) });
    var later = { state: "later", isAnswered: false };
    var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE, later); });
    var told = fetch(entry.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      body: JSON.stringify(body)
    }).then(function (answer) {
      return answer.json().then(function (said) { return verdict(entry, answer, said); }, function () {
        return { state: "later", isAnswered: true };
      });
    }).catch(function () { return later; });
    return Promise.race([told, late]);
  }

  function verdict(entry, answer, said) {
    if (answer.ok && said.stored) return { state: "stored" };
    var isWell = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
    if (!isWell || !said.message) return { state: "later", isAnswered: true };
    var isTooOld = Date.now() - entry.finishedAt > MOST_DAYS * 24 * HOUR;
    if (FINAL.indexOf(said.code) < 0 && !isTooOld) return { state: "later", isAnswered: true, isHeld: true, message: said.message };
    return { state: "refused", key: entry.key, message: said.message, errors: said.errors || {}, code: said.code || "" };
  }

  /* A refused answer leaves the queue only when it is kept among the refused ones, until somebody has looked at it. */
  function settle(entry, told) {
    var kept = told.state === "refused"
      ? put("refused", Object.assign({}, entry, { message: told.message }))
      : remove("refused", entry.key);
    return kept.then(function () { return remove("waiting", entry.key); });
  }

  /* Never for longer than an hour from now: the clock of the device may have been set back since. */
  function isHeld(entry) {
    return entry.heldUntil > Date.now() && entry.heldUntil <= Date.now() + HOUR;
  }

  /* Send one after the other what waits. Without network the rest waits with the first; one that the server cannot take
     now does not keep back those behind it, unless it takes several of them no better. */
  function send() {
    var result = { sent: 0, waiting: 0, held: 0, reason: "", refused: [], isBusy: false };
    function next(entries) {
      if (!entries.length) return result;
      if (isHeld(entries[0])) {
        result.held += 1;
        result.reason = entries[0].reason;
        return next(entries.slice(1));
      }
      return post(entries[0]).then(function (told) {
        if (told.isHeld) {
          result.held += 1;
          result.reason = told.message;
          return put("waiting", Object.assign({}, entries[0], { heldUntil: Date.now() + HOUR, reason: told.message }))
            .then(function () { return next(entries.slice(1)); });
        }
        if (told.state === "later") {
          result.waiting += 1;
          result.isBusy = told.isAnswered;
          if (told.isAnswered && result.waiting < MOST_FAILURES) return next(entries.slice(1));
          result.waiting += entries.length - 1;
          return result;
        }
        if (told.state === "stored") result.sent += 1;
        else result.refused.push(told);
        return settle(entries[0], told).then(function () { return next(entries.slice(1)); });
      });
    }
    return waiting().then(next);
  }

  return { put: put, get: get, remove: remove, all: all, waiting: waiting, post: post, send: send };
})();
