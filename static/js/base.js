// Every page: small comforts over pages that work without them.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const remember = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window: nothing to remember */ } },
  };

  // Search from any page.
  document.addEventListener("keydown", (event) => {
    const field = $("[data-recherche]");
    if (field && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  // The rail: folded on a phone until asked for; its width remembered elsewhere.
  const rail = $(".rail-menu");
  const narrow = matchMedia("(max-width: 860px)");
  const fold = () => {
    if (!rail) return;
    rail.open = !narrow.matches;
    rail.classList.add("pret");
  };
  fold();
  narrow.addEventListener("change", fold);
  const folder = $("[data-replier]");
  if (folder) {
    const apply = (folded) => {
      document.documentElement.classList.toggle("rail-reduit", folded);
      folder.setAttribute("aria-expanded", String(!folded));
    };
    folder.hidden = false;
    apply(remember.get("rail") === "reduit");
    folder.addEventListener("click", () => {
      const folded = !document.documentElement.classList.contains("rail-reduit");
      apply(folded);
      remember.set("rail", folded ? "reduit" : "ouvert");
    });
  }

  // A drawing along the time, wider than the screen, opens on today.
  document.querySelectorAll("[data-ici]").forEach((cadre) => {
    const fixe = $("thead th", cadre).offsetWidth;
    const place = (Number(cadre.dataset.ici) / Number(cadre.dataset.sur)) * (cadre.scrollWidth - fixe);
    cadre.scrollLeft = place - (cadre.clientWidth - fixe) / 2;
  });

  // Menus close on Escape and on a click elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-fermer-dehors][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Leave at once: replaces the page in the history, so that "back" does not return here.
  const leave = $("[data-quitter]");
  let escapes = [];
  if (leave) {
    const go = () => { document.body.hidden = true; location.replace(leave.href); };
    leave.addEventListener("click", (event) => { event.preventDefault(); go(); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      escapes = [...escapes.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
      if (escapes.length >= 3) go();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-fermer-dehors][open]").forEach((menu) => {
      menu.open = false;
      $("summary", menu).focus();
    });
  });

  // On a phone, three choices or more wait behind one button that says how many are made
  // (data-filtres names the button when nothing is filtered, only chosen); what is typed stays in sight.
  document.querySelectorAll("form[data-filtres]").forEach((form) => {
    const choices = [...form.querySelectorAll(":scope > .filtre")].filter((field) => $("select, input[type=checkbox], input[type=date]", field));
    if (choices.length < 3) return;
    const made = choices.filter((field) => $("select", field)?.selectedIndex > 0 || $("input:checked, input[type=date][value]:not([value=''])", field)).length;
    // What is chosen there always has a value: named by the page, and not counted.
    const chosen = form.dataset.filtres;
    const nom = chosen || (choices.length < form.querySelectorAll(":scope > .filtre").length ? "Autres filtres" : "Filtres");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bouton filtres-bascule";
    button.textContent = made && !chosen ? `${nom}, ${made} en place` : nom;
    const fold = (folded) => {
      form.classList.toggle("filtres-plies", folded);
      button.setAttribute("aria-expanded", String(!folded));
    };
    choices.forEach((field) => field.classList.add("filtre-plie"));
    form.classList.toggle("filtres-sans-texte", choices.length === form.querySelectorAll(":scope > .filtre").length);
    choices[0].before(button);
    fold(true);
    button.addEventListener("click", () => fold(!form.classList.contains("filtres-plies")));
  });

  // Nothing typed is lost by a stray click: <form data-garde>.
  document.querySelectorAll("form[data-garde]").forEach((form) => {
    let changed = "touche" in form.dataset;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    form.addEventListener("enregistre", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  });

  // On a phone, the tab one is on is in sight among those that scroll.
  document.querySelectorAll(".onglets [aria-current]").forEach((tab) => {
    const bar = tab.closest(".onglets");
    bar.scrollLeft += tab.getBoundingClientRect().left - bar.getBoundingClientRect().left - (bar.clientWidth - tab.offsetWidth) / 2;
  });

  // The summary of errors is read first.
  $("[data-focus]")?.focus();

  // Print.
  document.querySelectorAll("[data-imprimer]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
})();
