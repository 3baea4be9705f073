/* Buttons that copy the text of a field; where the browser keeps its clipboard shut, it is selected. */
(() => {
  "use strict";
  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copies);
    const said = button.parentElement.querySelector("[role=status]");
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = said.dataset.selected;
    }
  };
  document.querySelectorAll("[data-copies]").forEach((button) => {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
})();
