/* On a phone's home screen: a page for when there is no network, and what other apps share. */
(() => {
  "use strict";
  const isApp = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  if (isApp && navigator.serviceWorker) navigator.serviceWorker.register("/worker.js");

  addEventListener("beforeinstallprompt", (event) => {
    const place = document.querySelector("[data-install]");
    if (!place) return;
    event.preventDefault();
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => event.prompt());
  });

  /* The worker has kept what was shared: it goes into the form, and is kept no longer. */
  const take = async (text, upload) => {
    const kept = await caches.open("shared");
    const words = await kept.match("/words");
    if (words && !text.value) {
      text.value = await words.text();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const files = new DataTransfer();
    for (const request of await kept.keys()) {
      const held = await kept.match(request);
      const name = held.headers.get("x-name");
      if (!name) continue;
      const type = held.headers.get("content-type");
      files.items.add(new File([await held.blob()], decodeURIComponent(name), { type }));
    }
    await caches.delete("shared");
    if (!files.files.length) return;
    upload.files = files.files;
    upload.dispatchEvent(new Event("change", { bubbles: true }));
  };
  addEventListener("load", () => {
    const text = document.getElementById("id_text");
    const upload = document.getElementById("id_upload");
    if (text && upload && new URLSearchParams(location.search).has("shared")) take(text, upload);
  });
})();
