/* Hands what the worker kept of a share over to the composer. Any site can send such a share:
   words only fill the field in, and no file leaves this device before a person has said so. */
(async () => {
  "use strict";
  const panel = document.querySelector("[data-shared]");
  const name = panel?.dataset.shared && `shared-${panel.dataset.shared}`;
  if (!name || !self.caches) return;
  const text = document.getElementById("id_text");
  if (!(await caches.has(name))) {
    panel.querySelector("[data-gone]").hidden = Boolean(text.value);
    return;
  }
  const kept = await caches.open(name);
  const words = await kept.match("/words");
  await kept.delete("/words");
  const told = words ? await words.text() : "";
  if (told) {
    text.value = [text.value, told].filter(Boolean).join("\n\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const held = await kept.matchAll();
  if (!held.length) {
    await caches.delete(name);
    return;
  }
  const nameOf = (one) => decodeURIComponent(one.headers.get("x-name"));
  const place = panel.querySelector("[data-files]");
  const [take, leave] = place.querySelectorAll("button");
  for (const one of held) {
    const line = document.createElement("li");
    line.dir = "auto";
    line.textContent = nameOf(one);
    place.querySelector("ul").append(line);
  }
  place.hidden = false;
  const end = () => {
    place.hidden = true;
    caches.delete(name);
  };
  leave.addEventListener("click", end);
  take.addEventListener("click", async () => {
    take.disabled = true;
    const chosen = new DataTransfer();
    for (const one of held) {
      const type = one.headers.get("content-type");
      chosen.items.add(new File([await one.clone().blob()], nameOf(one), { type }));
    }
    const upload = document.getElementById("id_upload");
    upload.files = chosen.files;
    upload.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (take.disabled && event.detail.ctx?.target?.id === "files") end();
  });
  const again = () => {
    take.disabled = false;
  };
  ["htmx:error", "htmx:response:error"].forEach((type) => document.addEventListener(type, again));
})();
