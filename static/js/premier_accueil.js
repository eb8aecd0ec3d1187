// The person of a first interview, by keyboard: arrows go from the name to the people already known, Enter picks.
(() => {
  "use strict";
  const form = document.querySelector("form[data-accueil]");
  if (!form) return;
  const buttons = () => [...form.querySelectorAll("[data-suggestions] button")];
  let last = null;

  // Suggestions are reached by the arrows: Tab goes on to the next field, as fast as one types.
  const tame = () => buttons().forEach((button) => { button.tabIndex = -1; });
  tame();

  form.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.indexOf(event.target);
    const typing = event.target.closest?.("[data-recherche-personne]") && event.target.matches("input");
    if (event.key === "ArrowDown" && all.length && (typing || at >= 0)) {
      event.preventDefault();
      if (typing) last = event.target;
      all[Math.min(at + 1, all.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? last || form.elements.nom : all[at - 1]).focus();
    } else if (event.key === "Escape" && at >= 0) {
      event.stopPropagation();
      (last || form.elements.nom).focus();
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    tame();
    if (event.detail.target.id !== "personne") return;
    const part = document.getElementById("personne");
    // What was to correct was about the person of before; what is left to correct is still said beside its field.
    form.querySelector(".resume-erreurs")?.remove();
    // Somebody was chosen: on to the next question, or to what must be decided; given back: to the name again.
    const next = part.querySelector("[data-entretien]") || (part.querySelector("[data-choisi]")
      ? form.querySelector("[name=modalite]:checked") || form.elements.lieu : form.elements.nom);
    next?.focus();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // The page opens on the first thing to type.
  if (!document.querySelector("[data-focus]") && form.elements.nom?.type === "text" && !form.elements.nom.value) {
    form.elements.nom.focus();
  }
})();
