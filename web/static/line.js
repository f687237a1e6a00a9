// The line to our own address: asks it, and tells its answers from those of whatever answers in its place,
// a filter or the sign-in page of a network.
"use strict";

window.closerLook = window.closerLook ?? {};

(() => {
  const MARK = "X-Closer-Look"; // on every answer of ours and on nobody else's, see web/guard.py
  const LONGEST_WAIT_MS = 20_000;
  const LONGEST_PAUSE_MS = 60_000; // whatever an answer asks for

  const line = {
    /** What came back last: "open" is an answer of ours, "replaced" somebody else's page, "shut" neither. */
    state: "open",
    isOurs: (answer) => answer.headers.has(MARK),
    /** Our own answer with its status, its text and how long it has us wait; otherwise null. */
    async reach(path, options = {}) {
      const giveUp = new AbortController();
      // A long text takes its time on a slow line, about a character in a millisecond.
      const timer = setTimeout(() => giveUp.abort(), LONGEST_WAIT_MS + (options.body?.length ?? 0));
      try {
        // We redirect no script, and nobody else shall: it would carry what was written away.
        const asked = { redirect: "manual", cache: "no-store", ...options, signal: giveUp.signal };
        const answer = await fetch(path, asked);
        const isOurs = line.isOurs(answer);
        line.state = isOurs ? "open" : answer.status < 500 ? "replaced" : "shut";
        if (!isOurs) return null;
        const wait = Number(answer.headers.get("Retry-After")) * 1000 || 0;
        return { status: answer.status, text: await answer.text(), wait, pause: Math.min(LONGEST_PAUSE_MS, wait) };
      } catch {
        line.state = "shut";
        return null;
      } finally {
        clearTimeout(timer);
      }
    },
    /** How long to rest after so many failures. */
    pauseAfter: (times) => Math.min(30_000, 500 * 2 ** Math.min(times, 10)) * (0.75 + Math.random() / 2),
  };

  window.closerLook.line = line;
})();
