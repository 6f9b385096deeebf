// Single keys and short rows of them ("g h"). On a page each stands as data-key at the link, button
// or field it belongs to; those of every page stand in the palette. Never while one writes, never
// with Ctrl, Alt or ⌘, and not at all where the person has turned them off (WCAG 2.1.4).
import { act, isBare, isSeen, isWriting } from "./dom.js";
import { showKeys } from "./key_list.js";
import { openPalette } from "./palette.js";

const PAUSE = 1200; // milliseconds after which a row of keys begins anew
const OWN = { "?": showKeys, "/": () => openPalette(), j: () => step(1), k: () => step(-1) };
let typed = "";
let until = 0;

export function followKeys() {
  announce();
  document.addEventListener("htmx:afterSettle", announce);
  document.addEventListener("keydown", (event) => {
    if (isForUs(event) && press(event.key)) event.preventDefault();
  });
}

function areKeysOff() {
  return document.body.dataset.keys === "off";
}

function isForUs(event) {
  if (event.defaultPrevented || event.repeat || !isBare(event) || areKeysOff()) return false;
  if (event.key.length > 1 || event.key === " " || isWriting(event.target)) return false;
  return !document.querySelector("dialog[open]") && !event.target.closest("[data-own-keys]");
}

function press(key) {
  const row = performance.now() < until ? `${typed} ${key}` : key;
  return follow(row) || (row !== key && follow(key));
}

// Whether these keys do something, or begin a row that does.
function follow(keys) {
  const all = known();
  const found = all.find(([wanted]) => wanted === keys);
  const begins = all.some(([wanted]) => wanted.startsWith(`${keys} `));
  typed = begins ? keys : "";
  until = begins ? performance.now() + PAUSE : 0;
  if (begins) return true;
  if (found) act(found[1]);
  else OWN[keys]?.();
  return Boolean(found || OWN[keys]);
}

function known() {
  const here = [...document.querySelectorAll("[data-key]")].filter(isSeen);
  const everywhere = [...document.querySelectorAll("#palette [data-keys]")];
  return [...here.map((one) => [one.dataset.key, one]), ...everywhere.map((one) => [one.dataset.keys, one])];
}

// From row to row of whatever list the page has.
function step(by) {
  const rows = [...document.querySelectorAll("main .row-name a")].filter(isSeen);
  const at = rows.findIndex((one) => one.closest(".row").contains(document.activeElement));
  rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

// Readers of the screen say single keys; for rows of keys the attribute has no form.
function announce() {
  if (areKeysOff()) return;
  for (const one of document.querySelectorAll("[data-key]:not([aria-keyshortcuts])")) {
    if (!one.dataset.key.includes(" ")) one.setAttribute("aria-keyshortcuts", one.dataset.key);
  }
}
