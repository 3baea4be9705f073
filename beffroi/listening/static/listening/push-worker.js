/* Shows what a push brings, and opens its page. Loads nothing, keeps nothing. */
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(
    self.registration.showNotification(told.title || "Beffroi", {
      body: told.body || "",
      tag: told.tag,
      data: told.url,
    }),
  );
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  if (event.notification.data) event.waitUntil(self.clients.openWindow(event.notification.data));
});
