/* Answers that wait on this device until the server has confirmed them. Used by the page and by its service worker. */
self.surveyQueue = (function () {
  "use strict";
  var NAME = "thidua-khao-sat";
  var PATIENCE = 30000;
  var MOST_FAILURES = 3;
  var opened;

  function database() {
    if (!opened) {
      opened = new Promise(function (resolve, reject) {
        var request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = function () {
          request.result.createObjectStore("waiting", { keyPath: "key" });
          request.result.createObjectStore("drafts", { keyPath: "token" });
        };
        request.onsuccess = function () { resolve(request.result); };
        request.onerror = function () { reject(request.error); };
      });
    }
    return opened;
  }

  /* One request in a transaction of its own; done when the transaction is on the disk. */
  function run(store, mode, ask) {
    return database().then(function (base) {
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
  function waiting() { return run("waiting", "readonly", function (each) { return each.getAll(); }); }

  /* What the server said: "stored", "refused" with its reason, or "later" when it said nothing that can be trusted;
     then ``isAnswered`` tells whether it said anything. */
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
    var final = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
    if (!final || !said.message) return { state: "later", isAnswered: true };
    return { state: "refused", key: entry.key, message: said.message, errors: said.errors || {}, code: said.code || "" };
  }

  /* Send one after the other what waits. Without network the rest waits with the first; one that the server cannot take
     now does not keep back those behind it, unless it takes several of them no better. */
  function send() {
    var result = { sent: 0, waiting: 0, refused: [], isBusy: false };
    function next(entries) {
      if (!entries.length) return result;
      return post(entries[0]).then(function (told) {
        if (told.state === "later") {
          result.waiting += 1;
          result.isBusy = told.isAnswered;
          if (told.isAnswered && result.waiting < MOST_FAILURES) return next(entries.slice(1));
          result.waiting += entries.length - 1;
          return result;
        }
        if (told.state === "stored") result.sent += 1;
        else result.refused.push(told);
        return remove("waiting", entries[0].key).then(function () { return next(entries.slice(1)); });
      });
    }
    return waiting().then(next);
  }

  return { put: put, get: get, remove: remove, waiting: waiting, post: post, send: send };
})();
