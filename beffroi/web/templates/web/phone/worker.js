/* Answers with one page where there is no network, and takes over what is shared from the phone.
   It keeps that page and its look; what is shared, until the composer has taken it; nothing else. */
"use strict";
const KEPT = "offline-{{ version }}";
const FILES = {{ files }};
const SHARING = "{{ sharing }}";
const COMPOSER = "{{ composer }}";

self.addEventListener("install", (event) => {
  const anew = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(
    caches
      .open(KEPT)
      .then((kept) => kept.addAll(anew))
      .then(() => self.skipWaiting()),
  );
});

const forget = async (isOver) => {
  const names = await caches.keys();
  await Promise.all(names.filter(isOver).map((name) => caches.delete(name)));
};

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("offline-") && name !== KEPT;
  event.waitUntil(forget(isOld).then(() => self.clients.claim()));
});

/* Many apps repeat one in another: each is told once. */
const wordsOf = (form) => {
  const sent = ["title", "text", "url"].map((name) => String(form.get(name) || "").trim());
  const told = [...new Set(sent)].filter(Boolean);
  return told.filter((one) => !told.some((other) => other !== one && other.includes(one))).join("\n");
};

/* Nothing is sent anywhere: any site may have made this share, and a person looks at it first. */
const shared = async (request) => {
  const id = `${Date.now()}-${crypto.randomUUID()}`;
  let missing = "missing=all";
  try {
    await forget((name) => name.startsWith("shared-"));
    const form = await request.formData();
    const kept = await caches.open(`shared-${id}`);
    await kept.put("/words", new Response(wordsOf(form)));
    missing = `shared=${id}&missing=files`;
    const files = form.getAll("files").filter((one) => one.size);
    for (const [place, file] of files.entries()) {
      const headers = { "content-type": file.type, "x-name": encodeURIComponent(file.name) };
      await kept.put(`/file-${place}`, new Response(file, { headers }));
    }
    return Response.redirect(`${COMPOSER}?shared=${id}`, 303);
  } catch {
    return Response.redirect(`${COMPOSER}?${missing}`, 303);
  }
};

const orKept = (request, kept) => fetch(request).catch(() => caches.match(kept));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === SHARING) event.respondWith(shared(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(orKept(request, FILES[0]));
  else if (FILES.includes(pathname)) event.respondWith(orKept(request, pathname));
});
