// The CSRF token changes when one signs in again in another tab; the cookie always holds the current one.

export function currentToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : document.body.dataset.csrf;
}
