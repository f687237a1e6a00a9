// When something was said, in the time and the words of whoever reads it: the server does not know their zone.
"use strict";

window.closerLook = window.closerLook ?? {};

(() => {
  // Our English is British; its dates and numbers are, too.
  const language = document.documentElement.lang.replace(/^en$/, "en-GB");

  /** Write out the times within this part of the page. */
  function writeTimes(part) {
    for (const time of part.querySelectorAll("time")) {
      const at = new Date(time.dateTime);
      const isToday = at.toDateString() === new Date().toDateString();
      const day = isToday ? {} : { day: "numeric", month: "short" };
      // Of an earlier day in an anonymous round only the day is kept: its beginning in UTC.
      const isDayOnly = !isToday && at.getTime() % 86_400_000 === 0;
      const hour = isDayOnly ? { timeZone: "UTC" } : { hour: "2-digit", minute: "2-digit" };
      time.textContent = new Intl.DateTimeFormat(language, { ...day, ...hour }).format(at);
      time.hidden = false;
    }
  }

  window.closerLook.language = language;
  window.closerLook.writeTimes = writeTimes;
  writeTimes(document);
})();
