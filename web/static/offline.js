// The page that is shown without a connection: says what waits in this browser to be sent, and goes back to the
// page that was asked for as soon as we answer again.
"use strict";

(() => {
  const MARK = "X-Closer-Look"; // on every answer of ours, see web/guard.py
  const AGAIN_MS = 10_000;
  const waiting = document.getElementById("waiting");
  const list = waiting.querySelector("ol");

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };

  /** What the person whose conversation was open here last has not sent; nobody else's is shown. */
  function unsent() {
    const owner = read("closer-look/open");
    if (!owner) return { queue: [], drafts: [] };
    const all = (kind) =>
      Object.keys(localStorage)
        .filter((name) => name.startsWith(`closer-look/${owner}/${kind}/`))
        .map(read)
        .filter(Boolean)
        .sort((one, other) => one.at - other.at);
    return { queue: all("unsent").map(({ posted }) => posted.text), drafts: all("draft").map(({ text }) => text) };
  }

  function show() {
    const { queue, drafts } = unsent();
    for (const [texts, state] of [
      [queue, waiting.dataset.queued],
      [drafts, waiting.dataset.draft],
    ]) {
      for (const text of texts.filter(Boolean)) {
        const item = document.createElement("li");
        const words = document.createElement("p");
        words.className = "words";
        words.dir = "auto";
        words.translate = false;
        words.textContent = text;
        const said = document.createElement("p");
        said.className = "small";
        said.textContent = state;
        item.append(words, said);
        list.append(item);
      }
    }
    waiting.hidden = !list.children.length;
    document.getElementById("nothing").hidden = Boolean(list.children.length);
  }

  async function tryAgain() {
    try {
      const answer = await fetch("/healthz", { cache: "no-store" });
      if (answer.headers.has(MARK)) location.reload();
    } catch {
      // Still away: the next look is in a while.
    }
  }

  try {
    show();
  } catch {
    // A browser that keeps nothing has nothing that waits.
  }
  document.getElementById("again").addEventListener("click", tryAgain);
  window.addEventListener("online", tryAgain);
  setInterval(tryAgain, AGAIN_MS);
})();
