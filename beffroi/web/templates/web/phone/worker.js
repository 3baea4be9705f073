/* Answers with one page where there is no network, and takes over what is shared from the phone.
   It keeps that page and its look; what is shared, until the composer has taken it; nothing else. */
"use strict";
const KEPT = "offline-{{ version }}";
const FILES = {{ files }};
const SHARING = "{{ sharing }}";

self.addEventListener("install", (event) => {
  const anew = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(
    caches
      .open(KEPT)
      .then((kept) => kept.addAll(anew))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("offline-") && name !== KEPT;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const shared = async (request) => {
  const form = await request.formData();
  const words = ["title", "text", "url"].map((name) => form.get(name) || "").filter(Boolean);
  const files = form.getAll("files").filter((one) => one.size);
  await caches.delete("shared");
  const kept = await caches.open("shared");
  await kept.put("/words", new Response(words.join("\n")));
  for (const [place, file] of files.entries()) {
    const headers = { "content-type": file.type, "x-name": encodeURIComponent(file.name) };
    await kept.put(`/file-${place}`, new Response(file, { headers }));
  }
  return Response.redirect("{{ composer }}?shared=1", 303);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === SHARING) {
    event.respondWith(shared(request));
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(FILES[0])));
  } else if (request.method === "GET" && FILES.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)));
  }
});
