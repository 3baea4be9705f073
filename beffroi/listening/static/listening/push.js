/* Asks the browser to let Beffroi show notices, and hands its subscription over as a form. */
(() => {
  "use strict";
  const form = document.querySelector("[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const said = form.querySelector("[role=status]");
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const subscribe = async () => {
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = said.dataset.refused;
      return;
    }
    const registration = await navigator.serviceWorker.register(form.dataset.worker);
    const known = await registration.pushManager.getSubscription();
    if (known) await known.unsubscribe();
    const ready = await active(registration);
    const made = await ready.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(form.dataset.push),
    });
    form.elements.endpoint.value = made.endpoint;
    form.elements.key.value = text(made.getKey("p256dh"));
    form.elements.auth.value = text(made.getKey("auth"));
    form.submit();
  };
  const active = (registration) =>
    new Promise((done) => {
      const worker = registration.installing || registration.waiting || registration.active;
      if (worker.state === "activated") done(registration);
      else
        worker.addEventListener("statechange", () => {
          if (worker.state === "activated") done(registration);
        });
    });
  said.textContent = "";
  form.querySelector("[hidden]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe().catch(() => {
      said.textContent = said.dataset.failed;
    });
  });
})();
