/* What scripts add to the quick line: alternatives and chips change its text, Tab opens the form,
   the arrow down leads to the chips, Backspace on a chip turns it back into text. */
(() => {
  "use strict";
  const field = document.querySelector("#line-text");
  const says = document.querySelector("#line-says");
  if (!field || !says || !window.htmx) return;

  const buttons = () => [...says.querySelectorAll("[data-line]")];

  function write(text) {
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new Event("input", {bubbles: true}));
  }

  says.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line]");
    if (!button) return;
    event.preventDefault();
    write(button.value);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "ArrowDown" && buttons().length) {
      event.preventDefault();
      buttons()[0].focus();
    }
    if (event.key === "Tab" && field.value.trim() && document.documentElement.dataset.keys !== "off") {
      event.preventDefault();
      document.querySelector("#line-form").click();
    }
  });

  says.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.indexOf(event.target);
    if (at < 0) return;
    const next = {ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1}[event.key];
    if (next !== undefined) (all[next] || field).focus();
    else if (event.key === "Backspace" || event.key === "Delete") event.target.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
