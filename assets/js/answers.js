// What became of a part of the page that was asked for: errors are told, never silently nothing.
import { forgetPages } from "./offline.js";
import { hush, tell } from "./strip.js";

export function followAnswers() {
  addEventListener("offline", () => tell("offline"));
  addEventListener("online", () => hush("offline"));
  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:timeout", () => tell("slow"));
  document.addEventListener("htmx:swapError", () => tell("500"));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) hush("offline", "slow");
  });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    const { status } = detail.xhr;
    if (status === 401) signedOut();
    else tell(String(status));
  });
}

// The page stays as it is, with all that was typed; who signs in comes back to it.
function signedOut() {
  forgetPages();
  const here = location.pathname + location.search;
  const url = `${document.body.dataset.signIn}?${new URLSearchParams({ next: here })}`;
  tell("signed_out", { press: () => location.assign(url) });
}
