/* Keys of the inbox, and saved answers put into the answer box. Each key does what a click does. */
(() => {
  "use strict";
  const find = (selector) => document.querySelector(selector);
  const rows = () => [...document.querySelectorAll(".msgs>li:has(.msg)")];
  const chosen = () => find(".tickbox:checked");
  const isTyped = (place) => place.matches?.("textarea, select, input:not([type=checkbox])");
  let lastTicked = -1;

  /* The row of the focus, else the one that is open. */
  const place = () => {
    const all = rows();
    const held = all.findIndex((row) => row.contains(document.activeElement));
    return held >= 0 ? held : all.findIndex((row) => row.querySelector("[aria-current]"));
  };
  const go = (step) => {
    const all = rows();
    const next = Math.max(0, Math.min(all.length - 1, place() + step));
    all[next]?.querySelector(".msg").focus();
  };
  const tick = (isRange) => {
    const all = rows().map((row) => row.querySelector(".tickbox"));
    const here = place();
    if (!all[here]) return;
    all[here].checked = !all[here].checked;
    if (isRange && lastTicked >= 0) {
      const [from, to] = [lastTicked, here].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((box) => (box.checked = true));
    }
    lastTicked = here;
    count();
  };

  /* A long conversation opens at its newest words: the answer box and the tabs may lie over them. */
  const newest = find("#said>li:last-child");
  const over = [...document.querySelectorAll(".answer-box, .tabs")].map((one) => one.getBoundingClientRect());
  const floor = Math.min(innerHeight, ...over.filter((one) => one.height).map((one) => one.top));
  if (newest?.getBoundingClientRect().bottom > floor) newest.scrollIntoView();

  /* A menu opens with the focus in it; what is still on its way takes the focus as it comes. */
  const enter = (menu) => menu.querySelector(".menu-list :is(input:not([type=hidden]), button:enabled, a)")?.focus();
  const open = (id) => {
    const menu = document.getElementById(id);
    if (!menu) return false;
    menu.open = true;
    enter(menu);
    return true;
  };
  document.addEventListener("htmx:after:swap", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (menu && (document.activeElement === document.body || menu.id !== "saved-menu" && menu.contains(document.activeElement))) enter(menu);
  });

  /* How many are ticked, and all of the page at once. */
  const boxes = () => [...document.querySelectorAll(".tickbox")];
  const count = () => {
    const number = boxes().filter((box) => box.checked).length;
    if (find("#chosen-count")) find("#chosen-count").textContent = number || "";
    if (find("#choose-all")) find("#choose-all").hidden = number === boxes().length;
  };
  document.addEventListener("change", (event) => event.target.matches(".tickbox") && count());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#choose-all")) return;
    boxes().forEach((box) => (box.checked = true));
    count();
  });
  count();

  const press = (selector) => {
    const button = find(selector);
    button?.click();
    return Boolean(button);
  };
  /* What is ticked, else the row that has the focus, else what is open. */
  const settle = () => {
    const box = document.activeElement.closest(".msgs>li")?.querySelector(".tickbox");
    if (box && !chosen()) box.checked = true;
    return press(chosen() ? "#sweep [value=done]" : "form[action$='/completion/'] button");
  };
  const many = () => chosen() && press("#sweep-more");
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    x: () => tick(false),
    X: () => tick(true),
    e: settle,
    n: () => press("#following") || press(".msg"),
    r: () => find("#id_text")?.focus(),
    a: () => many() || open("give-menu"),
    l: () => many() || open("label-menu"),
    s: () => many() || open("snooze-menu"),
    "/": () => open("saved-menu") || find("#search")?.focus(),
    "?": () => find("#keys")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
    const isEmptyAnswer = event.target.id === "id_text" && !event.target.value && event.key === "/";
    if (!keys[event.key] || (isTyped(event.target) && !isEmptyAnswer)) return;
    event.preventDefault();
    keys[event.key]();
  });

  document.addEventListener("click", (event) => {
    const saved = event.target.closest("[data-insert]");
    const box = find("#id_text");
    if (!saved || !box) return;
    event.preventDefault();
    saved.closest("details.menu")?.removeAttribute("open");
    box.focus();
    /* A blank line keeps it apart from what is typed, as suggestions are. */
    const before = box.value.slice(0, box.selectionStart).trimEnd();
    const after = box.value.slice(box.selectionEnd).trimStart();
    const text = [before, saved.dataset.insert].filter(Boolean).join("\n\n");
    box.value = [text, after].filter(Boolean).join("\n\n");
    box.setSelectionRange(text.length, text.length);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
