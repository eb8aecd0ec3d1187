// Sends dropped or chosen files one by one, so that each is told as soon as it is read; without it the form sends all.
(() => {
  "use strict";
  const form = document.querySelector("[data-depot]");
  if (!form || !window.fetch) return;
  const field = form.querySelector("input[type=file]");
  const button = form.querySelector("button[type=submit]");
  const progress = form.querySelector("[data-depot-avancement]");
  const bar = progress.querySelector("progress");
  const count = form.querySelector("[data-depot-compte]");
  const announce = form.querySelector("[data-depot-annonce]");
  const section = document.querySelector("[data-depot-recus]");
  const list = section.querySelector("ul");
  let busy = false;

  // The browser's own picker speaks its own language and needs a second button: here choosing is sending.
  form.querySelector("[data-depot-glisser]").hidden = false;
  form.classList.add("import-depot-script");
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

  const send = async (file) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("fichiers", file, file.name);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Fragment": "1" }, redirect: "manual" });
      if (!answer.ok) throw new Error("refused");
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text();
      list.append(holder.content);
    } catch {
      list.append(refusal(file.name, "Ce fichier n’a pas pu être envoyé : vérifiez votre connexion, puis recommencez."));
    }
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
      await send(file);
    }
    bar.value = files.length;
    const refused = list.querySelectorAll(".import-recu-refuse").length;
    const read = files.length - refused;
    const ending = refused > 1 ? `, ${refused} refusés.` : refused ? ", 1 refusé." : ".";
    const words = `${read} ${read > 1 ? "fichiers lus" : "fichier lu"}${ending}`;
    count.textContent = words;
    announce.textContent = words;
    field.value = "";
    button.disabled = false;
    busy = false;
    const links = list.querySelectorAll(".import-nom a");
    const first = links[0] || section;
    first.focus({ preventScroll: false });
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...field.files]);
  });
  ["dragenter", "dragover"].forEach((name) => form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("est-survole");
  }));
  ["dragleave", "drop"].forEach((name) => form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.remove("est-survole");
  }));
  form.addEventListener("drop", (event) => sendAll([...event.dataTransfer.files]));
})();
