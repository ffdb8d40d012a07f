{% load static %}/* Keeps the survey's page on the device, and sends waiting answers when the network is back. */
"use strict";
const QUEUE = "{% static 'thidua/survey-queue.js' %}";
const FILES = [QUEUE, "{% static 'thidua/survey.js' %}", "{% static 'thidua/survey.css' %}", "{% static 'thidua/mark.svg' %}"];
const KEPT_FILES = "ks-files";
const KEPT_PAGES = "ks-pages";
const FIRST_PAGE = /^\/ks\/[\w-]+\/(may\/)?$/;
const PATIENCE = 6000;

importScripts(QUEUE);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT_FILES).then((kept) => kept.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldFiles().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data && FIRST_PAGE.test(event.data.keep || "")) event.waitUntil(keep(event.data.keep));
});

self.addEventListener("sync", (event) => {
  event.waitUntil(surveyQueue.send().then((result) => tell(result).then(() => {
    if (result.waiting) throw new Error("some answers still wait");
  })));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (FIRST_PAGE.test(address.pathname)) event.respondWith(fromNetwork(event.request, address.pathname, KEPT_PAGES));
  else if (FILES.includes(address.pathname)) event.respondWith(fromNetwork(event.request, address.pathname, KEPT_FILES));
});

/* Pages that are open say what became of the answers. */
function tell(result) {
  return self.clients.matchAll().then((pages) => pages.forEach((each) => each.postMessage(result)));
}

/* As everybody sees it: without cookies, so that nothing of this person is kept. */
function keep(path) {
  return fetch(path, { credentials: "omit", cache: "no-store" }).then((answer) => {
    if (answer.ok && !answer.redirected) return caches.open(KEPT_PAGES).then((kept) => kept.put(path, answer));
  }).catch(() => undefined);
}

function forgetOldFiles() {
  return caches.open(KEPT_FILES).then((kept) => kept.keys().then((requests) => Promise.all(
    requests.filter((each) => !FILES.includes(new URL(each.url).pathname)).map((each) => kept.delete(each))
  )));
}

function fromNetwork(request, path, name) {
  const fresh = fetch(request).then((answer) => {
    if (answer.status >= 500) throw new Error("the server is not well");
    return answer;
  });
  const late = new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error("the network is slow")));
  return Promise.race([fresh, late]).catch(() =>
    caches.open(name).then((kept) => kept.match(path)).then((found) => found || fresh)
  );
}
