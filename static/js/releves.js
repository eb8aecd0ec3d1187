// The month page: Enter goes to the number below, Shift Enter above, the last one goes to the button; nothing is sent by mistake.
(() => {
  "use strict";
  const form = document.querySelector("[data-descendre]");
  if (!form) return;
  const cases = [...form.querySelectorAll("[data-descente]")];
  form.addEventListener("keydown", (event) => {
    const rang = cases.indexOf(event.target);
    if (event.key !== "Enter" || rang < 0 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const suivante = cases[rang + (event.shiftKey ? -1 : 1)];
    if (suivante) suivante.select();
    (suivante || form.querySelector("button.bouton-principal")).focus();
  });
  const premiere = form.querySelector("[data-descente][aria-invalid]") || cases.find((saisie) => !saisie.value);
  if (premiere) premiere.focus();
})();
