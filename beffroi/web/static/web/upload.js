/* Says how far a large file is on its way; `fetch` does not tell, the older interface does. */
(() => {
  "use strict";
  const on = (type, act) => document.addEventListener(type, act);
  const told = (text) => text.trim().split(/\r?\n/).map((line) => line.split(/:\s*(.*)/s, 2));
  const DONE = XMLHttpRequest.DONE;
  /* What has arrived may wait for its place: the server says so until it has answered. */
  const follow = async (place, sender) => {
    const said = place.querySelector("span");
    const before = said.textContent;
    while (sender.readyState !== DONE) {
      const answer = await fetch(place.dataset.place).catch(() => null);
      if (answer?.ok && sender.readyState !== DONE) said.textContent = await answer.text();
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    said.textContent = before;
  };
  const showing = (place) => (url, request) =>
    new Promise((resolve, reject) => {
      const sender = new XMLHttpRequest();
      const bar = place.querySelector("progress");
      sender.open(request.method, url);
      Object.entries(request.headers).forEach(([name, value]) => sender.setRequestHeader(name, value));
      sender.upload.addEventListener("progress", (event) => {
        if (event.loaded < event.total) bar.value = event.loaded / event.total;
        else bar.removeAttribute("value");
      });
      sender.upload.addEventListener("load", () => follow(place, sender));
      sender.addEventListener("load", () => {
        const headers = told(sender.getAllResponseHeaders());
        resolve(new Response(sender.response || null, { status: sender.status, headers }));
      });
      sender.addEventListener("error", () => reject(new TypeError("offline")));
      sender.send(request.body);
      place.hidden = false;
    });
  on("htmx:config:request", (event) => {
    const place = document.getElementById(event.target.dataset?.progress);
    if (place) event.detail.ctx.fetch = showing(place);
  });
  on("htmx:finally:request", (event) => {
    const place = document.getElementById(event.target.dataset?.progress);
    if (place) place.hidden = true;
  });
})();
