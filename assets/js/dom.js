// What several modules ask of the page.
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function isWriting(element) {
  if (element.isContentEditable || element.matches("select, textarea")) return true;
  return element.matches("input") && !/^(button|checkbox|image|radio|range|reset|submit)$/.test(element.type);
}

export function isBare({ ctrlKey, metaKey, altKey, isComposing }) {
  return !ctrlKey && !metaKey && !altKey && !isComposing;
}

export function isSeen(element) {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;
}

// Done by hand it would be a press, or for a field going into it.
export function act(element) {
  if (isWriting(element)) element.focus();
  else element.click();
}
