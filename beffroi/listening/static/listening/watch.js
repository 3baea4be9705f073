/* Words of a watch become chips as they are typed; the server does the same without this script. */
(() => {
  "use strict";
  const form = document.querySelector("#watch");
  if (!form) return;
  const TERM = /(?:"[^"\n]*"|“[^”\n]*”|«[^»\n]*»|[^,;\n])+/g;
  const ENDS = /^(?:"[^"]*"|“[^”]*”|«[^»]*»|[^"“«,;\n])*[,;\n]/;
  const tidy = (text) => text.replace(/["“”«»]/g, " ").trim().replace(/\s+/g, " ");
  const changed = () => form.dispatchEvent(new Event("change", { bubbles: true }));
  const line = (name) => form.querySelector(`[data-terms="${name}"]`);
  const chips = (place) => [...place.querySelectorAll(".chips > .chosen")];
  const term = (chip) => chip.querySelector("input").value;
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();

  const add = (place, text) => {
    if (!text || chips(place).some((chip) => same(term(chip), text))) return false;
    const chip = place.querySelector("template").content.cloneNode(true);
    chip.querySelector("input").value = text;
    chip.querySelector("bdi").textContent = text;
    chip.querySelector("button").value = `drop:${place.dataset.terms}:${text}`;
    place.querySelector(".chips").append(chip);
    return true;
  };
  const take = (field) => {
    const terms = (field.value.match(TERM) || []).map(tidy).filter(Boolean);
    if (!terms.length) return;
    field.value = "";
    const place = field.closest("[data-terms]");
    if (terms.map((text) => add(place, text)).includes(true)) changed();
  };
  const drop = (chip) => {
    const place = chip.closest("[data-terms]");
    chip.remove();
    place.querySelector("textarea").focus();
    changed();
  };
  /* What a sample's button asks: a word excluded or no more, a language heard too. */
  const act = (what) => {
    const [verb, ...rest] = what.split(":");
    if (verb === "speak") {
      const box = form.querySelector(`[name=languages][value="${rest[0]}"]`);
      if (!box) return false;
      box.checked = true;
      told(box.closest("[data-choices]"));
      changed();
      return true;
    }
    const place = line("none_of");
    const word = rest.slice(verb === "drop" ? 1 : 0).join(":");
    if (!place) return false;
    if (verb === "shun") add(place, word);
    else chips(place).filter((chip) => term(chip) === word).forEach((chip) => chip.remove());
    place.querySelector("textarea").focus();
    changed();
    return true;
  };
  const told = (menu) => {
    const chosen = [...menu.querySelectorAll("input:checked")];
    const names = chosen.map((box) => box.nextElementSibling.textContent);
    menu.querySelector("[data-said]").textContent = names.join(", ");
  };

  form.addEventListener("keydown", (event) => {
    if (!event.target.matches(".token--add") || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      take(event.target);
    } else if (event.key === "Backspace" && !event.target.value) {
      const last = chips(event.target.closest("[data-terms]")).at(-1);
      if (last) drop(last);
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches(".token--add") && ENDS.test(event.target.value)) take(event.target);
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.matches(".token--add")) take(event.target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const chip = button.closest(".chips > .chosen");
    if (chip) {
      event.preventDefault();
      drop(chip);
    } else if (button.dataset.do && act(button.dataset.do)) event.preventDefault();
  });
  form.addEventListener("change", (event) => {
    const menu = event.target.closest?.("[data-choices]");
    if (menu) told(menu);
  });
  /* What the count found wrong stands beside its field, which says so too. */
  document.addEventListener("htmx:after:swap", () => {
    form.querySelectorAll("[id^=said_]").forEach((said) => {
      const field = form.querySelector(`[aria-describedby~="${said.id}"]`);
      if (said.querySelector(".error")) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    });
  });
  form.querySelectorAll("[data-choices]").forEach(told);
})();
