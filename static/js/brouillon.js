// Keeps on the server what is being typed in a form that holds {% brouillon %}; the page never loses it meanwhile.
(() => {
  "use strict";
  const DELAY = 800;
  const RETRY = 15000;

  const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);

  const follow = (form, mark) => {
    const url = mark.dataset.brouillon;
    let timer = null;
    let running = null;
    let banner = null;

    const say = (text) => { mark.textContent = text; };

    const token = () => cookie("csrftoken") || form.elements.csrfmiddlewaretoken?.value || "";

    const renewToken = (value) => {
      if (!value) return;
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = value; });
      if (document.body.hasAttribute("hx-headers")) {
        document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": value }));
      }
    };

    const warn = (title, text, withLink) => {
      if (!banner) {
        banner = document.createElement("div");
        banner.className = "bandeau bandeau-alerte bandeau-suit";
        banner.setAttribute("role", "alert");
        form.prepend(banner);
      }
      banner.replaceChildren();
      const body = document.createElement("div");
      body.className = "bandeau-texte";
      const strong = document.createElement("p");
      strong.append(Object.assign(document.createElement("strong"), { textContent: title }));
      const paragraph = document.createElement("p");
      paragraph.textContent = text;
      body.append(strong, paragraph);
      if (withLink) {
        const link = document.createElement("a");
        link.href = mark.dataset.brouillonConnexion;
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = "Me reconnecter dans un autre onglet";
        body.append(link);
      }
      banner.append(body);
    };

    const calm = () => { banner?.remove(); banner = null; };

    const lost = () => {
      say("");
      warn("Votre session est terminée. Rien n’est perdu.",
        "Gardez cette page ouverte, reconnectez-vous, puis revenez ici : l’enregistrement reprendra tout seul.", true);
      later(RETRY);
    };

    const later = (delay) => { clearTimeout(timer); timer = setTimeout(send, delay); };

    async function send() {
      clearTimeout(timer);
      timer = null;
      running?.abort();
      const mine = new AbortController();
      running = mine;
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => { if (typeof value === "string") body.append(name, value); });
      body.delete("csrfmiddlewaretoken");
      let answer;
      try {
        answer = await fetch(url, {
          method: "POST", body, signal: mine.signal, redirect: "manual", credentials: "same-origin",
          headers: { "X-CSRFToken": token(), Accept: "application/json" },
        });
      } catch (error) {
        if (error.name === "AbortError") return;
        say("");
        warn("Pas de réseau pour le moment.", "Votre texte reste dans cette page. L’enregistrement reprendra tout seul.", false);
        later(RETRY);
        return;
      }
      if (answer.ok) {
        const content = await answer.json();
        calm();
        renewToken(content.csrf);
        say(`Brouillon enregistré à ${content.heure}`);
        form.dispatchEvent(new CustomEvent("enregistre"));
      } else if (answer.status === 409) {
        const content = await answer.json();
        say("");
        warn("Le brouillon n’est pas enregistré.", `${content.refus} Votre texte reste dans cette page.`, false);
      } else {
        lost();
      }
    }

    // A part of the page that finds the session lost would send the whole page to sign-in, and the text with it.
    document.body.addEventListener("htmx:beforeOnLoad", (event) => {
      if (event.detail.xhr.status !== 401) return;
      event.preventDefault();
      lost();
    });
    form.addEventListener("input", () => later(DELAY));
    form.addEventListener("change", () => later(DELAY));
    if ("touche" in form.dataset) later(DELAY);
    // What was saved for good is no draft any more: nothing may be sent after the form itself.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      timer = null;
      if (!navigator.onLine) {
        // The browser would put its own page of error in place of this one, and of what was typed.
        event.preventDefault();
        warn("Pas de réseau : rien n’est parti.", "Votre texte reste dans cette page. Quand le réseau revient, appuyez de nouveau sur le bouton.", false);
        banner.scrollIntoView({ block: "center" });
        return;
      }
      running?.abort();
    });
    addEventListener("focus", () => { if (banner) later(0); });
    addEventListener("online", () => { if (banner) later(0); });
    // A tab closed within the delay: send now.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || timer === null) return;
      clearTimeout(timer);
      timer = null;
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => { if (typeof value === "string") body.append(name, value); });
      fetch(url, { method: "POST", body, keepalive: true, redirect: "manual", headers: { "X-CSRFToken": token(), Accept: "application/json" } }).catch(() => {});
    });
  };

  document.querySelectorAll("[data-brouillon]").forEach((mark) => {
    const form = mark.closest("form");
    if (form) follow(form, mark);
  });
})();
