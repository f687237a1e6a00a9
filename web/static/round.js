// The page that opens a round: its figures follow each tick at once. Without this, a button works them out.
"use strict";

(() => {
  const REST_MS = 250; // several ticks in a row are worked out together
  const form = document.getElementById("round");
  const figures = document.getElementById("so-far");
  const button = document.getElementById("work-out");
  if (!form || !figures || !button) return;
  let asked = 0;
  let timer = 0;

  const countTheme = (box) => {
    const theme = box.closest(".theme");
    const shown = theme?.querySelector(".asked");
    if (shown) shown.textContent = theme.querySelectorAll(".prompt input:checked").length;
  };

  const workOut = async () => {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form)).toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
    const answer = await window.closerLook.line.reach("/round/so-far", { method: "POST", body, headers });
    if (mine !== asked) return; // a later tick counts
    const isThere = answer?.status === 200;
    if (isThere) figures.innerHTML = answer.text;
    button.hidden = isThere;
  };

  form.addEventListener("input", (happened) => {
    const field = happened.target;
    if (!/^(for|guide)$|^(theme|set|prompt|own)-/.test(field.name)) return;
    countTheme(field);
    clearTimeout(timer);
    timer = setTimeout(workOut, REST_MS);
  });
  for (const box of form.querySelectorAll(".theme")) countTheme(box.querySelector("input"));
  button.hidden = true;
})();
