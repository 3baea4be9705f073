/* Suggestions put into the answer box, as the server does without this script. Keys 1 to 5. */
(() => {
  "use strict";
  const box = () => document.querySelector("#id_text");
  let former = null;

  /* The first thing between brackets is selected: typing takes its place. */
  const selectGap = (place) => {
    const gap = /\[[^[\]]+\]/.exec(place.value);
    if (gap) place.setSelectionRange(gap.index, gap.index + gap[0].length);
    else place.setSelectionRange(place.value.length, place.value.length);
  };
  const use = (button) => {
    const place = box();
    const typed = place.value.trim();
    const isFree = !typed || typed === former || typed === button.dataset.suggestion;
    former = button.dataset.suggestion;
    place.value = isFree ? former : `${typed}\n\n${former}`;
    place.rows = 7;
    document.querySelector("#id_suggestion").value = button.value;
    place.focus();
    selectGap(place);
    place.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /* What the server put there is taken for a suggestion too, until somebody types. */
  if (box()?.matches("[data-untouched]")) former = box().value.trim();
  if (document.querySelector("#id_suggestion")?.value) selectGap(box());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-suggestion]");
    if (!button || !box()) return;
    event.preventDefault();
    use(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (!/^[1-5]$/.test(event.key)) return;
    const isTyped = event.target.matches("textarea, select, input:not([type=checkbox])");
    if (isTyped && !(event.target === box() && !box().value)) return;
    const button = document.querySelectorAll("#suggestions [data-suggestion]")[event.key - 1];
    if (!button || !box()) return;
    event.preventDefault();
    use(button);
  });
})();
