/* What is typed and was not sent yet is there again when its page is: kept in this tab, for this person alone. */
(() => {
  "use strict";
  const FIELDS = "textarea, input:is([type=text], [type=email], [type=url], [type=tel], [type=number], :not([type]))";
  const me = document.body.dataset.me;
  const forms = () => [...document.querySelectorAll("form[method=post]")];
  const fields = (form) => [...form.elements].filter((one) => one.matches(FIELDS) && one.name);

  /* Forms to the same address are told apart by which comes first. */
  const nameOf = (form) => {
    const action = form.getAttribute("action") || location.pathname;
    const place = forms().filter((one) => (one.getAttribute("action") || location.pathname) === action).indexOf(form);
    return `kept:${me}:${location.pathname}:${action}:${place}`;
  };
  const read = (name) => {
    try {
      return JSON.parse(sessionStorage.getItem(name) || "null");
    } catch {
      return null;
    }
  };
  const write = (name, kept) => {
    try {
      if (kept) sessionStorage.setItem(name, JSON.stringify(kept));
      else sessionStorage.removeItem(name);
    } catch {} /* a full or forbidden store keeps nothing: no reason to stop anybody */
  };

  const save = (form, isSent) => {
    const changed = fields(form).filter((one) => one.value !== one.defaultValue);
    const kept = changed.map((one) => [fields(form).indexOf(one), one.name, one.defaultValue, one.value]);
    write(nameOf(form), kept.length ? { kept, isSent } : null);
  };
  /* What was sent is only given back to whoever comes back from a page that could not take it. */
  const isComingBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const restore = (form) => {
    const found = read(nameOf(form));
    if (!found || (found.isSent && !isComingBack)) return;
    const all = fields(form);
    for (const [place, name, before, typed] of found.kept) {
      const field = all[place];
      if (field?.name !== name || field.value !== before || field.defaultValue !== before) continue;
      field.value = typed;
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const forget = () => Object.keys(sessionStorage).forEach((name) => name.startsWith("kept:") && write(name, null));
  const sent = new Set();
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-leaves]")) forget();
    else if (!event.defaultPrevented) sent.add(event.target);
  });
  if (!me) return;
  addEventListener("pagehide", () => forms().forEach((form) => save(form, sent.has(form))));
  addEventListener("pageshow", (event) => event.persisted && sent.clear());
  forms().forEach(restore);
  forms().forEach((form) => read(nameOf(form))?.isSent && !isComingBack && write(nameOf(form), null));
})();
