// "?": all keys of this page and of every page, in a dialog.
import { isSeen } from "./dom.js";

export function showKeys() {
  const dialog = document.getElementById("key-list");
  if (!dialog || document.querySelector("dialog:modal")) return;
  const here = [...document.querySelectorAll("[data-key]")].filter(isSeen);
  const everywhere = [...document.querySelectorAll("#palette [data-keys]")];
  fill(dialog, "here", here.map((one) => [one.dataset.key, nameOf(one)]));
  fill(dialog, "everywhere", everywhere.map((one) => [one.dataset.keys, nameOf(one)]));
  dialog.showModal();
}

export function followKeyList() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-show-keys]")) showKeys();
    else if (target.id === "key-list" || target.closest("#key-list [data-close]")) {
      document.getElementById("key-list").close();
    }
  });
}

// Of several elements with one key the first has it.
function fill(dialog, place, keys) {
  const section = dialog.querySelector(`[data-place="${place}"]`);
  const body = section.querySelector("tbody");
  const names = new Map([...keys].reverse());
  section.hidden = names.size === 0 && place === "here";
  for (const old of body.querySelectorAll("[data-made]")) old.remove();
  for (const [row, name] of [...names].reverse()) {
    const line = body.insertRow();
    line.dataset.made = "";
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = name;
    line.append(head);
    line.insertCell().append(caps(row));
  }
}

export function caps(row) {
  const place = document.createElement("span");
  place.className = "keys";
  for (const key of row.split(" ")) {
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key;
    place.append(cap);
  }
  return place;
}

export function nameOf(element) {
  const said = element.dataset.label ?? element.ariaLabel ?? element.labels?.[0]?.textContent;
  const words = said ?? element.querySelector(":scope > span:not(.keys)")?.textContent ?? element.textContent;
  return (words || element.title || element.placeholder || "").replace(/\s+/g, " ").trim();
}
