// Search as one types, from any page: arrows choose, Enter opens, Escape leaves. Without script, the form opens a page.
(() => {
  "use strict";
  const field = document.querySelector("[data-recherche]");
  const form = field?.form;
  if (!form) return;
  const list = document.createElement("div");
  list.id = "recherche-resultats";
  list.className = "menu-deroulant";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Résultats");
  list.hidden = true;
  form.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  let timer = null;
  let running = null;
  let current = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  const show = (visible) => {
    list.hidden = !visible;
    field.setAttribute("aria-expanded", String(visible));
    if (!visible) choose(-1);
  };

  const choose = (index) => {
    const all = options();
    current = all.length ? Math.max(-1, Math.min(index, all.length - 1)) : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === current)));
    if (current >= 0) {
      field.setAttribute("aria-activedescendant", all[current].id);
      all[current].scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const ask = async () => {
    const text = field.value.trim();
    running?.abort();
    if (text.length < 2) { show(false); return; }
    running = new AbortController();
    try {
      const answer = await fetch(`${form.action}?q=${encodeURIComponent(text)}`, {
        headers: { "HX-Request": "true" }, signal: running.signal, credentials: "same-origin",
      });
      if (!answer.ok) { show(false); return; }
      // The server's own template, escaped there.
      list.innerHTML = await answer.text();
      choose(-1);
      show(list.childElementCount > 0);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  };

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 180); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) { ask(); return; }
      event.preventDefault();
      choose(current + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      options()[current].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      show(false);
    }
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) show(false); });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) setTimeout(() => show(false), 150); });
})();
