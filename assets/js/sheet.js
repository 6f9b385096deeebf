// dialog[data-sheet]: a form that htmx lays over the page. Saved or left, it goes, and one is back
// where it was opened; what was typed stays with drafts.js. The page behind stays readable.
export function followSheets() {
  document.addEventListener("htmx:afterSettle", () => {
    const sheet = here();
    if (sheet && !sheet.contains(document.activeElement)) begin(sheet);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sheet-close]")) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    const sheet = here();
    if (!sheet || event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sheet.querySelector("form").requestSubmit();
  });
  document.addEventListener("noted", leave);
}

function here() {
  return document.querySelector("dialog[data-sheet][open]");
}

// With a keyboard one writes at once; on a telephone the face comes first, and no keys cover it.
function begin(sheet) {
  const wrong = sheet.querySelector('[aria-invalid="true"], [role="alert"]');
  const first = matchMedia("(pointer: fine)").matches ? "textarea" : "input[type=radio]";
  if (wrong) wrong.scrollIntoView({ block: "nearest" });
  (wrong?.matches("input, textarea, select") ? wrong : sheet.querySelector(first))?.focus({ preventScroll: true });
}

function leave() {
  const sheet = here();
  if (!sheet) return;
  const back = document.getElementById(sheet.dataset.backTo);
  sheet.remove();
  back?.focus({ preventScroll: true });
}
