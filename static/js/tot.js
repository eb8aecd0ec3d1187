// Before the first paint: what must hold from the first click on, and the rail as wide as the person left it.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  try {
    if (localStorage.getItem("rail") === "reduit") document.documentElement.classList.add("rail-reduit");
  } catch {
    // private window: nothing to remember
  }

  // <button data-confirmer="Supprimer cette étape ?" data-confirmer-oui="Supprimer">: asked before the form leaves.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirmer]");
    const dialog = document.querySelector("#dialogue-confirmation");
    if (!button || button.dataset.confirme || !dialog?.showModal) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector("[data-dialogue-texte]").textContent = button.dataset.confirmer;
    dialog.querySelector("[data-dialogue-oui]").textContent = button.dataset.confirmerOui || "Confirmer";
    dialog.returnValue = "non";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "oui") {
        button.dataset.confirme = "1";
        button.click();
        delete button.dataset.confirme;
      } else {
        button.focus();
      }
    }, { once: true });
  }, true);

  // What is typed before the other scripts came is known to them: <form data-touche>.
  const touch = (event) => { event.target.form?.setAttribute("data-touche", ""); };
  document.addEventListener("input", touch, true);
  document.addEventListener("change", touch, true);

  // Filters leave by themselves; the button stays for who has no script. Two days leave together.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filtres]");
    if (!form || !event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) return;
    const days = [...form.querySelectorAll("input[type=date]")].filter((day) => day.value).length;
    if (event.target.type === "date" && days % 2) return;
    form.requestSubmit();
  });
  // Empty filters stay out of the address.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-filtres]")) return;
    event.target.querySelectorAll("input[name], select[name]").forEach((field) => { if (!field.value) field.disabled = true; });
  });
})();
