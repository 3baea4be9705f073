/* The button that prints the page; without script, the browser's own menu does. */
(() => {
  "use strict";
  document.querySelectorAll("[data-prints]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
