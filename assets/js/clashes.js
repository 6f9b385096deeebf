// What somebody typed before they left the page, and a colleague has changed since: both stand there
// and one is chosen, as the house itself does it where both save at once.
import { fieldsOf, isSame, isTick, writeInto } from "./draft_store.js";

// The names about which the draft and what stands in the form now differ, though the draft began with neither.
export function clashesOf({ values, was = {} }, now) {
  return Object.keys(values).filter(
    (name) => was[name] && now[name] && !isSame(was[name], now[name]) && !isSame(values[name], now[name]),
  );
}

// Beside each of these what stood there when the draft was written into it.
export function showTheirs(form, theirs) {
  const made = document.getElementById("strip-words")?.content.querySelector("[data-became]");
  if (!made) return;
  for (const [name, { value, words }] of theirs) {
    const line = made.cloneNode(true);
    const text = line.querySelector("span");
    text.textContent = text.textContent.replace("{value}", words);
    line.querySelector("button").addEventListener("click", () => {
      writeInto(form, { [name]: value });
      line.remove();
    });
    const field = fieldsOf(form).find((one) => one.name === name);
    (field.closest(".field") ?? field.parentElement).append(line);
  }
}

export function inWords(form, name) {
  const said = fieldsOf(form).filter((one) => one.name === name).map(wordOf);
  return said.filter(Boolean).join(", ") || "–";
}

function wordOf(field) {
  if (isTick(field)) return field.checked ? field.labels[0]?.textContent.trim() : "";
  if (!field.matches("select")) return field.value;
  return [...field.selectedOptions].map((option) => option.textContent.trim()).join(", ");
}
