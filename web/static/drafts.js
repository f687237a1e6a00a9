// What this browser keeps of a person's unsent words, for each tab apart: a draft with the card that it was
// written for, what waits to be sent, and how long a card has been seen. What a closed tab left goes to the
// next one that is opened; what an open one holds stays there.
"use strict";

window.closerLook = window.closerLook ?? {};

(() => {
  const DRAFT = "draft/";
  const UNSENT = "unsent/";
  const SEEN = "seen";
  const HERE = "here"; // stands until the person leaves this browser: to whoever is not in it, nothing is left
  const OLD_DRAFT = "draft"; // what version 1 kept for all tabs together
  const ANSWER_MS = 300; // so long the other tabs have to say that they are there
  const LATE_MS = 1700; // so long more where something is kept of a tab that has not said so: it may be slow
  const TAB = "closer-look/tab";
  const OPEN = "closer-look/open"; // whose conversation is open in this browser, for the page without a connection

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const attempt = (kept, held) => {
    try {
      return kept();
    } catch {
      return held?.();
    }
  };

  /** What is kept under this person's name. Where the browser keeps nothing, the page at least does. */
  function openShelf(owner) {
    const prefix = `closer-look/${owner}/`;
    const memory = new Map();
    return {
      prefix,
      read(name) {
        const held = () => memory.get(name);
        const text = attempt(() => localStorage.getItem(prefix + name) ?? held(), held);
        return attempt(() => (text ? JSON.parse(text) : null), () => null);
      },
      write(name, value) {
        const text = JSON.stringify(value);
        attempt(
          () => localStorage.setItem(prefix + name, text),
          () => memory.set(name, text),
        );
      },
      remove(name) {
        memory.delete(name);
        attempt(() => localStorage.removeItem(prefix + name));
      },
      names() {
        const kept = attempt(() => Object.keys(localStorage), () => []);
        const ours = kept.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
        return [...new Set([...ours, ...memory.keys()])];
      },
    };
  }

  /**
   * The name of this tab, which outlives a reload. It is put down only while the tab is out of sight or is
   * left, so that a tab made as a copy of this one does not take it for its own.
   */
  function nameTab() {
    const claimed = attempt(() => sessionStorage.getItem(TAB)) || newId();
    const putDown = () => attempt(() => sessionStorage.setItem(TAB, claimed));
    const takeUp = () => attempt(() => sessionStorage.removeItem(TAB));
    if (document.hidden) putDown();
    else takeUp();
    document.addEventListener("visibilitychange", () => (document.hidden ? putDown() : takeUp()));
    window.addEventListener("pagehide", putDown);
    window.addEventListener("pageshow", (event) => event.persisted && takeUp());
    return claimed;
  }

  /**
   * This tab's part of what is kept. `on.moved` hears that another tab took this one's draft, `on.forgotten`
   * that it was thrown away, `on.sentElsewhere` the name of a message that another tab has dealt with.
   */
  function openTab(owner, on) {
    const shelf = openShelf(owner);
    const tab = nameTab();
    const mine = DRAFT + tab;
    const others = attempt(() => new BroadcastChannel(shelf.prefix));
    const present = new Set([tab]);
    attempt(() => localStorage.setItem(OPEN, JSON.stringify(owner)));
    let isForgotten = false;
    shelf.write(HERE, true);

    others?.addEventListener("message", ({ data }) => {
      if (data.here) present.add(data.here);
      else if (data.asks) others.postMessage({ here: tab });
    });

    window.addEventListener("storage", ({ key, newValue }) => {
      if (newValue !== null || !key?.startsWith(shelf.prefix)) return;
      const name = key.slice(shelf.prefix.length);
      if (name.startsWith(UNSENT)) on.sentElsewhere(name.slice(UNSENT.length));
      else if (name !== mine) return;
      else if (draftNames().length) on.moved();
      else on.forgotten();
    });

    const draftNames = () => shelf.names().filter((name) => name.startsWith(DRAFT));
    const unsent = () =>
      shelf
        .names()
        .filter((name) => name.startsWith(UNSENT))
        .map((name) => shelf.read(name))
        .filter(Boolean)
        .sort((one, other) => one.at - other.at);

    const leftUnsent = () => unsent().filter((item) => !present.has(item.tab));
    const leftDrafts = () =>
      [...draftNames(), OLD_DRAFT]
        .filter((name) => !present.has(name.slice(DRAFT.length)))
        .map((name) => ({ name, draft: shelf.read(name) }))
        .filter(({ draft }) => draft);

    /** Take over the newest draft that a closed tab left. */
    function adoptDraft() {
      const left = leftDrafts().sort((one, other) => (other.draft.at ?? 0) - (one.draft.at ?? 0));
      if (!left.length) return null;
      const [{ name, draft }] = left;
      shelf.write(mine, draft); // before it is gone elsewhere
      shelf.remove(name);
      return draft;
    }

    return {
      draft: () => shelf.read(mine),
      keepDraft: (draft) => (draft && !isForgotten ? shelf.write(mine, { ...draft, at: Date.now() }) : shelf.remove(mine)),
      adoptDraft,
      keepUnsent(item) {
        if (!isForgotten) shelf.write(UNSENT + item.posted.message_id, { ...item, tab });
      },
      dropUnsent: (item) => shelf.remove(UNSENT + item.posted.message_id),
      ownUnsent: () => unsent().filter((item) => item.tab === tab),
      leftUnsent,
      /** Whether the stores were emptied, as this person has left the browser or somebody else begins in it. */
      isLeft: () => shelf.read(HERE) === null,
      /** Whether this tab or another has anything that was not sent. */
      hasUnsent: () =>
        shelf.names().some((name) => name.startsWith(UNSENT) || name.startsWith(DRAFT) || name === OLD_DRAFT),
      readSeen: () => shelf.read(SEEN),
      keepSeen(seen) {
        if (isForgotten) return;
        const kept = shelf.read(SEEN);
        const isOlder = kept && (kept.card > seen.card || (kept.card === seen.card && kept.ms > seen.ms));
        if (!isOlder) shelf.write(SEEN, seen);
      },
      /** The session is over: what is kept is shown to nobody until its person is back. */
      close() {
        attempt(() => localStorage.removeItem(OPEN));
      },
      forgetAll() {
        isForgotten = true;
        attempt(() => localStorage.removeItem(OPEN));
        shelf.names().forEach((name) => shelf.remove(name));
      },
      /** Resolves once the other tabs have had the time to say that they are there. */
      rollCall() {
        others?.postMessage({ asks: true });
        const wait = (ms) => new Promise((done) => setTimeout(done, others ? ms : 0));
        const left = () => leftUnsent().length || leftDrafts().length;
        return wait(ANSWER_MS).then(() => (left() ? wait(LATE_MS) : undefined));
      },
    };
  }

  window.closerLook.newId = newId;
  window.closerLook.openTab = openTab;
})();
