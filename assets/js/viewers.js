// Who else is before this customer's page, and what they have just saved of what is open here.
const FIRST = 1_500; // milliseconds; who only passes by is not noted
const EVERY = 6_000;

export function followViewers() {
  const place = document.querySelector("[data-viewers]");
  if (!place) return;
  let asked = "";
  let mark = "";

  async function ask() {
    if (document.hidden) return;
    const form = document.querySelector("[data-inplace]");
    const url = new URL(place.dataset.viewers, location.href);
    if (form) {
      url.searchParams.set("doing", form.dataset.inplace);
      url.searchParams.set("since", form.dataset.since);
    }
    if (url.href !== asked) mark = "";
    asked = url.href;
    try {
      const answer = await fetch(url, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
      if (answer.status !== 200 || answer.redirected) return;
      mark = answer.headers.get("ETag") ?? "";
      show(place, await answer.text());
    } catch {
      // No net: the page says so itself.
    }
  }

  setTimeout(ask, FIRST);
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}

function show(place, html) {
  const told = document.createRange().createContextualFragment(html);
  const newer = told.querySelector("[data-newer-text]");
  newer?.remove();
  document.querySelector("[data-inplace] [data-newer]")?.replaceChildren(...(newer ? [newer] : []));
  if (told.textContent.trim()) place.replaceChildren(told);
  else place.replaceChildren();
}
