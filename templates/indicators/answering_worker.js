{% load static %}/* Keeps the survey's page on the device, and sends waiting answers when the network is back. */
"use strict";
const QUEUE = "{% static 'thidua/survey-queue.js' %}";
const FILES = [
  QUEUE, "{% static 'thidua/survey-form.js' %}", "{% static 'thidua/survey-sending.js' %}", "{% static 'thidua/survey.js' %}",
  "{% static 'thidua/survey.css' %}", "{% static 'thidua/mark.svg' %}"
];
const MACHINE = "{% static 'thidua/survey-kiosk.js' %}";
const KEPT_FILES = "ks-files";
const KEPT_PAGES = "ks-pages";
const FIRST_PAGE = /^\/ks\/[\w-]+\/(may\/)?$/;
const OTHER_PAGE = /^\/ks\/[\w-]+\/(may\/)?/;
const PATIENCE = 6000;

importScripts(QUEUE);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT_FILES).then((kept) => kept.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(renewPages().then(forgetOldFiles).catch(() => undefined).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data && FIRST_PAGE.test(event.data.keep || "")) event.waitUntil(keep(event.data.keep).catch(() => undefined));
});

self.addEventListener("sync", (event) => {
  event.waitUntil(surveyQueue.send().then((result) => tell(result).then(() => {
    if (result.waiting) throw new Error("some answers still wait");
  })));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const path = address.pathname;
  if (FIRST_PAGE.test(path)) event.respondWith(fromNetwork(event.request, path, KEPT_PAGES));
  else if (FILES.includes(path) || path === MACHINE) event.respondWith(fromNetwork(event.request, path, KEPT_FILES));
  else if (event.request.mode === "navigate" && OTHER_PAGE.test(path)) event.respondWith(orFirstPage(event.request, path));
});

/* Pages that are open say what became of the answers. */
function tell(result) {
  return self.clients.matchAll().then((pages) => pages.forEach((each) => each.postMessage(result)));
}

/* As everybody sees it: without cookies, so that nothing of this person is kept. */
function keep(path) {
  const machine = path.endsWith("/may/") ? caches.open(KEPT_FILES).then((kept) => kept.add(MACHINE)) : Promise.resolve();
  const address = path.endsWith("/may/") ? path + "?giu" : path;
  return machine.then(() => fetch(address, { credentials: "omit", cache: "no-store" })).then((answer) => {
    const isGone = [404, 410].includes(answer.status);
    if (!isGone && (!answer.ok || answer.redirected)) throw new Error("the page stays as it was kept, and so must its files");
    return caches.open(KEPT_PAGES).then((kept) => (isGone ? kept.delete(path) : kept.put(path, answer)));
  });
}

/* A kept page names the files it was made for, so both change together; without network both stay as they are. */
function renewPages() {
  return caches.open(KEPT_PAGES).then((kept) => kept.keys())
    .then((requests) => Promise.all(requests.map((each) => keep(new URL(each.url).pathname))));
}

function forgetOldFiles() {
  return caches.open(KEPT_FILES).then((kept) => kept.keys().then((requests) => Promise.all(
    requests.filter((each) => ![...FILES, MACHINE].includes(new URL(each.url).pathname)).map((each) => kept.delete(each))
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

/* Nobody is left with the browser's own page of errors: what cannot be reached leads back to the beginning. */
function orFirstPage(request, path) {
  const first = OTHER_PAGE.exec(path)[0];
  return fetch(request).catch((fault) =>
    caches.open(KEPT_PAGES).then((kept) => kept.match(first)).then((found) => found || Promise.reject(fault))
  );
}
