// One calm line that tells what the net did and what is kept. Its sentences come with the page.
const WEIGHTY = ["unsaved", "back", "signed_out"]; // what is told of the net alone does not push these away
let told = "";

export function followStrip() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest("#strip [data-close]")) hush();
  });
}

// kind: a status ("404") or a word ("offline"). press: what its button does.
export function tell(kind, { press, when = "" } = {}) {
  const place = document.getElementById("strip");
  const words = document.getElementById("strip-words")?.content;
  if (!place || !words || (kind === "offline" && WEIGHTY.includes(told))) return;
  const said = find(words, kind);
  const line = words.querySelector(".strip").cloneNode(true);
  line.querySelector(".strip-text").textContent = said.textContent.replace("{when}", when);
  const button = line.querySelector("[data-do]");
  button.hidden = !press;
  button.textContent = said.dataset.do ?? "";
  button.addEventListener("click", () => { hush(); press(); });
  place.replaceChildren(line);
  told = kind;
}

export function hush(...kinds) {
  if (kinds.length && !kinds.includes(told)) return;
  document.getElementById("strip")?.replaceChildren();
  told = "";
}

export function sentence(kind) {
  const words = document.getElementById("strip-words")?.content;
  return words ? find(words, kind).textContent : "";
}

function find(words, kind) {
  return words.querySelector(`[data-say="${kind}"]`) ?? words.querySelector('[data-say="500"]');
}
