// The chat page: shows what the bot says and takes what is written, which this browser keeps until it is
// acknowledged. How it is sent and heard is in queue.js and news.js. Every card also works as a plain form
// without this script. Words never leave for anywhere but our own address.
"use strict";

(() => {
  const chat = document.getElementById("chat");
  const { haveCome, isUnshown, language, line, listen, newId, openQueue, openTab, writeTimes } = window.closerLook ?? {};
  // Where not all of the script has come, the plain forms do.
  if (!chat || !haveCome || !isUnshown || !line || !listen || !openQueue || !openTab || !writeTimes) return;

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
  const topBar = document.querySelector(".top");
  const numbers = new Intl.NumberFormat(language);
  const limit = Number(chat.dataset.limit);

  const NO_CARD = { seen_card: 0, seen_seconds: 0, was_kept: true }; // so that words go to none unasked
  const SLOW_MS = 5_000;
  const SPOKEN_MS = 5_000;
  const LEFT_MS = 500; // so often a tab whose session is over looks whether its person has left the browser
  const NEAR_PX = 200;

  // ---- What this browser keeps ----------------------------------------------------------------------

  const tab = openTab(chat.dataset.drafts, {
    moved: () => giveUpDraft("moved"),
    forgotten: () => giveUpDraft(""),
    sentElsewhere: dealtWith,
  });

  /** Another tab has this one's draft now, or everything was thrown away there. */
  function giveUpDraft(phrase) {
    if (phrase && !box.value && !write.elements.corrects.value) return;
    clearBox();
    told = phrase;
    showStatus();
  }

  // ---- Which card is on the screen, and for how long --------------------------------------------------

  const seen = { number: null, since: null, before: 0 };
  const seenBefore = tab.readSeen();
  if (seenBefore) {
    // The page was loaded again, or another tab showed it: it has been read for that long already.
    seen.number = seenBefore.card;
    seen.before = seenBefore.ms;
    seen.since = document.hidden ? null : performance.now();
  }

  function onScreen(number) {
    if (seen.number !== null && number <= seen.number) return;
    seen.number = number;
    seen.before = 0;
    seen.since = document.hidden ? null : performance.now();
    keepSeen();
  }

  function countSeen() {
    if (document.hidden && seen.since !== null) {
      seen.before += performance.now() - seen.since;
      seen.since = null;
    } else if (!document.hidden && seen.since === null) {
      seen.since = performance.now();
    }
    keepSeen();
  }

  // Never below nothing, whatever a clock does: words are not refused for that.
  const seenFor = () => Math.max(0, seen.before + (seen.since === null ? 0 : performance.now() - seen.since));

  function keepSeen() {
    if (seen.number !== null) tab.keepSeen({ card: seen.number, ms: seenFor() });
  }

  function whatWasSeen() {
    if (seen.number === null) return {};
    return { seen_card: seen.number, seen_seconds: Math.round(seenFor() / 10) / 100 };
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
    writeTimes(item);
    if (item.hasAttribute("data-card")) watcher.observe(item);
  }

  function isNearEnd() {
    return document.documentElement.scrollHeight - window.scrollY - window.innerHeight < NEAR_PX;
  }

  /** Scroll to the end, but never so far that the beginning of what is new leaves the screen. */
  function settle(firstNew = null) {
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const top = firstNew ? window.scrollY + firstNew.getBoundingClientRect().top - topBar.offsetHeight - 12 : end;
    window.scrollTo(0, Math.max(0, Math.min(end, top)));
    jump.hidden = true;
  }

  function announce(item) {
    const said = item.querySelector(".said")?.cloneNode(true);
    if (!said) return;
    said.querySelectorAll("[aria-hidden], .hand-on").forEach((drawn) => drawn.remove());
    // Of an item that holds more than words, each of its parts is said, and none of them twice.
    const pieces = Array.from(said.querySelectorAll("h2, h3, p, li, blockquote, figcaption"))
      .filter((piece) => !piece.querySelector("p, li"));
    const text = document.createElement("p");
    text.textContent = pieces.map((piece) => piece.textContent.trim()).join("\n");
    announcer.append(text);
    setTimeout(() => text.remove(), SPOKEN_MS);
  }

  /** Put an entry in its place by its number, or anew where it already stands. */
  function place(item) {
    mend(item);
    settleCorrection(item);
    if (isUnshown(Number(item.dataset.number))) return false;
    const old = document.getElementById(item.id);
    if (old) {
      const holder = old.contains(document.activeElement) ? document.activeElement : null;
      old.replaceWith(item);
      if (holder) handOver(item, holder);
      return false;
    }
    const { messageId } = item.dataset;
    const waiting = messageId && ownEntry(messageId);
    if (waiting) waiting.remove();
    arrived(messageId);
    const number = Number(item.dataset.number);
    const following = entries().find((each) => !isKept(each) || Number(each.dataset.number) > number);
    item.classList.add("fresh");
    log.insertBefore(item, following ?? null);
    return true;
  }

  // ---- Focus: a button that goes away hands it on -----------------------------------------------------

  let focusOwed = null;

  /** An answer that was ticked stands for the opposite now. */
  const isSameAnswer = (button, holder) =>
    holder.hasAttribute("aria-pressed") && button.dataset.label === holder.dataset.label;

  function handOver(item, holder) {
    const same = Array.from(item.querySelectorAll("button")).find(
      (button) => holder.value && (button.value === holder.value || isSameAnswer(button, holder)),
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

  let halted = null; // the name of the phrase that says why nothing is sent any more
  let actedAt = -Infinity;
  let isLeaving = false; // the person has signed out here, and the page for it is on its way
  let answeredAt = -Infinity;
  let slowTimer = 0;
  let batch = null;

  function take(markup) {
    const holder = document.createElement("template");
    holder.innerHTML = markup;
    const item = holder.content.firstElementChild;
    if (!batch) {
      batch = { follow: isNearEnd() || performance.now() - actedAt < 10_000, fresh: [], isAnswer: false };
      // Several entries come as several events; one look at the whole is enough.
      setTimeout(finishBatch, 30);
    }
    if (item.classList.contains("ours")) {
      batch.isAnswer = true;
      answeredAt = performance.now();
    }
    if (place(item)) batch.fresh.push(item);
  }

  function finishBatch() {
    const { follow, fresh, isAnswer } = batch;
    batch = null;
    const ours = fresh.filter((item) => item.classList.contains("ours"));
    takeHanded();
    ours.forEach(announce);
    if (isAnswer) {
      clearTimeout(slowTimer);
      slowTimer = 0;
      news.satisfied();
      showStatus();
      restButtons();
      showLabel();
      showAround();
    }
    if (ours.length) {
      haveCome(ours.length);
      actedAt = -Infinity;
      payFocus(ours[0]);
    }
    if (fresh.length && follow) settle(ours[0] ?? fresh[0]);
    else if (ours.length) jump.hidden = false;
  }

  /** The session is over: take the conversation off the screen, unless there is something unsent to keep. */
  function leave() {
    if (isLeaving) return undefined;
    tab.close();
    if (tab.isLeft()) return vanish();
    if (queue.items.length || box.value.trim()) return halt("signedOut");
    // What another tab holds, and says that it keeps, stays.
    if (!tab.hasUnsent()) tab.forgetAll();
    return location.replace("/?ended");
  }

  /** Somebody else may begin here: nothing of this person's stays on the screen or in the stores. */
  function vanish() {
    tab.forgetAll();
    return location.replace("/?ended");
  }

  // ---- What is sent -----------------------------------------------------------------------------------

  const undecided = new Map(); // corrections that were sent, by the message that they change
  const returned = new Map(); // names of messages that came back into the box, by their words
  let told = ""; // the name of the phrase about what is in the box, until the next thing is written
  let latestAt = 0;
  let actedOn = 0; // the newest card that was on the screen when something was said to it

  function enqueue(fields) {
    latestAt = Math.max(latestAt + 1, Date.now()); // what is written later is sent later, whatever the clock does
    const posted = { message_id: newId(), ...whatWasSeen(), ...fields };
    const item = { at: latestAt, posted };
    tab.keepUnsent(item);
    queue.items.push(item);
    if (!fields.corrects) actedOn = Math.max(actedOn, posted.seen_card ?? 0);
    told = "";
    actedAt = performance.now();
    if (fields.action === undefined) showWaiting(item);
    queue.flush();
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

  const forget = tab.dropUnsent;

  /** A message of one's own is here: it was kept, whether we were told so or not. */
  function arrived(messageId) {
    const item = queue.items.find(({ posted }) => posted.message_id === messageId && !posted.corrects);
    if (item && queue.drop(item)) acknowledge(item);
  }

  /** Another tab has sent this message or has its words back. */
  function dealtWith(messageId) {
    const item = queue.items.find(({ posted }) => posted.message_id === messageId);
    if (!item || !queue.drop(item)) return;
    const { corrects } = item.posted;
    mark(item, "");
    if (corrects) undecided.delete(corrects);
    else ownEntry(messageId)?.remove();
    restButtons();
  }

  function acknowledge(item) {
    forget(item);
    // What became of a correction may be known before it is known to have arrived.
    const { corrects } = item.posted;
    if (!corrects) mark(item, "sent");
    else if (undecided.get(corrects) === item) mark(item, "savingChange");
    if (answeredAt > item.sentAt) return restButtons();
    news.awaitNews();
    clearTimeout(slowTimer);
    slowTimer = setTimeout(() => {
      slowTimer = -1;
      restButtons();
      showStatus();
    }, SLOW_MS);
    return undefined;
  }

  /** A message could not be sent: its words go back to where they can be changed and sent again. */
  function giveBack(item, why) {
    forget(item);
    const { text, action, corrects, message_id } = item.posted;
    told = why;
    if (action !== undefined) {
      told = why === "unread" ? "tapUnread" : "tapRefused";
      return restButtons();
    }
    mark(item, "");
    if (corrects) {
      undecided.delete(corrects);
      return returnCorrection(ownEntry(corrects), text);
    }
    ownEntry(message_id)?.remove();
    // An answer may have been lost after all. Sent again as they are, the words then count once.
    returned.set(text, message_id);
    return putBack(text, item.posted);
  }

  let lastBack = ""; // what came back into the box; what follows it is put behind it

  const behind = (first, second) => [first, second].filter(Boolean).join("\n\n");

  /** Put words back into the box, with what they are about. */
  function putBack(text, { seen_card, seen_seconds, was_kept }) {
    const isChanging = Boolean(write.elements.corrects.value);
    const standing = isChanging ? aside : box.value;
    const before = lastBack && standing.startsWith(lastBack) ? lastBack : "";
    const rest = standing.slice(before.length).replace(/^\n\n/, "");
    const isBeside = Boolean(standing && written);
    const isOfSeveral = isBeside && written.seen_card !== seen_card;
    isFromBefore = Boolean(was_kept) || isOfSeveral || (isBeside && isFromBefore);
    if (!isBeside || seen_card < written.seen_card) written = { seen_card, seen_seconds };
    isBack = true;
    lastBack = behind(before, text);
    if (isChanging) {
      aside = behind(lastBack, rest);
      told = told && "besideChange";
    } else box.value = behind(lastBack, rest);
    fit();
    keepDraft();
  }

  /** Refused words of a correction go on as one, unless the box has another or theirs can be changed no more. */
  function returnCorrection(entry, text) {
    const canGoOn = entry?.querySelector(".change") && !write.elements.corrects.value;
    if (canGoOn) correct(entry.dataset.messageId, text);
    else putBack(text, NO_CARD);
  }

  /** A message has come as it stands now: if a correction of it was refused, its words go back into the box. */
  function settleCorrection(item) {
    const { messageId, refused } = item.dataset;
    const sent = undecided.get(messageId);
    undecided.delete(messageId);
    if (sent && refused !== undefined) returnCorrection(item, sent.posted.text);
  }

  function halt(why) {
    halted = why;
    news.end();
    queue.halt();
    showStatus();
    // The stores may be emptied after this tab has learnt that its session is over.
    setInterval(() => tab.isLeft() && vanish(), LEFT_MS);
  }

  function showStatus() {
    let phrase = "";
    if (halted) phrase = halted;
    else if (told) phrase = told;
    else if (queue.isFull()) phrase = "full";
    else if (queue.isBusy()) phrase = "busy";
    else if (line.state === "replaced") phrase = "replaced";
    else if (line.state === "shut") phrase = navigator.onLine ? "unreachable" : "offline";
    else if (slowTimer === -1) phrase = "slow";
    const text = phrase ? say[phrase] : "";
    if (status.textContent !== text) status.textContent = text;
  }

  // ---- Writing ----------------------------------------------------------------------------------------

  let aside = ""; // what stood in the box before a correction was begun
  let begun = {}; // corrections that were begun and left, by the message that they change
  let handed = { card: "", words: "" }; // what the open card put into the box, to be changed
  let written = null; // what was seen when the words in the box were written
  let isBack = false; // they were sent for that card and came back: reworded, they are still about it
  let isFromBefore = false; // they have been kept since, through a reload or out of sight

  const isBlank = (text) => !/[^\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);

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
    const isEmpty = !box.value && !corrects && !Object.keys(begun).length;
    const back = [...returned];
    const words = { text: box.value, corrects, aside, begun, written, isBack, handed, returned: back };
    tab.keepDraft(isEmpty ? null : words);
    keepSeen();
  }

  /** Take up a draft as it was kept, with the card that it was written for. */
  function takeUp(draft) {
    aside = draft.aside ?? "";
    begun = draft.begun ?? {};
    for (const [text, name] of draft.returned ?? []) returned.set(text, name);
    written = draft.written ?? null;
    isBack = draft.isBack ?? false;
    handed = draft.handed ?? handed;
    isFromBefore = true;
    box.value = draft.text;
    write.elements.corrects.value = draft.corrects ?? "";
    showCorrecting();
    keepDraft();
    fit();
  }

  /**
   * The open card hands the person's own words back, to be changed: into the box, unless they are writing there.
   * Words that were handed back and left as they are leave the box with their card.
   */
  function takeHanded() {
    const open = entries().findLast((item) => item.dataset.handed !== undefined);
    const card = open?.id ?? "";
    if (card === handed.card) return;
    const standing = write.elements.corrects.value ? aside : box.value;
    const left = handed.words && standing === handed.words ? "" : standing;
    handed = { card, words: open?.dataset.handed ?? "" };
    if (write.elements.corrects.value) aside = left || handed.words;
    else box.value = left || handed.words;
    keepDraft();
    fit();
  }

  function clearBox() {
    aside = "";
    begun = {};
    written = null;
    isBack = false;
    box.value = "";
    write.elements.corrects.value = "";
    showCorrecting();
    fit();
  }

  /** What the words in the box were written for: another card may have come since they were. */
  function writtenFor() {
    const isOfEarlier = written && written.seen_card < seen.number;
    if (!isOfEarlier) return {};
    const { seen_card, seen_seconds } = written;
    // Where a later card has been replied to since, the last reply is not the one that they belong to.
    const was_kept = isFromBefore || actedOn > seen_card;
    return { seen_card, seen_seconds, ...(was_kept ? { was_kept } : {}) };
  }

  /** Words are about the card that stands above them while they are written. */
  function noteWhatTheyAreAbout() {
    if (write.elements.corrects.value || (isBack && !isBlank(box.value))) return;
    written = whatWasSeen();
    isBack = false;
    isFromBefore = false;
  }

  function submitWords() {
    const corrects = write.elements.corrects.value || undefined;
    if (isBlank(box.value)) return tell("empty");
    if (!fit()) return tell("tooLong");
    const text = box.value.toWellFormed ? box.value.toWellFormed() : box.value;
    const again = corrects ? undefined : returned.get(text);
    returned.delete(text);
    const about = corrects ? {} : writtenFor();
    if (corrects) {
      delete begun[corrects];
      endCorrection();
    } else {
      box.value = "";
      written = null;
      isBack = false;
      isFromBefore = false;
    }
    keepDraft();
    fit();
    enqueue({ text, corrects, ...about, ...(again && !ownEntry(again) ? { message_id: again } : {}) });
    box.focus();
  }

  function tell(phrase) {
    told = phrase; // until something is written, whatever happens on the line meanwhile
    status.textContent = ""; // so that it is read out again
    setTimeout(showStatus, 50);
    box.focus();
  }

  /** Begin to correct a message, with what had been begun of it before, if anything. */
  function correct(messageId, text) {
    if (write.elements.corrects.value) leaveCorrection();
    aside = box.value;
    write.elements.corrects.value = messageId;
    box.value = begun[messageId] ?? text;
    if (messageId in begun) told = "begun";
    showCorrecting();
    showStatus();
    keepDraft();
    fit();
  }

  function endCorrection() {
    write.elements.corrects.value = "";
    box.value = aside;
    aside = "";
    showCorrecting();
    keepDraft();
    fit();
  }

  /** Go back to writing anew. What was changed is put by: it is there when the same message is changed again. */
  function leaveCorrection(isOnPurpose = false) {
    const { value } = write.elements.corrects;
    // Whoever leaves the same change a second time by the link for it wants it no more.
    const isGivenUp = isOnPurpose && box.value === begun[value];
    delete begun[value];
    const original = ownEntry(value)?.dataset.words;
    const isChanged = box.value !== original && !isBlank(box.value);
    if (isChanged && !isGivenUp) begun[value] = box.value;
    told = value in begun ? "putBy" : "";
    endCorrection();
    showStatus();
  }

  function showCorrecting() {
    const isCorrecting = Boolean(write.elements.corrects.value);
    correcting.hidden = !isCorrecting;
    showLabel();
    send.textContent = isCorrecting ? say.saveChange : say.send;
  }

  /** Above the box stands what is written in it, as the newest open card says it. */
  function showLabel() {
    const asked = Array.from(log.querySelectorAll(".entry.open[data-asks]")).at(-1)?.dataset.asks ?? say.reply;
    const text = write.elements.corrects.value ? say.changing : asked;
    const label = document.querySelector("label[for=text]");
    if (label.textContent !== text) label.textContent = text;
  }

  // ---- Taps -------------------------------------------------------------------------------------------

  /** Those below the card, and the items of its list that do the same. */
  const buttonsOf = (form) => Array.from(form.elements).filter((each) => each.localName === "button");

  function tap(form, button) {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    for (const each of buttonsOf(form)) each.setAttribute("aria-disabled", "true");
    button.classList.add("pressed");
    enqueue({ card: Number(form.elements.card.value), action: button.value });
  }

  /** Let the buttons of cards that are still open be pressed again. */
  function restButtons() {
    const waiting = queue.items.map((item) => item.posted.card);
    for (const form of log.querySelectorAll("form.choices[data-busy]")) {
      if (waiting.includes(Number(form.elements.card.value))) continue;
      delete form.dataset.busy;
      for (const each of buttonsOf(form)) {
        each.removeAttribute("aria-disabled");
        each.classList.remove("pressed");
      }
    }
  }

  // ---- Events -----------------------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "sign-out") {
      const isUnsent = queue.items.length || box.value.trim() || tab.hasUnsent();
      const asked = [say.leaving, ...(isUnsent ? [say.losing] : []), say.wayBack];
      if (!window.confirm(asked.join("\n\n"))) {
        event.preventDefault();
        return closeMenu();
      }
      form.elements.sure.value = "yes";
      isLeaving = true;
      tab.forgetAll();
      return undefined;
    }
    // A file stays on its owner's disk until it is taken, so the browser itself may send it.
    if (form.matches(".upload")) return undefined;
    event.preventDefault();
    if (form.id === "write") submitWords();
    else if (form.id === "quick") {
      closeMenu();
      enqueue({ text: event.submitter.value });
    }
    else if (form.matches(".choices")) tap(form, event.submitter);
    else if (form.matches(".change")) {
      const item = form.closest("li");
      told = "";
      correct(item.dataset.messageId, item.dataset.words); // never from the screen, which may be translated
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }
    return undefined;
  });

  correcting.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    leaveCorrection(true);
    box.focus();
  });

  box.addEventListener("input", () => {
    noteWhatTheyAreAbout();
    keepDraft();
    fit();
    told = "";
    showStatus();
  });

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      submitWords();
    } else if (event.key === "Escape" && write.elements.corrects.value) {
      // In a composition the key is the input method's. Safari tells so by the code alone.
      if (!event.isComposing && event.keyCode !== 229) leaveCorrection();
    }
  });

  // ---- The bar and what stands beside ----------------------------------------------------------------

  const menu = document.getElementById("menu");

  function closeMenu() {
    if (menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }

  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => event.key === "Escape" && closeMenu());

  /** Show how far one is now. It is fetched behind the answer, and nothing waits for it. */
  async function showAround() {
    const side = document.getElementById("side");
    if (!side) return;
    let markup = "";
    try {
      const answer = await fetch("/chat/around", { cache: "no-store", redirect: "manual" });
      if (answer.status === 200 && line.isOurs(answer)) markup = await answer.text();
    } catch {
      return; // the line is watched elsewhere
    }
    const holder = document.createElement("template");
    holder.innerHTML = markup;
    const fresh = holder.content.getElementById("side");
    if (!fresh) return;
    const progress = document.getElementById("progress");
    progress.value = Number(fresh.dataset.done);
    progress.max = Number(fresh.dataset.steps);
    progress.setAttribute("aria-label", fresh.dataset.progress);
    if (!side.contains(document.activeElement)) side.replaceWith(fresh);
  }

  jump.addEventListener("click", () => {
    const newest = log.lastElementChild;
    settle(newest);
    newest?.querySelector("[tabindex]").focus({ preventScroll: true });
  });

  document.addEventListener("visibilitychange", () => {
    countSeen();
    if (document.hidden && box.value) isFromBefore = true;
  });
  window.addEventListener("pagehide", keepSeen);
  window.addEventListener("scroll", () => isNearEnd() && (jump.hidden = true), { passive: true });

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

  const queue = openQueue(chat.dataset.token, {
    ask: () => news.ask(),
    acknowledged: acknowledge,
    given: giveBack,
    waiting: (item) => mark(item, "waiting"),
    signedOut() {
      tab.close();
      halt("signedOut");
    },
    changed: showStatus,
  });
  const page = { name: chat.dataset.drafts, token: chat.dataset.token, seal: chat.dataset.seal };
  const news = listen(Number(chat.dataset.change), page, {
    entry: take,
    "signed-out": leave,
    erased() {
      tab.forgetAll();
      location.replace("/?erased");
    },
    reload: () => location.reload(),
    stale: () => halt("stale"),
    changed: showStatus,
    woken: () => queue.wake(),
  });

  const draft = tab.draft();
  const asked = write.elements.corrects.value; // the server has put the words to be changed into the box
  if (draft && (!asked || draft.corrects === asked)) takeUp(draft);
  else if (draft) {
    const words = box.value;
    takeUp(draft);
    correct(asked, words);
  }
  if (asked) history.replaceState(null, "", "/chat"); // so that a reload does not begin the change anew
  takeHanded();
  fit();

  function takeUpUnsent(items) {
    for (const item of items) {
      if (!item.posted.corrects && ownEntry(item.posted.message_id)) {
        tab.dropUnsent(item); // it had arrived; only the word of it was lost
        continue;
      }
      tab.keepUnsent(item);
      queue.items.push(item);
      if (item.posted.action === undefined) showWaiting(item);
    }
  }

  takeUpUnsent(tab.ownUnsent());
  tab.rollCall().then(() => {
    takeUpUnsent(tab.leftUnsent());
    const left = box.value || write.elements.corrects.value ? null : tab.adoptDraft();
    if (left) takeUp(left);
    write.dataset.settled = ""; // what other tabs left has been taken up
    queue.flush();
  });

  history.scrollRestoration = "manual";
  settle(log.lastElementChild);
  queue.flush();
})();
