// [data-dial-handler]: lets links to telephone numbers, on whatever page, lead to this house first.
export function followDialling() {
  const button = document.querySelector("[data-dial-handler]");
  if (!button || !navigator.registerProtocolHandler) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.registerProtocolHandler("tel", location.origin + button.dataset.dialHandler);
  });
}
