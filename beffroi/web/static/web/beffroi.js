/* Beffroi works without this file; with it, pages answer sooner and keep their place. */
(() => {
  "use strict";
  const root = document.documentElement;
  const on = (type, act, capture) => document.addEventListener(type, act, capture);
  const words = (key) => document.body.dataset[key] || "";

  /* Toasts: stay while looked at, leave after ten seconds. */
  const dismiss = (toast) => {
    if (toast.matches(":hover, :focus-within")) setTimeout(dismiss, 3000, toast);
    else toast.remove();
  };
  const watch = () =>
    document.querySelectorAll(".toast[data-passing]").forEach((toast) => {
      delete toast.dataset.passing;
      setTimeout(dismiss, 10000, toast);
    });
  const tell = (text) => {
    const place = document.getElementById("toasts");
    if (!place || !text) return;
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.dataset.passing = "";
    toast.textContent = text;
    place.append(toast);
    watch();
  };

  /* Theme: applied at once, kept by the server. */
  const applyTheme = (form, button) => {
    const body = new FormData(form);
    body.set(button.name, button.value);
    if (button.value === "system") delete root.dataset.theme;
    else root.dataset.theme = button.value;
    document.querySelectorAll("[data-theme-form] button").forEach((other) => {
      other.setAttribute("aria-pressed", String(other.value === button.value));
    });
    fetch(form.action, { method: "POST", body }).catch(() => tell(words("offline")));
  };

  on("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.matches("[data-theme-form]") && button) {
      event.preventDefault();
      applyTheme(form, button);
    } else if (form.method === "post" && !event.defaultPrevented) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      button?.setAttribute("aria-busy", "true");
    }
  });
  const release = (scope) =>
    scope.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    });
  addEventListener("pageshow", (event) => event.persisted && release(document));

  /* Menus, dialogs, toasts, and the keyboard. */
  const closeMenus = (except) => {
    const open = [...document.querySelectorAll("details.menu[open]")].filter((menu) => !menu.contains(except));
    open.forEach((menu) => {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
  };
  on("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    event.target.closest("[data-dismiss]")?.closest(".toast").remove();
    closeMenus(event.target);
  });
  on("keydown", (event) => {
    if (event.key === "Escape") closeMenus(null);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.target.closest("form[data-quick]")?.requestSubmit();
    }
  });

  /* Fragments: whoever lost the focus to a replacement finds it where the new thing starts. */
  on("htmx:after:swap", (event) => {
    const target = event.detail.ctx?.target;
    watch();
    release(document);
    if (!target?.isConnected || document.activeElement !== document.body) return;
    const place = target.querySelector("[data-focus], h1, h2, h3") || target;
    if (!place.matches("a, button, input, select, textarea")) place.tabIndex = -1;
    place.focus();
  });
  on("htmx:response:error", (event) => {
    release(document);
    const status = event.detail.ctx?.response?.status;
    if (![401, 409, 422].includes(status)) tell(words(status === 413 ? "heavy" : "failed"));
  });
  on("htmx:error", () => {
    release(document);
    tell(words("offline"));
  });

  watch();
})();
