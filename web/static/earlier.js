// What was said before the newest entries: fetched when somebody asks for it or scrolls up to it, and put
// above what is shown without moving it. Without this script the link leads to a page of its own.
"use strict";

(() => {
  const log = document.getElementById("log");
  const { line, writeTimes } = window.closerLook ?? {};
  if (!line || !writeTimes) return; // the link leads to a page of its own
  const NEAR_PX = 600;

  let isFetching = false;
  let hasScrolled = false;
  const holder = () => document.getElementById("earlier");
  const first = () => log.querySelector("li[data-number]");

  /** Whether an entry belongs to what is not shown yet: it is fetched as it then stands. */
  const isUnshown = (number) => Boolean(holder()) && Boolean(first()) && number < Number(first().dataset.number);

  async function fetchEarlier() {
    if (isFetching || !holder()) return;
    isFetching = true;
    const link = holder().querySelector("a");
    const address = new URL(link.href);
    address.pathname += "/entries";
    const answer = await line.reach(address);
    if (answer?.status === 200) show(answer.text, link === document.activeElement);
    else fail(link);
    isFetching = false;
  }

  function fail(link) {
    const { noEarlier } = JSON.parse(document.getElementById("phrases").textContent);
    let said = holder().querySelector("[role=status]");
    if (!said) {
      said = document.createElement("span");
      said.setAttribute("role", "status");
      link.after(said);
    }
    said.textContent = noEarlier;
    hasScrolled = false; // not again by itself
  }

  function show(markup, isHeld) {
    const fetched = document.createElement("template");
    fetched.innerHTML = markup;
    const items = Array.from(fetched.content.querySelectorAll("ol > li[data-number]"));
    const next = fetched.content.getElementById("earlier");
    const anchor = first();
    const top = anchor?.getBoundingClientRect().top;
    if (next) holder().replaceWith(next);
    else holder().remove();
    log.prepend(...items);
    items.forEach(writeTimes);
    if (anchor) window.scrollBy(0, anchor.getBoundingClientRect().top - top);
    // Whoever asked by the link goes on reading from the end of what has come.
    if (isHeld) items.at(-1)?.querySelector("[tabindex]").focus({ preventScroll: true });
    if (next) watcher.observe(next);
  }

  const watcher = new IntersectionObserver(
    (found) => {
      if (hasScrolled && found.some((each) => each.isIntersecting)) fetchEarlier();
    },
    { rootMargin: `${NEAR_PX}px 0px 0px 0px` },
  );

  document.addEventListener("click", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!isPlain || !event.target.closest("#earlier a")) return;
    event.preventDefault();
    fetchEarlier();
  });

  // Opening the page scrolls to its end. Only what the person does themselves asks for more.
  for (const sign of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    window.addEventListener(
      sign,
      () => {
        if (hasScrolled || !holder()) return;
        hasScrolled = true;
        watcher.disconnect();
        watcher.observe(holder());
      },
      { passive: true },
    );
  }

  window.closerLook.isUnshown = isUnshown;
})();
