// The front door is for people who are not signed in here. So what waits of whoever was is shown to nobody.
"use strict";

(() => {
  try {
    localStorage.removeItem("closer-look/open");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
})();
