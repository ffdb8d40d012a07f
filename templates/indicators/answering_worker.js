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
  event.waitUntil(Promise.all(FILES.map((each) => fetchWhole(each).then((whole) => store(KEPT_FILES, each, whole)))));
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
  const isMachine = path.endsWith("/may/");
  const machine = isMachine ? fetchWhole(MACHINE).then((whole) => store(KEPT_FILES, MACHINE, whole)) : Promise.resolve();
  return machine.then(() => fetchWhole(isMachine ? path + "?giu" : path, { credentials: "omit", cache: "no-store" }))
    .then((whole) => store(KEPT_PAGES, path, whole), (fault) => {
      if (fault.isGone) return caches.open(KEPT_PAGES).then((kept) => kept.delete(path));
      throw fault;
    });
}

/* All of an answer, before it takes the place of what is kept. */
function fetchWhole(address, options) {
  return fetch(address, options).then(withHead).then((answer) => {
    if (!answer.ok || answer.redirected) {
      throw Object.assign(new Error("what is kept stays"), { isGone: [404, 410].includes(answer.status) });
    }
    return answer.blob().then((body) => {
      if (!body.size) throw new Error("the network broke off after the head");
      return new Response(body, { headers: answer.headers });
    });
  });
}

/* When the network breaks off inside the head, Chromium takes what has come for the whole head of an empty answer. */
function withHead(answer) {
  if (answer.type !== "opaqueredirect" && !answer.headers.has("Content-Type")) throw new Error("the network broke off");
  return answer;
}

function store(name, path, whole) {
  return caches.open(name).then((kept) => kept.put(path, whole));
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
  const fresh = fetch(request).then(withHead).then((answer) => {
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
  return fetch(request).then(withHead).catch((fault) =>
    caches.open(KEPT_PAGES).then((kept) => kept.match(first)).then((found) => found || Promise.reject(fault))
  );
}
