// Forms of the front desk: fields that appear when they are asked for, Ctrl + Enter saves, a counter on notes.
(() => {
  "use strict";
  // <div data-si="suite=rendez_vous,orientation">: shown while the field has one of these values. Without script, always.
  const refresh = (form) => {
    form.querySelectorAll("[data-si]").forEach((zone) => {
      const [name, values] = zone.dataset.si.split("=");
      const field = form.elements[name];
      if (field) zone.hidden = !values.split(",").includes(field.value);
    });
  };
  document.querySelectorAll("form").forEach((form) => {
    if (!form.querySelector("[data-si]")) return;
    refresh(form);
    form.addEventListener("change", () => refresh(form));
  });

  document.querySelectorAll("[data-avec-script]").forEach((node) => { node.hidden = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.("form");
    if (form && form.matches(".formulaire")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".bouton-principal[name=action], .rangee-actions .bouton-principal"));
    }
  });

  document.querySelectorAll("[data-compteur]").forEach((field) => {
    const limit = Number(field.dataset.compteur);
    const mark = document.createElement("p");
    mark.className = "champ-aide chiffres";
    mark.setAttribute("aria-live", "polite");
    field.after(mark);
    const count = () => {
      const left = limit - field.value.length;
      mark.textContent = left > 150 ? "" : left >= 0 ? `Encore ${left} caractères` : `${-left} caractères de trop`;
      mark.classList.toggle("texte-grave", left < 0);
    };
    field.addEventListener("input", count);
    count();
  });
})();
