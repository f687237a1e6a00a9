// What the bot says, as it comes: by the stream, and by short requests wherever a network holds the stream
// back, refuses it or lets it stall.
"use strict";

window.closerLook = window.closerLook ?? {};

(() => {
  const { line } = window.closerLook;

  const QUIET_MS = 45_000; // a live stream is heard at least every 15 seconds
  const HIDDEN_MS = 60_000; // browsers allow few lines to one address, so unseen pages give theirs up
  const HIDDEN_ASK_MS = 60_000; // and ask now and then whether there is something to look at
  const PATIENCE_MS = 3_000; // so long a stream that seems to work has for what a message led to
  const FIRST_ASK_MS = 1_000; // where none works
  const LONGEST_ASK_MS = 15_000;
  const MOST_ASKED = 6; // of a stream that seems to work: a message may lead to nothing

  /**
   * Listen for what comes after a change. `about` says whose page this is; `on` has a function for each kind of
   * event, `stale` for a page that is somebody else's by now, `changed` for the state of the line, and `woken`.
   */
  function listen(change, about, on) {
    let stream = null;
    let isLive = false; // the stream has been heard
    let isHeld = false; // it has been heard, and yet asking brought something sooner
    let isAwaited = false; // a message was acknowledged, and what it leads to has not come
    let isCrowded = false; // so many pages of this person are open that newer ones have the streams
    let isOver = false;
    let lastHeard = performance.now();
    let failures = 0;
    let asked = 3; // so often since something happened; opening the page gives the stream a while
    let asking = null;
    let askTimer = 0;
    let streamTimer = 0;
    let hiddenTimer = 0;

    const isTrusted = () => isLive && !isHeld;

    function hear(kind, data, id) {
      if (id) change = Math.max(change, Number(id));
      on[kind](data);
    }

    function heard() {
      lastHeard = performance.now();
      failures = 0;
      line.state = "open";
      if (!isLive) {
        isLive = true;
        askLater();
      }
      on.changed();
    }

    function connect() {
      disconnect();
      if (isOver || isCrowded) return;
      lastHeard = performance.now();
      const mine = new EventSource(`/chat/events?after=${change}&page=${about.name}`);
      stream = mine;
      for (const sign of ["ready", "ping"]) mine.addEventListener(sign, heard);
      for (const kind of ["entry", "signed-out", "erased", "reload"]) {
        mine.addEventListener(kind, (event) => {
          if (kind === "entry") isHeld = false;
          heard();
          hear(kind, event.data, event.lastEventId);
        });
      }
      mine.addEventListener("crowded", () => {
        if (mine !== stream) return;
        disconnect();
        isCrowded = true;
        soon();
      });
      mine.addEventListener("error", () => {
        if (mine !== stream) return;
        failures += 1;
        // A browser does not tell why a stream was refused, and asking does.
        if (isLive || failures === 1) asked = 0;
        isLive = false;
        askLater();
        if (mine.readyState !== EventSource.CLOSED) return;
        clearTimeout(streamTimer);
        streamTimer = setTimeout(connect, line.pauseAfter(failures));
      });
      askLater();
    }

    function disconnect() {
      clearTimeout(streamTimer);
      stream?.close();
      stream = null;
      isLive = false;
    }

    function soon() {
      asked = 0;
      askLater();
    }

    /** Ask again in a while, for as long as the stream brings nothing or something is awaited. */
    function askLater() {
      clearTimeout(askTimer);
      if (isOver || (!isAwaited && (isTrusted() || document.hidden))) return;
      const first = isTrusted() ? PATIENCE_MS : FIRST_ASK_MS;
      askTimer = setTimeout(ask, Math.min(LONGEST_ASK_MS, first * 1.5 ** Math.min(asked, 20)));
    }

    /** Ask for what is new. True where our own server answered. */
    function ask() {
      clearTimeout(askTimer);
      asking ??= askNow().finally(() => {
        asking = null;
        asked += 1;
        if (isTrusted() && asked >= MOST_ASKED) isAwaited = false;
        askLater();
        on.changed();
      });
      return asking;
    }

    async function askNow() {
      const language = document.documentElement.lang;
      const headers = { "X-Form-Token": about.token, "X-Page-Of": about.seal };
      const answer = await line.reach(`/chat/news?after=${change}&language=${language}`, { headers });
      if (answer?.status === 401) on["signed-out"]();
      else if (answer?.status === 403) on.stale();
      else if (answer?.status === 200) return takeAll(answer.text);
      return answer !== null;
    }

    function takeAll(text) {
      let events = [];
      try {
        events = JSON.parse(text);
      } catch {
        return false;
      }
      const newest = Math.max(0, ...events.map((event) => Number(event.id)));
      if (newest && newest <= change) return true; // the stream was quicker
      if (newest && isLive) isHeld = true;
      const hasMore = events.at(-1)?.event === "more";
      if (hasMore) events.pop();
      for (const { event, data, id } of events) hear(event, data, id);
      if (hasMore) return askNow();
      // What the stream holds back is older than this, and must not come after it.
      if (newest && !document.hidden) connect();
      return true;
    }

    /** Try again at once, after a while in which nothing could be heard. */
    function wake() {
      isCrowded = false;
      if (!document.hidden && (!isLive || performance.now() - lastHeard > QUIET_MS / 2)) connect();
      soon();
      on.woken();
    }

    document.addEventListener("visibilitychange", () => {
      clearTimeout(hiddenTimer);
      if (document.hidden) hiddenTimer = setTimeout(disconnect, HIDDEN_MS);
      else wake();
    });
    window.addEventListener("online", wake);
    window.addEventListener("offline", ask);
    window.addEventListener("pageshow", (event) => event.persisted && wake());
    window.addEventListener("pagehide", disconnect);
    setInterval(() => {
      if (!document.hidden && performance.now() - lastHeard > QUIET_MS) connect();
    }, 10_000);
    setInterval(() => {
      if (document.hidden && !stream && !isOver) ask();
    }, HIDDEN_ASK_MS);

    connect();
    return {
      ask,
      /** A message was acknowledged: what it leads to is to come. */
      awaitNews() {
        isAwaited = true;
        soon();
      },
      /** It has come. */
      satisfied() {
        isAwaited = false;
        soon();
      },
      end() {
        isOver = true;
        clearTimeout(askTimer);
        disconnect();
      },
    };
  }

  window.closerLook.listen = listen;
})();
