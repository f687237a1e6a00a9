// What waits to be sent, in order, each until it is acknowledged. What is refused for good is given back, so
// that it holds up nothing behind it.
"use strict";

window.closerLook = window.closerLook ?? {};

(() => {
  const { line } = window.closerLook;

  const MOST_REFUSALS = 3;
  const UNREADABLE = [400, 413];
  const BUSY = [429, 503];
  const MOMENT_MS = 60_000; // whoever has to wait for longer than this is told why

  /**
   * A queue that sends with this token. `on.acknowledged`, `on.given` (back, with the reason) and `on.waiting`
   * take an item, `on.signedOut` and `on.changed` nothing; `on.ask` asks for news, true where we answered.
   */
  function openQueue(token, on) {
    const items = [];
    let isSending = false;
    let isHalted = false;
    let isBusy = false;
    let isFull = false; // busy, and for longer than a moment
    let isWoken = false; // while something was under way: it may have failed for what is over by now
    let failures = 0;
    let timer = 0;

    function post(body) {
      const headers = { "Content-Type": "application/json", "X-Form-Token": token };
      return line.reach("/chat", { method: "POST", headers, body: JSON.stringify(body) });
    }

    /**
     * Whether this item is refused while all else gets through. Without a line nothing is refused, it only
     * waits; so each failure counts only where a request without anybody's words was answered right after it.
     */
    async function isRefused(item) {
      const isOpen = (await on.ask()) || (await post({})) !== null;
      if (isOpen) item.refusals = (item.refusals ?? 0) + 1;
      failures = isOpen ? item.refusals : failures + 1;
      return item.refusals >= MOST_REFUSALS;
    }

    /** Send the first item. False where it has to wait. */
    async function sendFirst() {
      const item = items[0];
      item.sentAt = performance.now();
      isWoken = false;
      const answer = await post(item.posted);
      isBusy = BUSY.includes(answer?.status);
      isFull = isBusy && answer.wait > MOMENT_MS;
      if (!items.includes(item)) return true; // the news had it that it arrived
      if (answer?.status === 202) {
        failures = 0;
        drop(item);
        on.acknowledged(item);
        return true;
      }
      if (answer?.status === 401) on.signedOut();
      if (isHalted) return false;
      if (isBusy) failures += 1;
      else if (UNREADABLE.includes(answer?.status) || (await isRefused(item))) {
        if (isHalted) return false;
        if (drop(item)) on.given(item, answer ? "unread" : "refused");
        failures = 0;
        return true;
      }
      if (!items.includes(item) || isWoken) return true;
      items.forEach(on.waiting);
      timer = setTimeout(flush, Math.max(answer?.pause ?? 0, line.pauseAfter(failures)));
      return false;
    }

    async function flush() {
      if (isSending || isHalted) return;
      clearTimeout(timer);
      isSending = true;
      while (items.length && !isHalted && (await sendFirst()));
      isSending = false;
      on.changed();
    }

    function drop(item) {
      const index = items.indexOf(item);
      if (index >= 0) items.splice(index, 1);
      return index >= 0;
    }

    return {
      items,
      flush,
      isBusy: () => isBusy,
      isFull: () => isFull,
      drop,
      /** Try again at once. */
      wake() {
        failures = 0;
        isWoken = true;
        flush();
      },
      halt() {
        isHalted = true;
        clearTimeout(timer);
        items.forEach(on.waiting);
      },
    };
  }

  window.closerLook.openQueue = openQueue;
})();
