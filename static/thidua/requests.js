// HTMX: the CSRF token as a header, and plain words where a request fails.

import { currentToken } from "./token.js";

const WORDS = {
  offline: "Mất kết nối mạng. Nội dung bạn nhập vẫn còn trên màn hình, hãy thử lại khi có mạng.",
  signedOut: "Phiên làm việc đã hết. Hãy đăng nhập lại ở một thẻ khác rồi bấm lưu lần nữa; nội dung vẫn còn trên màn hình.",
  refused: "Không lưu được: bạn không có quyền làm việc này hoặc trang đã cũ. Hãy tải lại trang.",
  failed: "Máy chủ chưa xử lý được yêu cầu. Nội dung vẫn còn trên màn hình, hãy thử lại sau ít phút.",
};

function say(text) {
  const place = document.querySelector("[data-net-state]");
  if (place) place.textContent = text;
}

export function wireHtmx(root) {
  root.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = currentToken();
    // The form's own copy may be older than the session, and Django would believe it before the header.
    delete event.detail.parameters.csrfmiddlewaretoken;
  });
  root.addEventListener("htmx:beforeSwap", (event) => {
    const { status, responseURL } = event.detail.xhr;
    if (responseURL.includes("/accounts/login/")) {
      event.detail.shouldSwap = false;
      say(WORDS.signedOut);
      return;
    }
    // A refusal with a partial page (422) is shown where the user is, like a success.
    if (status === 422 || status === 409) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  root.addEventListener("htmx:sendError", () => say(WORDS.offline));
  root.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) say(WORDS.signedOut);
    else if (status === 403 || status === 404) say(WORDS.refused);
    else say(WORDS.failed);
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && !event.detail.xhr.responseURL.includes("/accounts/login/")) say("");
  });
  window.addEventListener("offline", () => say(WORDS.offline));
  window.addEventListener("online", () => say(""));
}
