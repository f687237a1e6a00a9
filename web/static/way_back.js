// One's own way back: the link says the address that this browser is on, and a link that was followed fills in
// its word. The word stands behind a #, so no server on the way and no log ever sees it.
"use strict";

(() => {
  const WORD = /^[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}/i; // and what a mail program puts behind it

  const link = document.getElementById("own-link");
  if (link) {
    const here = new URL(link.getAttribute("href"), location.origin);
    const address = location.origin + here.pathname + here.hash;
    link.href = address;
    link.textContent = address;
    for (const button of document.querySelectorAll("[data-link]")) button.dataset.link = address;
  }

  const box = document.getElementById("word");

  function fillIn() {
    const [word] = location.hash.slice(1).match(WORD) ?? [];
    if (!box || !word) return;
    box.value = word;
    // Whoever opens this browser's history next finds no way in.
    history.replaceState(null, "", location.pathname);
    box.form.querySelector("button").focus();
  }

  window.addEventListener("hashchange", fillIn);
  fillIn();
})();
