// Ctrl K (⌘ K on a Mac), "/" or the search field of the page: people as one types, pages, actions.
// What is shown stands still until the answer to what is typed now is there; then all changes at once.
import { act, isMac } from "./dom.js";
import { deedsOfPage, fits, peopleIn } from "./palette_rows.js";
import { sentence } from "./strip.js";

const PAUSE = 40; // milliseconds after a key before the house is asked
const PATIENCE = 400; // milliseconds after which pages and actions are shown without people
const MOST_COMMANDS = 6; // beside people; with nothing typed all are shown

let dialog, field, waiting, isWanted, hasMoved;
let told = ""; // the text to which belongs what is shown
let asked = 0; // which question this is; the answer to an earlier one is dropped
let answered = 0;
let question = new AbortController();

export function followPalette() {
  dialog = document.getElementById("palette");
  if (!dialog) return;
  field = dialog.querySelector("[role=combobox]");
  const hint = document.querySelector("[data-search-key]");
  if (hint && isMac) hint.textContent = "⌘ K";
  document.addEventListener("keydown", (event) => {
    const withCommand = isMac ? event.metaKey : event.ctrlKey;
    if (!withCommand || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    openPalette();
  });
  followField(document.querySelector("[data-search]"));
  for (const kind of ["resize", "scroll"]) visualViewport?.addEventListener(kind, fitScreen);
  field.addEventListener("input", () => ask(PAUSE));
  dialog.addEventListener("keydown", choose);
  dialog.addEventListener("click", click);
  dialog.addEventListener("close", () => { forget(); field.blur(); });
  dialog.querySelector("form").addEventListener("submit", submit);
}

export function openPalette(text = "") {
  if (!dialog || document.querySelector("dialog:modal")) return;
  field.value = text;
  part("here").replaceChildren(...deedsOfPage());
  told = "";
  dialog.showModal();
  fitScreen();
  field.focus();
  ask(0);
}

// A telephone's own keyboard covers the page without making it smaller: the sheet ends above it.
function fitScreen() {
  if (!dialog.open) return;
  dialog.style.setProperty("--seen", `${visualViewport.height}px`);
  dialog.style.setProperty("--seen-from", `${visualViewport.offsetTop}px`);
}

// Going into the field by Tab changes nothing; pressing it, or writing in it, opens the palette.
function followField(page) {
  page?.addEventListener("click", () => openPalette(page.value));
  page?.addEventListener("input", () => {
    openPalette(page.value);
    page.value = page.defaultValue;
  });
}

function ask(pause) {
  forget();
  const mine = asked;
  const text = field.value.trim();
  tell("");
  if (!text || !told) show([], text); // from the menu of all to what was typed: at once
  if (!text) return;
  offerAll(text);
  waiting = setTimeout(() => show([], text), pause + PATIENCE);
  setTimeout(() => mine === asked && fetchPeople(text, mine), pause);
}

function forget() {
  asked += 1;
  isWanted = hasMoved = false;
  clearTimeout(waiting);
  question.abort();
  question = new AbortController();
}

async function fetchPeople(text, mine) {
  const people = await answer(text, question.signal);
  if (mine !== asked) return;
  clearTimeout(waiting);
  answered = mine;
  show(people, text);
  if (isWanted) go(selected());
}

async function answer(text, signal) {
  const url = `${dialog.dataset.found}?${new URLSearchParams({ q: text })}`;
  try {
    const reply = await fetch(url, { signal, headers: { "HX-Request": "true" } });
    if (reply.ok) return peopleIn(await reply.text());
    tell(sentence(String(reply.status)));
  } catch (error) {
    if (error.name !== "AbortError") tell(sentence("offline"));
  }
  return [];
}

function show(people, text) {
  const before = hasMoved ? selected() : null;
  part("people").replaceChildren(...people);
  let left = text ? MOST_COMMANDS : Infinity;
  for (const row of [...part("here").children, ...part("commands").children]) {
    row.hidden = !fits(row, text) || left-- <= 0;
  }
  told = text;
  offerAll(text);
  for (const one of dialog.querySelectorAll("[data-part]")) {
    one.hidden = !one.querySelector("[role=option]:not([hidden])");
  }
  rows().forEach((row, at) => { row.id = `palette-${at}`; });
  const isThere = (row) => row === before || (before?.href && row.href === before.href);
  select((before && rows().find(isThere)) || rows()[0]);
  const count = dialog.querySelector("[data-count]");
  count.textContent = text ? `${count.dataset.count} ${people.length}` : "";
}

function offerAll(text) {
  const all = part("all").firstElementChild;
  all.hidden = !text;
  all.href = `${all.dataset.list}?${new URLSearchParams({ q: text })}`;
}

function choose(event) {
  if (event.key === "Escape") event.stopPropagation(); // closes this alone, not what lies below it
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.isComposing) return;
  event.preventDefault();
  const all = rows();
  const at = all.indexOf(selected()) + by;
  select(all.at(at % all.length));
  hasMoved = true;
}

function submit(event) {
  event.preventDefault();
  const isAnswered = answered === asked || hasMoved || !field.value.trim();
  if (isAnswered) go(selected());
  else isWanted = true;
}

function click(event) {
  const row = event.target.closest("[role=option]");
  if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(row);
}

function go(row) {
  if (!row) return;
  const pressed = row.element ?? (row.dataset.press && document.querySelector(row.dataset.press));
  dialog.close();
  if (pressed) act(pressed);
  else location.assign(row.href);
}

function select(row) {
  selected()?.setAttribute("aria-selected", "false");
  field.removeAttribute("aria-activedescendant");
  if (!row) return;
  row.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", row.id);
  row.scrollIntoView({ block: "nearest" });
}

function selected() {
  return dialog.querySelector('[aria-selected="true"]');
}

function rows() {
  return [...dialog.querySelectorAll("[role=option]")].filter((row) => !row.closest("[hidden]"));
}

function part(name) {
  return dialog.querySelector(`[data-part=${name}]`);
}

function tell(text) {
  dialog.querySelector("[data-told]").textContent = text;
}
