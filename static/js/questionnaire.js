// Questionnaires: how far one is, one sending only, an address to copy, sheets of paper typed by keyboard.
(() => {
  "use strict";
  const answered = (zone) => {
    const boxes = zone.querySelectorAll("input[type=radio], input[type=checkbox]");
    if (boxes.length) return [...boxes].some((box) => box.checked);
    const text = zone.querySelector("textarea, input[type=text]");
    return Boolean(text && text.value.trim());
  };

  document.querySelectorAll("[data-questionnaire]").forEach((form) => {
    const zones = [...form.querySelectorAll("[data-question]")];
    const mark = form.querySelector("[data-avance]");
    if (mark && zones.length > 2) {
      mark.hidden = false;
      const show = () => {
        const done = zones.filter(answered).length;
        mark.querySelector("progress").value = done;
        mark.querySelector("[data-avance-mot]").textContent =
          `${done} ${done > 1 ? "réponses" : "réponse"} sur ${zones.length}`;
      };
      form.addEventListener("input", show);
      show();
    }
    // The server takes a sheet once whatever happens; this spares the second tap.
    if ("uneFois" in form.dataset) {
      form.addEventListener("submit", (event) => {
        if (form.dataset.parti) event.preventDefault();
        form.dataset.parti = "oui";
      });
      window.addEventListener("pageshow", () => { delete form.dataset.parti; });
    }
  });

  document.querySelectorAll("[data-copier]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    const words = button.querySelector("span:last-child") || button;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copier).value);
      words.textContent = "Adresse copiée";
    });
  });
  document.querySelectorAll("[data-copie]").forEach((field) => field.addEventListener("focus", () => field.select()));

  // The builder comes back where it was left; after the browser has gone there by itself.
  const here = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (here && document.querySelector(".construction")) window.addEventListener("load", () => here.focus());

  document.querySelectorAll("[data-saisie-papier]").forEach((form) => {
    document.querySelectorAll("[data-avec-script]").forEach((node) => { node.hidden = false; });
    const zones = [...form.querySelectorAll("[data-question]")];
    const enter = (zone) => {
      if (!zone) { form.querySelector("button[type=submit]").focus(); return; }
      const text = zone.querySelector("textarea");
      (text || zone).focus();
      zone.scrollIntoView({ block: "nearest" });
    };
    const next = (zone) => enter(zones[zones.indexOf(zone) + 1]);
    form.addEventListener("keydown", (event) => {
      const zone = event.target.closest("[data-question]");
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
      if (!zone || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); next(zone); return; }
      if (event.target.tagName === "TEXTAREA" || !/^[0-9]$/.test(event.key)) return;
      const boxes = [...zone.querySelectorAll("input")];
      const box = boxes[event.key === "0" ? 9 : Number(event.key) - 1];
      if (!box) return;
      event.preventDefault();
      box.checked = box.type === "radio" || !box.checked;
      form.dispatchEvent(new Event("input", { bubbles: true }));
      if (box.type === "radio") next(zone);
    });
    const errors = form.querySelector(".resume-erreurs");
    if (!errors) enter(zones[0]);
  });
})();
