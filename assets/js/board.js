// Lanes: a card is dragged to another, or sent there with Alt and an arrow; the form on it does the same.
export function followBoard() {
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-card][draggable]");
    if (!card) return;
    card.classList.add("is-held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  document.addEventListener("dragover", (event) => {
    const lane = laneUnder(event);
    if (!lane) return;
    event.preventDefault();
    mark(lane);
  });
  document.addEventListener("drop", (event) => {
    const lane = laneUnder(event);
    if (!lane) return;
    event.preventDefault();
    send(held(), lane);
  });
  document.addEventListener("dragend", () => {
    held()?.classList.remove("is-held");
    mark(null);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const card = event.target.closest?.("[data-card]");
    const lane = card?.closest("[data-lane]");
    const other = event.key === "ArrowLeft" ? lane?.previousElementSibling : lane?.nextElementSibling;
    if (!other || !card.querySelector("form")) return;
    event.preventDefault();
    send(card, other);
  });
}

function send(card, lane) {
  const form = card?.querySelector("form");
  if (!form || card.closest("[data-lane]") === lane) return;
  form.elements.value.value = lane.dataset.lane;
  form.requestSubmit();
}

function held() {
  return document.querySelector("[data-card].is-held");
}

function laneUnder(event) {
  return held() && event.target.closest?.("[data-lane]");
}

function mark(lane) {
  for (const one of document.querySelectorAll("[data-lane].is-over")) one.classList.remove("is-over");
  lane?.classList.add("is-over");
}
