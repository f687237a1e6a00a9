// Hands links on: copies one, or gives it to what the device shares with. Both only where the device can.
"use strict";

(() => {
  const TOLD_MS = 2_500;
  const announcer = document.getElementById("announcer");
  document.documentElement.classList.add("can-copy");
  if (navigator.share) document.documentElement.classList.add("can-share");

  /** Copy a text, also where the page is not encrypted and browsers have no clipboard for it. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const holder = document.createElement("textarea");
      holder.value = text;
      holder.className = "unseen";
      document.body.append(holder);
      holder.select();
      const isCopied = document.execCommand("copy");
      holder.remove();
      return isCopied;
    }
  }

  function tell(button) {
    const { done } = button.dataset;
    const label = button.textContent;
    if (label === done) return;
    button.textContent = done;
    const said = document.createElement("p");
    said.textContent = done;
    announcer?.append(said);
    setTimeout(() => {
      button.textContent = label;
      said.remove();
    }, TOLD_MS);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".hand-on button");
    if (!button) return;
    const { link } = button.dataset;
    if (button.matches(".share")) navigator.share({ url: link }).catch(() => undefined); // changed their mind
    else if (await copy(link)) {
      tell(button);
      button.focus({ preventScroll: true });
    }
  });
})();
