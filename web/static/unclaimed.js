// A page at which another person may begin. From here on the page without a connection shows nobody's unsent
// words, until a page of the chat says again whose conversation is open.
"use strict";

(() => {
  try {
    localStorage.removeItem("closer-look/open");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
})();
