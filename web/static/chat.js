// The chat page: sends what is written and keeps it in this browser until it is acknowledged, shows what
// the bot says as it says it, and picks up again after sleep or a lost line. Every card also works as a
// plain form without this script. Words never leave for anywhere but our own address.
"use strict";

(() => {
  const chat = document.getElementById("chat");
  if (!chat) return;

  const say = JSON.parse(document.getElementById("phrases").textContent);
  const log = document.getElementById("log");
  const announcer = document.getElementById("announcer");
  const composer = document.getElementById("composer");
  const write = document.getElementById("write");
  const box = document.getElementById("text");
  const send = document.getElementById("send");
  const correcting = document.getElementById("correcting");
  const counted = document.getElementById("counted");
  const status = document.getElementById("status");
  const jump = document.getElementById("jump");
  // Our English is British; its dates and numbers are, too.
  const language = document.documentElement.lang.replace(/^en$/, "en-GB");
  const numbers = new Intl.NumberFormat(language);
  const limit = Number(chat.dataset.limit);

  const QUIET_MS = 45_000; // a live line is heard at least every 15 seconds
  const HIDDEN_MS = 60_000; // browsers allow few lines to one address, so unseen pages give theirs up
  const SEND_MS = 30_000;
  const SLOW_MS = 5_000;
  const LONGEST_PAUSE_MS = 30_000;
  const SPOKEN_MS = 5_000;
  const NEAR_PX = 200;

  // ---- What this browser keeps ----------------------------------------------------------------------

  const shelf = (() => {
    const prefix = `closer-look/${chat.dataset.drafts}/`;
    const memory = new Map(); // where the browser keeps nothing, the page at least does
    const attempt = (kept, held) => {
      try {
        return kept();
      } catch {
        return held();
      }
    };
    return {
      read(name) {
        const text = attempt(
          () => localStorage.getItem(prefix + name) ?? memory.get(name),
          () => memory.get(name),
        );
        return text ? JSON.parse(text) : null;
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
        attempt(
          () => localStorage.removeItem(prefix + name),
          () => undefined,
        );
      },
      names() {
        const kept = attempt(
          () => Object.keys(localStorage),
          () => [],
        );
        const ours = kept.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
        return [...new Set([...ours, ...memory.keys()])];
      },
    };
  })();

  const forgetAll = () => shelf.names().forEach((name) => shelf.remove(name));

  const UNSENT = "unsent/";
  const DRAFT = "draft";

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // ---- Which card is on the screen, and for how long --------------------------------------------------

  const seen = { number: null, since: null, before: 0 };

  function onScreen(number) {
    if (seen.number !== null && number <= seen.number) return;
    seen.number = number;
    seen.before = 0;
    seen.since = document.hidden ? null : performance.now();
  }

  function countSeen() {
    if (document.hidden && seen.since !== null) {
      seen.before += performance.now() - seen.since;
      seen.since = null;
    } else if (!document.hidden && seen.since === null) {
      seen.since = performance.now();
    }
  }

  function whatWasSeen() {
    if (seen.number === null) return {};
    const now = seen.since === null ? 0 : performance.now() - seen.since;
    return { seen_card: seen.number, seen_seconds: Math.round((seen.before + now) / 10) / 100 };
  }

  const watcher = new IntersectionObserver(
    (found) => {
      for (const each of found) {
        if (each.isIntersecting) onScreen(Number(each.target.dataset.number));
      }
    },
    { rootMargin: `0px 0px -${composer.offsetHeight}px 0px` },
  );

  // ---- The list ---------------------------------------------------------------------------------------

  const entries = () => Array.from(log.children);
  const isKept = (item) => item.dataset.number !== undefined;
  const ownEntry = (messageId) => entries().find((item) => item.dataset.messageId === messageId);

  function mend(item) {
    const time = item.querySelector("time");
    if (time) {
      const at = new Date(time.dateTime);
      const isToday = at.toDateString() === new Date().toDateString();
      const day = isToday ? {} : { day: "numeric", month: "short" };
      time.textContent = new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
      time.hidden = false;
    }
    if (item.hasAttribute("data-card")) watcher.observe(item);
  }

  function isNearEnd() {
    return document.documentElement.scrollHeight - window.scrollY - window.innerHeight < NEAR_PX;
  }

  /** Scroll to the end, but never so far that the beginning of what is new leaves the screen. */
  function settle(firstNew = null) {
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const top = firstNew ? window.scrollY + firstNew.getBoundingClientRect().top - 12 : end;
    window.scrollTo(0, Math.max(0, Math.min(end, top)));
    jump.hidden = true;
  }

  function announce(item) {
    const said = item.querySelector(".said")?.cloneNode(true);
    if (!said) return;
    said.querySelectorAll("[aria-hidden]").forEach((drawn) => drawn.remove());
    const pieces = Array.from(said.querySelectorAll("h2, h3, p, li, blockquote, figcaption"));
    const text = document.createElement("p");
    text.textContent = pieces.map((piece) => piece.textContent.trim()).join("\n");
    announcer.append(text);
    setTimeout(() => text.remove(), SPOKEN_MS);
  }

  /** Put an entry in its place by its number, or anew where it already stands. */
  function place(item) {
    mend(item);
    settleCorrection(item);
    const old = document.getElementById(item.id);
    if (old) {
      const holder = old.contains(document.activeElement) ? document.activeElement : null;
      old.replaceWith(item);
      if (holder) handOver(item, holder);
      return false;
    }
    const waiting = item.dataset.messageId && ownEntry(item.dataset.messageId);
    if (waiting) waiting.remove();
    const number = Number(item.dataset.number);
    const following = entries().find((each) => !isKept(each) || Number(each.dataset.number) > number);
    item.classList.add("fresh");
    log.insertBefore(item, following ?? null);
    return true;
  }

  // ---- Focus: a button that goes away hands it on -----------------------------------------------------

  let focusOwed = null;

  function handOver(item, holder) {
    const same = Array.from(item.querySelectorAll("button")).find(
      (button) => holder.value && button.value === holder.value,
    );
    const target = same ?? item.querySelector("[tabindex]");
    target.focus({ preventScroll: true });
    // The card that follows gets it, unless the person has moved on in the meantime.
    focusOwed = same ? null : target;
  }

  function payFocus(item) {
    if (!focusOwed) return;
    const isStillThere = document.activeElement === focusOwed || document.activeElement === document.body;
    if (isStillThere) item.querySelector("[tabindex]").focus({ preventScroll: true });
    focusOwed = null;
  }

  // ---- What the bot says ------------------------------------------------------------------------------

  let stream = null;
  let change = Number(chat.dataset.change);
  let lastHeard = performance.now();
  let isLive = false;
  let halted = null; // the name of the phrase that says why nothing is sent any more
  let actedAt = -Infinity;
  let slowTimer = 0;
  let streamTimer = 0;
  let streamFailures = 0;
  let batch = null;

  const heard = () => {
    lastHeard = performance.now();
    streamFailures = 0;
    if (!isLive) {
      isLive = true;
      showStatus();
    }
  };

  function take(event) {
    heard();
    if (event.lastEventId) change = Math.max(change, Number(event.lastEventId));
    const holder = document.createElement("template");
    holder.innerHTML = event.data;
    const item = holder.content.firstElementChild;
    if (!batch) {
      batch = { follow: isNearEnd() || performance.now() - actedAt < 10_000, fresh: [] };
      // Several entries come as several events; one look at the whole is enough.
      setTimeout(finishBatch, 30);
    }
    if (place(item)) batch.fresh.push(item);
  }

  function finishBatch() {
    const { follow, fresh } = batch;
    batch = null;
    const ours = fresh.filter((item) => item.classList.contains("ours"));
    ours.forEach(announce);
    if (ours.length) {
      clearTimeout(slowTimer);
      slowTimer = 0;
      actedAt = -Infinity;
      showStatus();
      restButtons();
      payFocus(ours[0]);
    }
    if (fresh.length && follow) settle(ours[0] ?? fresh[0]);
    else if (ours.length) jump.hidden = false;
  }

  function connect() {
    clearTimeout(streamTimer);
    disconnect();
    if (halted) return;
    lastHeard = performance.now();
    const mine = new EventSource(`/chat/events?after=${change}`);
    stream = mine;
    mine.addEventListener("ready", heard);
    mine.addEventListener("ping", heard);
    mine.addEventListener("entry", take);
    mine.addEventListener("signed-out", leave);
    mine.addEventListener("erased", () => {
      forgetAll();
      location.replace("/?erased");
    });
    mine.addEventListener("reload", () => location.reload());
    mine.addEventListener("error", () => {
      isLive = false;
      streamFailures += 1;
      if (mine === stream && mine.readyState === EventSource.CLOSED) connectLater();
      setTimeout(showStatus, 3000);
    });
  }

  function disconnect() {
    stream?.close();
    stream = null;
  }

  async function connectLater() {
    disconnect();
    streamTimer = setTimeout(connect, pauseFor(streamFailures));
    // A browser does not tell why a stream was refused, so ask.
    const answer = await fetch("/chat/events", { method: "HEAD" }).catch(() => null);
    if (answer?.status === 401) leave();
  }

  /** The session is over: take the conversation off the screen, unless there is something unsent to keep. */
  function leave() {
    if (queue.length || box.value.trim()) return halt("signedOut");
    forgetAll();
    return location.replace("/?ended");
  }

  // ---- What is sent -----------------------------------------------------------------------------------

  const queue = [];
  const undecided = new Map(); // corrections that were sent, by the message that they change
  let isSending = false;
  let failures = 0;
  let trouble = "";
  let retryTimer = 0;
  let latestAt = 0;

  const pauseFor = (times) => Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(times, 10)) * (0.75 + Math.random() / 2);

  function enqueue(fields) {
    latestAt = Math.max(latestAt + 1, Date.now()); // what is written later is sent later, whatever the clock does
    const item = { at: latestAt, posted: { message_id: newId(), ...fields, ...whatWasSeen() } };
    shelf.write(UNSENT + item.posted.message_id, item);
    queue.push(item);
    actedAt = performance.now();
    if (fields.action === undefined) showWaiting(item);
    flush();
  }

  function showWaiting(item) {
    const { message_id, text, corrects } = item.posted;
    if (corrects) {
      undecided.set(corrects, item);
      return mark(item, "savingChange");
    }
    const waiting = document.getElementById("pending").content.firstElementChild.cloneNode(true);
    waiting.dataset.messageId = message_id;
    waiting.querySelector(".words").textContent = text;
    log.append(waiting);
    mark(item, "sending");
    settle(waiting);
  }

  function mark(item, phrase) {
    const state = ownEntry(item.posted.corrects ?? item.posted.message_id)?.querySelector(".state");
    if (state) state.textContent = phrase ? say[phrase] : "";
  }

  async function post(item) {
    if (!navigator.onLine) return null;
    try {
      return await fetch("/chat", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Form-Token": chat.dataset.token },
        body: JSON.stringify(item.posted),
        signal: AbortSignal.timeout?.(SEND_MS),
      });
    } catch {
      return null;
    }
  }

  async function flush() {
    if (isSending || halted) return;
    clearTimeout(retryTimer);
    isSending = true;
    while (queue.length && !halted) {
      const item = queue[0];
      const answer = await post(item);
      if (answer?.status === 202) acknowledge(item);
      else if (answer?.status === 401) halt("signedOut");
      else if (answer?.status === 403) halt("stale");
      else if (answer?.status === 400 || answer?.status === 413) giveBack(item);
      else {
        retryLater(answer);
        break;
      }
    }
    isSending = false;
    showStatus();
  }

  function drop(item) {
    queue.splice(queue.indexOf(item), 1);
    shelf.remove(UNSENT + item.posted.message_id);
  }

  function acknowledge(item) {
    drop(item);
    failures = 0;
    trouble = "";
    // What became of a correction may be known before it is known to have arrived.
    const { corrects } = item.posted;
    if (!corrects) mark(item, "sent");
    else if (undecided.get(corrects) === item) mark(item, "savingChange");
    clearTimeout(slowTimer);
    slowTimer = setTimeout(() => {
      slowTimer = -1;
      restButtons();
      showStatus();
    }, SLOW_MS);
  }

  function giveBack(item) {
    drop(item);
    const { text, action, corrects, message_id } = item.posted;
    if (action !== undefined) {
      restButtons();
      trouble = "tapUnread";
      return;
    }
    if (corrects) {
      undecided.delete(corrects);
      mark(item, "");
    } else ownEntry(message_id)?.remove();
    putBack(text);
    trouble = "unread";
  }

  function putBack(text) {
    box.value = box.value ? `${text}\n\n${box.value}` : text;
    fit();
    keepDraft();
  }

  /** A message has come as it stands now: if a correction of it was refused, its words go back into the box. */
  function settleCorrection(item) {
    const { messageId, refused } = item.dataset;
    const sent = undecided.get(messageId);
    undecided.delete(messageId);
    if (!sent || refused === undefined) return;
    const isOffered = item.querySelector(".change") && !write.elements.corrects.value;
    if (isOffered) correct(messageId, sent.posted.text);
    else putBack(sent.posted.text);
  }

  function retryLater(answer) {
    failures += 1;
    trouble = answer?.status === 429 || answer?.status === 503 ? "busy" : "unreachable";
    queue.forEach((item) => mark(item, "waiting"));
    const asked = Number(answer?.headers.get("Retry-After")) * 1000 || 0;
    retryTimer = setTimeout(flush, Math.max(asked, pauseFor(failures)));
  }

  function wake() {
    failures = 0;
    if (!document.hidden && (!stream || performance.now() - lastHeard > QUIET_MS / 2 || !isLive)) connect();
    flush();
    showStatus();
  }

  function halt(why) {
    halted = why;
    clearTimeout(streamTimer);
    clearTimeout(retryTimer);
    disconnect();
    queue.forEach((item) => mark(item, "waiting"));
    showStatus();
  }

  function showStatus() {
    let phrase = "";
    if (halted) phrase = halted;
    else if (!navigator.onLine) phrase = "offline";
    else if (trouble) phrase = trouble;
    else if (!isLive && stream?.readyState !== EventSource.OPEN && streamFailures + failures > 0) phrase = "unreachable";
    else if (slowTimer === -1) phrase = "slow";
    const text = phrase ? say[phrase] : "";
    if (status.textContent !== text) status.textContent = text;
  }

  // ---- Writing ----------------------------------------------------------------------------------------

  let aside = ""; // what stood in the box before a correction was begun

  const characters = () => (box.value.length < limit / 2 ? box.value.length : Array.from(box.value.trim()).length);

  function fit() {
    if (!CSS.supports("field-sizing", "content")) {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 2}px`;
    }
    const left = limit - characters();
    const isLong = left < 0;
    counted.hidden = left > limit / 10;
    counted.textContent = (isLong ? say.over : say.left).replace("{n}", numbers.format(Math.abs(left)));
    counted.classList.toggle("wrong", isLong);
    if (isLong) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    return !isLong;
  }

  function keepDraft() {
    const corrects = write.elements.corrects.value;
    if (box.value || corrects) shelf.write(DRAFT, { text: box.value, corrects, aside });
    else shelf.remove(DRAFT);
  }

  function submitWords() {
    const corrects = write.elements.corrects.value || undefined;
    if (!box.value.trim()) return tell("empty");
    if (!fit()) return tell("tooLong");
    const text = box.value.toWellFormed ? box.value.toWellFormed() : box.value;
    if (corrects) correct(null);
    else box.value = "";
    keepDraft();
    fit();
    trouble = "";
    enqueue({ text, corrects });
    box.focus();
  }

  function tell(phrase) {
    status.textContent = "";
    setTimeout(() => {
      status.textContent = say[phrase];
    }, 50);
    box.focus();
  }

  /** Begin to correct a message, or with null go back to writing a new one. */
  function correct(messageId, text = "") {
    const wasCorrecting = write.elements.corrects.value;
    if (messageId && !wasCorrecting) aside = box.value;
    write.elements.corrects.value = messageId ?? "";
    box.value = messageId ? text : aside;
    if (!messageId) aside = "";
    showCorrecting();
    keepDraft();
    fit();
  }

  function showCorrecting() {
    const isCorrecting = Boolean(write.elements.corrects.value);
    correcting.hidden = !isCorrecting;
    document.querySelector("label[for=text]").textContent = isCorrecting ? say.changing : say.reply;
    send.textContent = isCorrecting ? say.saveChange : say.send;
  }

  // ---- Taps -------------------------------------------------------------------------------------------

  function tap(form, button) {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    for (const each of form.querySelectorAll("button")) each.setAttribute("aria-disabled", "true");
    button.classList.add("pressed");
    enqueue({ card: Number(form.elements.card.value), action: button.value });
  }

  /** Let the buttons of cards that are still open be pressed again. */
  function restButtons() {
    const waiting = queue.map((item) => item.posted.card);
    for (const form of log.querySelectorAll("form.choices[data-busy]")) {
      if (waiting.includes(Number(form.elements.card.value))) continue;
      delete form.dataset.busy;
      for (const each of form.querySelectorAll("button")) {
        each.removeAttribute("aria-disabled");
        each.classList.remove("pressed");
      }
    }
  }

  // ---- Events -----------------------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "sign-out") {
      const isUnsent = queue.length || box.value.trim();
      const asked = [say.leaving, ...(isUnsent ? [say.losing] : []), say.wayBack];
      if (!window.confirm(asked.join("\n\n"))) return event.preventDefault();
      form.elements.sure.value = "yes";
      forgetAll();
      return undefined;
    }
    // A file stays on its owner's disk until it is taken, so the browser itself may send it.
    if (form.matches(".upload")) return undefined;
    event.preventDefault();
    if (form.id === "write") submitWords();
    else if (form.id === "quick") enqueue({ text: event.submitter.value });
    else if (form.matches(".choices")) tap(form, event.submitter);
    else if (form.matches(".change")) {
      const item = form.closest("li");
      correct(item.dataset.messageId, item.querySelector(".words").textContent);
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }
    return undefined;
  });

  correcting.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    correct(null);
    box.focus();
  });

  box.addEventListener("input", () => {
    keepDraft();
    fit();
    if (trouble === "unread" || trouble === "tapUnread") trouble = "";
    showStatus();
  });

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      submitWords();
    } else if (event.key === "Escape" && write.elements.corrects.value) {
      correct(null);
    }
  });

  jump.addEventListener("click", () => {
    const newest = log.lastElementChild;
    settle(newest);
    newest?.querySelector("[tabindex]").focus({ preventScroll: true });
  });

  let hiddenTimer = 0;
  document.addEventListener("visibilitychange", () => {
    countSeen();
    clearTimeout(hiddenTimer);
    if (document.hidden) hiddenTimer = setTimeout(disconnect, HIDDEN_MS);
    else wake();
  });
  window.addEventListener("online", wake);
  window.addEventListener("offline", showStatus);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("scroll", () => isNearEnd() && (jump.hidden = true), { passive: true });
  setInterval(() => {
    if (!document.hidden && performance.now() - lastHeard > QUIET_MS) connect();
  }, 10_000);

  // ---- Begin ------------------------------------------------------------------------------------------

  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--composer", `${composer.offsetHeight}px`);
  }).observe(composer);

  entries().forEach(mend);
  document.documentElement.classList.add("scripted");
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    const keys = document.getElementById("keys");
    keys.textContent = keys.textContent.replace("Ctrl", "⌘");
  }

  const draft = shelf.read(DRAFT);
  if (draft && !write.elements.corrects.value) {
    aside = draft.aside ?? "";
    box.value = draft.text;
    if (draft.corrects && !ownEntry(draft.corrects)) box.value = aside || draft.text;
    else write.elements.corrects.value = draft.corrects ?? "";
    showCorrecting();
  }
  fit();

  const unsent = shelf.names().filter((name) => name.startsWith(UNSENT));
  const left = unsent.map((name) => shelf.read(name)).sort((one, other) => one.at - other.at);
  for (const item of left) {
    if (!item.posted.corrects && ownEntry(item.posted.message_id)) {
      shelf.remove(UNSENT + item.posted.message_id); // it had arrived; only the word of it was lost
      continue;
    }
    queue.push(item);
    if (item.posted.action === undefined) showWaiting(item);
  }

  history.scrollRestoration = "manual";
  settle(log.lastElementChild);
  connect();
  flush();
})();
