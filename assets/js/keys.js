// "/" and Ctrl K (⌘ K on a Mac) lead to the search from anywhere.
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function followKeys() {
  const hint = document.querySelector("[data-search-key]");
  if (hint && isMac) hint.textContent = "⌘ K";

  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-search]");
    if (!field || event.defaultPrevented || !asksForSearch(event)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

function asksForSearch(event) {
  const withCommand = isMac ? event.metaKey : event.ctrlKey;
  if (withCommand && !event.altKey && !event.shiftKey) return event.key.toLowerCase() === "k";
  // On German keyboards "/" is Shift 7, so Shift is not looked at.
  const isBare = !event.ctrlKey && !event.metaKey && !event.altKey;
  return event.key === "/" && isBare && !isWriting(event.target);
}

function isWriting(element) {
  return element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName);
}
