// Drafts in sessionStorage: this tab alone, named by the person and the form; only what was changed,
// so that nothing a colleague wrote meanwhile is turned back; never passwords or files.
const MARK = "draft:";
const SKIPPED = "button, fieldset, output, [type=hidden], [type=password], [type=file], [type=submit], [data-unkept]";

// What stands in a form: under each name what its fields say, in order; of ticks whether they are set.
export function valuesOf(form) {
  const values = {};
  for (const one of fieldsOf(form)) (values[one.name] ??= []).push(valueOf(one));
  return values;
}

// The names whose values are not as they were.
export function changesOf(form, before) {
  const changed = Object.entries(valuesOf(form)).filter(([name, now]) => !isSame(now, before[name]));
  return Object.fromEntries(changed);
}

export function writeInto(form, values) {
  const left = structuredClone(values);
  for (const one of fieldsOf(form)) {
    const value = left[one.name]?.shift();
    if (value === undefined || isSame(valueOf(one), value)) continue;
    if (isTick(one)) one.checked = value;
    else if (one.multiple) for (const option of one.options) option.selected = value.includes(option.value);
    else one.value = value;
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function keepDraft(form, values, { isSent = false } = {}) {
  if (Object.keys(values).length) sessionStorage.setItem(nameOf(form), JSON.stringify({ values, isSent }));
  else dropDraft(form);
}

export function dropDraft(form) {
  sessionStorage.removeItem(nameOf(form));
}

export function draftOf(form) {
  return JSON.parse(sessionStorage.getItem(nameOf(form)) ?? "null");
}

// A form that came back with errors holds what was typed already.
export function isRefused(form) {
  return form.querySelector('[aria-invalid="true"], .field-wrong, .error, [role="alert"]') !== null;
}

// Once a page, before any form is looked at: what was sent is done when the house answered with a
// page of its own, and not done when it asked who is there, failed, or one came back by the browser.
export function sweepDrafts() {
  const { reader, state } = document.body.dataset;
  const [entry] = performance.getEntriesByType("navigation");
  const isDone = reader && !state && entry?.type !== "back_forward";
  const refused = [...document.querySelectorAll("form[data-keep]")].filter(isRefused).map(nameOf);
  for (const name of drafts()) {
    const draft = JSON.parse(sessionStorage.getItem(name));
    const isOfOther = reader && !name.startsWith(`${MARK}${reader}:`);
    if (isOfOther || (draft.isSent && isDone && !refused.includes(name))) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify({ ...draft, isSent: false }));
  }
}

export function dropDrafts() {
  for (const name of drafts()) sessionStorage.removeItem(name);
}

function drafts() {
  return Object.keys(sessionStorage).filter((name) => name.startsWith(MARK));
}

function nameOf(form) {
  const own = form.dataset.keep || form.id || form.getAttribute("action") || "";
  return `${MARK}${document.body.dataset.reader}:${location.pathname}:${own}`;
}

function fieldsOf(form) {
  return [...form.elements].filter((one) => one.name && !one.matches(SKIPPED));
}

function valueOf(one) {
  if (isTick(one)) return one.checked;
  return one.multiple ? [...one.selectedOptions].map((option) => option.value) : one.value;
}

function isTick(one) {
  return one.matches("[type=checkbox], [type=radio]");
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
