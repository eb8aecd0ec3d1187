// Sends dropped or chosen files one by one and shows how far each is; without it the form sends all at once.
(() => {
  "use strict";
  const form = document.querySelector("[data-pieces-depot]");
  if (!form || !window.XMLHttpRequest) return;
  const zone = form.querySelector("[data-pieces-zone]");
  const field = form.querySelector("input[type=file]");
  const button = zone.querySelector("button[type=submit]");
  const progress = form.querySelector("[data-pieces-avancement]");
  const bar = progress.querySelector("progress");
  const count = form.querySelector("[data-pieces-compte]");
  const announce = form.querySelector("[data-pieces-annonce]");
  const section = document.querySelector("[data-pieces-recus]");
  const list = section.querySelector("ul");
  const maximum = Number(form.dataset.maximum) * 1024 * 1024;
  let busy = false;

  // The browser's own picker speaks its own language and needs a second button: here choosing is sending.
  form.querySelector("[data-pieces-glisser]").hidden = false;
  zone.classList.add("import-depot-script");
  button.hidden = true;
  const choose = Object.assign(document.createElement("span"), { className: "bouton bouton-principal import-choisir", textContent: "Choisir des fichiers" });
  choose.setAttribute("aria-hidden", "true");
  choose.addEventListener("click", () => field.click());
  field.after(choose);
  field.addEventListener("change", () => sendAll([...field.files]));

  const refusal = (name, text) => {
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
    return item;
  };

  const send = (file, tell) => new Promise((done) => {
    if (file.size > maximum) {
      list.append(refusal(file.name, `Ce fichier dépasse ${form.dataset.maximum} Mo. Réduisez-le, puis recommencez.`));
      done();
      return;
    }
    const data = new FormData(form);
    data.delete("fichiers");
    data.append("fichiers", file, file.name);
    const request = new XMLHttpRequest();
    const lost = () => {
      list.append(refusal(file.name, "Ce fichier n’a pas pu être envoyé : vérifiez votre connexion, puis recommencez."));
      done();
    };
    request.open("POST", form.action);
    request.setRequestHeader("X-Fragment", "1");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && tell(event.loaded / event.total));
    request.addEventListener("error", lost);
    request.addEventListener("load", () => {
      // A session that ended sends to the sign-in page: that is not the answer that was asked for.
      if (request.status !== 200 || request.responseURL.split("#")[0] !== form.action) return lost();
      const holder = document.createElement("template");
      holder.innerHTML = request.responseText;
      list.append(holder.content);
      done();
    });
    request.send(data);
  });

  // The list of the page as it is now: what was just sent is in it.
  const refresh = async () => {
    try {
      const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-pieces]");
      const tabs = page.querySelector(".onglets");
      if (now) document.querySelector("[data-pieces]").replaceWith(now);
      if (tabs) document.querySelector(".onglets")?.replaceWith(tabs);
    } catch { /* the next page read shows it */ }
  };

  const sendAll = async (files) => {
    if (busy || !files.length) return;
    busy = true;
    list.replaceChildren();
    section.hidden = false;
    progress.hidden = false;
    for (const [rank, file] of files.entries()) {
      count.textContent = `${rank + 1} sur ${files.length} : ${file.name}`;
      bar.value = 0;
      await send(file, (part) => { bar.value = Math.round(part * 100); });
    }
    bar.value = 100;
    progress.hidden = true;
    const refused = list.querySelectorAll(".import-recu-refuse").length;
    const kept = files.length - refused;
    const words = [
      kept && `${kept} ${kept > 1 ? "fichiers joints" : "fichier joint"}`,
      refused && `${refused} ${refused > 1 ? "refusés" : "refusé"}`,
    ].filter(Boolean).join(", ");
    announce.textContent = `${words}.`;
    field.value = "";
    busy = false;
    if (kept) await refresh();
    document.getElementById(refused ? "titre-recus" : "titre-pieces").focus();
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
