// The long form of a fiche: add, remove, put back and move its items without leaving the page.
// The same buttons work without this script: they are submit buttons that the server understands.
(() => {
  "use strict";
  const form = document.querySelector("[data-fiche]");
  if (!form) return;
  const annonce = form.querySelector("[data-annonce]");
  const MODELES = { lignes: "lignes", indicateurs: "indicateurs" };

  const say = (text) => { annonce.textContent = text; };
  const changed = (node) => node.dispatchEvent(new Event("change", { bubbles: true }));
  const listOf = (path) => form.querySelector(`[data-items="${CSS.escape(path)}"]`);
  const items = (list) => [...list.children].filter((child) => child.matches("[data-item]"));
  const alive = (list) => items(list).filter((item) => !item.classList.contains("est-retire"));

  const number = (list) => alive(list).forEach((item, rank) => {
    const mark = item.querySelector(":scope > .item-vif > .item-tete [data-rang]");
    if (mark) mark.textContent = String(rank + (Number(list.dataset.premier) || 0));
  });

  const newKey = (list) => {
    const used = new Set(items(list).map((item) => item.dataset.cle));
    let rank = 1;
    while (used.has(`n${rank}`)) rank += 1;
    return `n${rank}`;
  };

  const show = (root) => root.querySelectorAll("[data-poignee]").forEach((handle) => { handle.hidden = false; });

  const add = (path) => {
    const list = listOf(path);
    const kind = MODELES[path.split("-").pop()] || path;
    const parent = path.split("-").slice(1, -1).join("-");
    const html = form.querySelector(`template[data-modele="${kind}"]`).innerHTML
      .replaceAll("__parent__", parent).replaceAll("__cle__", newKey(list));
    list.insertAdjacentHTML("beforeend", html);
    const item = list.lastElementChild;
    show(item);
    number(list);
    if (window.htmx) window.htmx.process(item);
    item.querySelector("input:not([type=hidden]), textarea")?.focus();
    changed(item);
  };

  const remove = (item, gone) => {
    item.classList.toggle("est-retire", gone);
    item.querySelector(":scope > [data-retire]").value = gone ? "1" : "";
    number(item.parentElement);
    item.querySelector(gone ? ":scope > .item-retire button" : ":scope > .item-vif input:not([type=hidden]), :scope > .item-vif textarea")?.focus();
    say(gone ? "Retiré. Vous pouvez annuler le retrait." : "Remis à sa place.");
    changed(item);
  };

  const place = (item) => {
    const list = alive(item.parentElement);
    say(`Déplacé en position ${list.indexOf(item) + 1} sur ${list.length}.`);
  };

  // The neighbour moves around the item, which stays in the page: it keeps the focus and the pointer.
  const move = (item, step) => {
    const list = alive(item.parentElement);
    const neighbour = list[list.indexOf(item) + step];
    if (!neighbour) { say(step < 0 ? "Déjà en premier." : "Déjà en dernier."); return false; }
    if (step < 0) item.after(neighbour); else item.before(neighbour);
    number(item.parentElement);
    place(item);
    changed(item);
    return true;
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-geste]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("[data-item]");
    const geste = button.dataset.geste;
    if (geste === "ajouter") add(button.dataset.liste);
    if (geste === "retirer") remove(item, true);
    if (geste === "remettre") remove(item, false);
    if (geste === "monter" || geste === "descendre") {
      move(item, geste === "monter" ? -1 : 1);
      button.focus();
      item.scrollIntoView({ block: "nearest" });
    }
  });

  form.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown") || event.target.matches("textarea")) return;
    const item = event.target.closest("[data-ordre]");
    if (!item) return;
    event.preventDefault();
    move(item, event.key === "ArrowUp" ? -1 : 1);
    event.target.focus();
    item.scrollIntoView({ block: "nearest" });
  });

  // Dragging by the handle, with a mouse, a pen or a finger: the étapes fold while they move.
  form.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-poignee]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const item = handle.closest("[data-item]");
    const list = item.parentElement;
    const before = items(list).map((node) => node.dataset.cle).join();
    handle.setPointerCapture(event.pointerId);
    handle.focus();
    list.classList.add("en-tri");
    item.classList.add("en-mouvement");
    const shift = () => handle.getBoundingClientRect().top + handle.offsetHeight / 2;
    scrollBy(0, shift() - event.clientY);

    const follow = (at) => {
      const list2 = alive(list);
      const rank = list2.indexOf(item);
      const above = list2[rank - 1]?.getBoundingClientRect();
      const below = list2[rank + 1]?.getBoundingClientRect();
      if (above && at.clientY < above.top + above.height / 2) item.after(list2[rank - 1]);
      else if (below && at.clientY > below.top + below.height / 2) item.before(list2[rank + 1]);
      number(list);
      if (at.clientY < 60) scrollBy(0, -12);
      if (at.clientY > innerHeight - 60) scrollBy(0, 12);
    };
    const stop = () => {
      handle.removeEventListener("pointermove", follow);
      list.classList.remove("en-tri");
      item.classList.remove("en-mouvement");
      item.scrollIntoView({ block: "nearest" });
      if (items(list).map((node) => node.dataset.cle).join() !== before) { place(item); changed(item); }
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", stop, { once: true });
    handle.addEventListener("pointercancel", stop, { once: true });
  });

  // How many boxes are ticked, said while the list is folded.
  const count = (fold) => {
    const n = fold.querySelectorAll("input:checked").length;
    fold.querySelector("[data-cases-compte]").textContent = n ? `${n}\u00a0choix` : fold.dataset.casesVide || "aucun choix";
  };

  // How far one is.
  const typed = (field) => !field.closest(".est-retire") && (field.matches("[type=checkbox]") ? field.checked : field.value.trim() !== "");
  const progress = () => {
    let started = 0;
    const sections = [...form.querySelectorAll("[data-rubrique]")];
    const asked = sections.filter((section) => !section.hasAttribute("data-hors-modele"));
    sections.forEach((section) => {
      const fields = section.querySelectorAll("input:not([type=hidden]):not([name$=numero]):not([name=premiere_etape]), textarea");
      const yes = [...fields].some(typed);
      const link = form.querySelector(`[data-rubrique-lien="${section.dataset.rubrique}"]`);
      if (link) {
        link.classList.toggle("commencee", yes);
        link.querySelector("[data-rubrique-mot]").textContent = yes ? " (commencée)" : "";
        link.closest("li").classList.toggle("hors-modele", !asked.includes(section));
      }
      started += yes && asked.includes(section) ? 1 : 0;
    });
    const bar = form.querySelector("[data-avancement]");
    if (!bar) return;  // a fiche read in a file: its page asks for other things than to be filled
    bar.max = asked.length;
    bar.value = started;
    form.querySelector("[data-avancement-mot]").textContent = `${started} rubrique${started > 1 ? "s" : ""} sur ${asked.length}`;
  };
  form.addEventListener("change", (event) => {
    const fold = event.target.closest("[data-cases]");
    if (fold) count(fold);
    progress();
  });
  form.addEventListener("input", progress);

  // The template chosen opens its own sections; what is written in the others stays in sight.
  const model = form.querySelector("[name=modele]");
  model?.addEventListener("change", () => {
    form.querySelectorAll("[data-modeles]").forEach((section) => {
      const wanted = section.dataset.modeles.split(" ").includes(model.value);
      section.toggleAttribute("data-hors-modele", !wanted);
      const written = [...section.querySelectorAll("input:not([type=hidden]), textarea")].some(typed);
      section.querySelector("details.rubrique-repli").open = wanted || written;
    });
    progress();
  });
  const first = form.querySelector("[name=premiere_etape]");
  first?.addEventListener("input", () => {
    const list = listOf("etapes");
    list.dataset.premier = /^\d{1,2}$/.test(first.value) ? first.value : "0";
    number(list);
  });

  // Why a target changes is asked only when it changes.
  const asks = (box) => {
    const item = box.closest("[data-item]");
    const moved = ["cible", "sens_cible"].some((name) => {
      const field = item.querySelector(`[name$="-${name}"]`);
      return field.matches("select") ? !field.selectedOptions[0]?.defaultSelected : field.value !== field.defaultValue;
    });
    box.hidden = !moved && !box.querySelector(".champ-erreur") && !box.querySelector("select").value;
  };
  const reasons = () => form.querySelectorAll("[data-motif-cible]").forEach(asks);
  form.addEventListener("input", (event) => { if (event.target.closest(".item-indicateur")) reasons(); });
  form.addEventListener("change", (event) => { if (event.target.closest(".item-indicateur")) reasons(); });

  // An indicateur of a questionnaire takes a measure of answers, and no other.
  const limit = (kind) => {
    const measure = kind.closest("[data-item]").querySelector('select[name$="-mesure"]');
    measure.querySelectorAll("optgroup").forEach((group) => {
      group.disabled = group.hidden = kind.value === "questionnaire" && group.label !== "Questionnaires";
    });
    if (!measure.selectedOptions[0]?.closest("optgroup")?.disabled) return;
    measure.value = "";
    changed(measure);
  };
  form.addEventListener("change", (event) => { if (event.target.matches('.item-indicateur select[name$="-type"]')) limit(event.target); });
  form.querySelectorAll('.item-indicateur select[name$="-type"]').forEach(limit);

  // An error inside a folded list opens it.
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));  // null without a hash
    target?.closest("details")?.setAttribute("open", "");
  };
  addEventListener("hashchange", open);

  // A form that leaves with its changes is not stopped by the guard of unsaved changes, nor by a second click.
  show(form);
  reasons();
  progress();
  open();
})();
