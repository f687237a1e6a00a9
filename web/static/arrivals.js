// Says that something new has come while nobody looks: a number in front of the page's title, a dot on the icon
// of its tab, and a number on that of the app where the page is one. All are gone once the page is looked at.
"use strict";

window.closerLook = window.closerLook ?? {};

(() => {
  const title = document.title;
  const icon = document.querySelector('link[rel="icon"]');
  const still = icon?.getAttribute("href");
  let count = 0;

  function show() {
    document.title = count ? `(${count}) ${title}` : title;
    const drawn = count ? icon?.dataset.news : still;
    if (drawn && icon.getAttribute("href") !== drawn) icon.setAttribute("href", drawn);
    const shown = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
    shown?.catch(() => undefined); // a page that is no app has no icon to write on
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !count) return;
    count = 0;
    show();
  });

  // What came before this page was loaded is being looked at now.
  if (!document.hidden) show();

  // Where a browser has no workers, or none on a page that is not encrypted, we do without.
  navigator.serviceWorker?.register("/worker.js").catch(() => undefined);

  /** So many cards have come. */
  window.closerLook.haveCome = (more) => {
    if (!document.hidden) return;
    count += more;
    show();
  };
})();
