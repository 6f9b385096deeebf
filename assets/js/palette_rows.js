// The rows of the palette: people the house found, what this page offers, what every page offers.
import { isSeen } from "./dom.js";
import { caps, nameOf } from "./key_list.js";

// A link inside an option would be a control inside a control: the row itself is the link.
export function peopleIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("#found [role=option]")].map((option) => {
    const link = option.matches("a") ? option : option.querySelector("a");
    const row = rowOf("palette-row palette-person");
    row.href = link.getAttribute("href");
    if (link !== option) link.replaceWith(...link.childNodes);
    row.append(...option.childNodes);
    return row;
  });
}

// Everything on this page that has a key.
export function deedsOfPage() {
  const there = [...document.querySelectorAll("[data-key]")].filter(isSeen);
  return there.map((element) => {
    const row = rowOf("palette-row");
    const name = document.createElement("span");
    name.textContent = nameOf(element);
    row.append(name, caps(element.dataset.key));
    row.element = element;
    return row;
  });
}

export function fits(row, text) {
  const has = wordsOf(`${nameOf(row)} ${row.dataset.words ?? ""}`);
  return wordsOf(text).every((wanted) => has.some((word) => word.startsWith(wanted)));
}

function wordsOf(text) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

function rowOf(classes) {
  const row = document.createElement("a");
  row.className = classes;
  row.role = "option";
  row.tabIndex = -1;
  return row;
}
