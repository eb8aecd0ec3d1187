// The grid by keyboard: O P N S answer, R takes the draft, arrows change question; the boxes work alone without this.
(() => {
  "use strict";
  const form = document.querySelector("[data-lecture]");
  if (!form) return;
  const questions = [...form.querySelectorAll("[data-question]")];
  const codes = { o: "oui", p: "en_partie", n: "non", s: "sans_objet", delete: "", backspace: "" };
  const radios = (question) => [...question.querySelectorAll("input[type=radio]")];
  const focus = (question) => {
    const all = radios(question);
    (all.find((radio) => radio.checked) || all[0]).focus();
    question.scrollIntoView({ block: "nearest" });
  };
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  const answer = (question, code) => {
    const wanted = radios(question).find((radio) => radio.value === code);
    if (!wanted) return;
    wanted.checked = true;
    changed(wanted);
  };
  const take = (question) => {
    if (question.dataset.phrase === undefined) return;
    const text = question.querySelector("textarea");
    const phrase = question.dataset.phrase;
    if (!text.value.includes(phrase)) text.value = text.value ? `${text.value}\n${phrase}` : phrase;
    changed(text);
    if (question.dataset.appreciation) answer(question, question.dataset.appreciation);
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reprendre]");
    if (!button) return;
    const question = button.closest("[data-question]");
    take(question);
    focus(question);
  });
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("input[type=radio]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = questions.findIndex((question) => question.contains(event.target));
    const key = event.key.toLowerCase();
    const step = { arrowdown: 1, arrowup: -1 }[key];
    if (step !== undefined) {
      event.preventDefault();
      focus(questions[index + step] || questions[index]);
    } else if (key === "r") {
      event.preventDefault();
      take(questions[index]);
    } else if (key in codes) {
      event.preventDefault();
      answer(questions[index], codes[key]);
      focus(questions[codes[key] ? index + 1 : index] || questions[index]);
    }
  });
  form.querySelectorAll("[data-reprendre]").forEach((button) => { button.hidden = false; });
})();
