// Sends dropped or chosen files one by one and tells of each as soon as it is received; without it the form sends all.
// The form says what differs: data-maximum (Mo), data-mots ("fichier joint|fichiers joints"), data-actualiser (what the
// page shows anew when a file was kept), data-ensuite (where to go on reading; else the first thing received).
(() => {
  "use strict";
  const form = document.querySelector("[data-depot]");
  if (!form || !window.XMLHttpRequest) return;
  const part = (name) => form.querySelector(`[data-depot-${name}]`);
  const zone = part("zone") || form;
  const field = form.querySelector("input[type=file]");
  const button = zone.querySelector("button[type=submit]");
  const progress = part("avancement");
  const bar = progress.querySelector("progress");
  const count = part("compte");
  const announce = part("annonce");
  const section = document.querySelector("[data-depot-recus]");
  const list = section.querySelector("ul");
  const maximum = Number(form.dataset.maximum || Infinity) * 1024 * 1024;
  const [one, many] = form.dataset.mots.split("|");
  let busy = false;

  // The browser's own picker speaks its own language and needs a second button: here choosing is sending.
  part("glisser").hidden = false;
  zone.classList.add("import-depot-script");
  button.hidden = true;
  const choose = Object.assign(document.createElement("span"), { className: "bouton bouton-principal import-choisir", textContent: "Choisir des fichiers" });
  choose.setAttribute("aria-hidden", "true");
  choose.addEventListener("click", () => field.click());
  field.after(choose);
  field.addEventListener("change", () => sendAll([...field.files]));

  const refuse = (name, text) => {
    const item = document.createElement("li");
    item.className = "import-recu import-recu-refuse";
    const mark = document.createElement("span");
    mark.setAttribute("aria-hidden", "true");
    const body = document.createElement("div");
    body.append(
      Object.assign(document.createElement("p"), { className: "import-nom", textContent: name }),
      Object.assign(document.createElement("p"), { className: "texte-grave", textContent: text }),
    );
    item.append(mark, body);
    list.append(item);
  };

  const send = (file, tell) => new Promise((done) => {
    if (file.size > maximum) {
      refuse(file.name, `Ce fichier dépasse ${form.dataset.maximum} Mo. Réduisez-le, puis recommencez.`);
      done();
      return;
    }
    const data = new FormData(form);
    data.delete("fichiers");
    data.append("fichiers", file, file.name);
    const request = new XMLHttpRequest();
    const lost = () => {
      refuse(file.name, "Ce fichier n’a pas pu être envoyé : vérifiez votre connexion, puis recommencez.");
      done();
    };
    request.open("POST", form.action);
    request.setRequestHeader("X-Fragment", "1");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && tell(event.loaded / event.total));
    request.addEventListener("error", lost);
    request.addEventListener("load", () => {
      // A session that ended sends to the sign-in page: that is not the answer that was asked for.
      if (request.status !== 200 || request.responseURL.split("#")[0] !== form.action.split("#")[0]) { lost(); return; }
      const holder = document.createElement("template");
      holder.innerHTML = request.responseText;
      list.append(holder.content);
      done();
    });
    request.send(data);
  });

  // What the page lists as it is now: what was just sent is in it.
  const refresh = async () => {
    const shown = (form.dataset.actualiser || "").split(",").filter(Boolean);
    if (!shown.length) return;
    try {
      const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown.forEach((selector) => {
        const now = page.querySelector(selector);
        if (now) document.querySelector(selector)?.replaceWith(now);
      });
    } catch { /* the next page read shows it */ }
  };

  const sendAll = async (files) => {
    if (busy || !files.length) return;
    busy = true;
    button.disabled = true;
    list.replaceChildren();
    section.hidden = false;
    document.querySelector("[data-depot-vide]")?.setAttribute("hidden", "");
    progress.hidden = false;
    bar.max = files.length;
    for (const [rank, file] of files.entries()) {
      bar.value = rank;
      count.textContent = `${rank + 1} sur ${files.length} : ${file.name}`;
      await send(file, (done) => { bar.value = rank + done; });
    }
    progress.hidden = true;
    const refused = list.querySelectorAll(".import-recu-refuse").length;
    const kept = files.length - refused;
    announce.textContent = [
      `${kept} ${kept > 1 ? many : one}`,
      refused && `${refused} ${refused > 1 ? "refusés" : "refusé"}`,
    ].filter(Boolean).join(", ") + ".";
    field.value = "";
    button.disabled = false;
    busy = false;
    if (kept) await refresh();
    const next = !refused && form.dataset.ensuite ? document.querySelector(form.dataset.ensuite) : null;
    (next || section.querySelector("h2[tabindex]") || list.querySelector(".import-nom a") || section).focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...field.files]);
  });
  ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("est-survole");
  }));
  ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.remove("est-survole");
  }));
  zone.addEventListener("drop", (event) => sendAll([...event.dataTransfer.files]));
})();
