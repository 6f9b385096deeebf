// form[data-keep]: what is typed is kept in this tab, per person, until the house has it. Without a
// connection the form says so and is sent again only when somebody presses; a dropped session or a
// failed answer costs nothing: back on the page, what was typed stands there again.
import { changesOf, draftOf, dropDraft, isRefused, keepDraft, sweepDrafts, valuesOf, writeInto } from "./draft_store.js";
import { hush, tell } from "./strip.js";

const PATIENCE = 4000; // milliseconds for the house to say that it is there
const begun = new WeakMap(); // each form, and what stood in it at first
const busy = new WeakSet(); // forms about which the house is being asked
const free = new WeakSet(); // forms that may go now
let unsent = null;

export function followDrafts() {
  sweepDrafts();
  begin();
  document.addEventListener("htmx:afterSettle", begin);
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("submit", send, true);
  addEventListener("beforeunload", (event) => {
    if (kept().some((form) => !free.has(form) && isDirty(form))) event.preventDefault();
  });
  addEventListener("online", () => unsent && say("back"));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = detail.elt.closest?.("form[data-keep]");
    if (!form || detail.requestConfig?.verb === "get") return; // a look at what is typed saves nothing
    if (detail.successful) settle(form);
    else if (!detail.xhr?.status) hold(form, null);
  });
}

function kept() {
  return [...document.querySelectorAll("form[data-keep]")];
}

function begin() {
  for (const form of kept()) {
    if (begun.has(form)) continue;
    begun.set(form, isRefused(form) ? {} : valuesOf(form)); // sent back: nothing of it is saved
    const draft = draftOf(form);
    if (!draft || isRefused(form)) continue;
    writeInto(form, draft.values);
    if (isDirty(form)) tell("restored", { press: () => discard(form) });
    else dropDraft(form);
  }
}

function note({ target }) {
  if (target.form?.matches("[data-keep]") && begun.has(target.form)) keep(target.form);
}

function keep(form, how) {
  keepDraft(form, changesOf(form, begun.get(form) ?? {}), how);
}

function isDirty(form) {
  return begun.has(form) && Object.keys(changesOf(form, begun.get(form))).length > 0;
}

function discard(form) {
  writeInto(form, begun.get(form));
  dropDraft(form);
}

function settle(form) {
  dropDraft(form);
  begun.set(form, valuesOf(form));
  if (unsent?.form === form) unsent = null;
  hush("unsaved", "back", "restored");
}

async function send(event) {
  const form = event.target;
  if (!form.matches("form[data-keep]") || free.has(form)) return;
  if (form.matches("[hx-post]") || event.submitter?.matches("[hx-post]")) return; // htmx tells by its events
  event.preventDefault();
  event.stopImmediatePropagation();
  if (busy.has(form)) return;
  busy.add(form);
  const isThere = await isReachable();
  busy.delete(form);
  if (!isThere) return hold(form, event.submitter);
  keep(form, { isSent: true });
  hush("unsaved", "back");
  free.add(form);
  form.requestSubmit(event.submitter);
  setTimeout(() => free.delete(form), PATIENCE); // the page may stay: what is typed now counts again
}

function hold(form, submitter) {
  keep(form);
  unsent = { form, submitter };
  say("unsaved");
}

function say(kind) {
  const { form, submitter } = unsent;
  tell(kind, { press: () => form.requestSubmit(submitter?.isConnected ? submitter : undefined) });
}

async function isReachable() {
  if (!navigator.onLine) return false;
  const asked = fetch("/alive/", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  return asked.then(() => true, () => false);
}
