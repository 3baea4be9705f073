/* On a narrow screen, the page that is open is in sight among the others. */
(() => {
  "use strict";
  const open = document.querySelector(".subnav [aria-current]");
  const bar = open?.parentElement;
  if (bar) bar.scrollLeft = open.offsetLeft - bar.offsetLeft - (bar.clientWidth - open.clientWidth) / 2;
})();
