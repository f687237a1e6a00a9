// Paper has nothing to tap: what is folded is opened to be printed, where the browser does not do that by itself.
"use strict";

(() => {
  let opened = [];

  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".folds:not([open])")];
    for (const each of opened) each.open = true;
  });

  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
  });
})();
