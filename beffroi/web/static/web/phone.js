/* On a phone: a page for when there is no network, what other apps share, and the home screen. */
(() => {
  "use strict";
  const HOUR_MS = 3600000;
  const isApp = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  /* Only https and this very machine have workers; where there is none, nothing is missing. */
  if (isApp && navigator.serviceWorker) navigator.serviceWorker.register("/worker.js").catch(() => {});

  /* What was shared waits for its composer an hour at most; signing out empties the device at once. */
  const isOver = (name) => name.startsWith("shared-") && !(Date.now() - Number(name.split("-")[1]) < HOUR_MS);
  const forget = async () => Promise.all((await caches.keys()).filter(isOver).map((name) => caches.delete(name)));
  if (self.caches) forget().catch(() => {});

  addEventListener("beforeinstallprompt", (event) => {
    const place = document.querySelector("[data-install]");
    if (!place) return;
    event.preventDefault();
    place.hidden = false;
    place.querySelector("button").onclick = () => event.prompt();
  });
  addEventListener("appinstalled", () => {
    const place = document.querySelector("[data-install]");
    if (place) place.hidden = true;
  });
})();
