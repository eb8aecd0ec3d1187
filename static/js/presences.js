// Presences by keyboard: arrows change person, P A E say who came, R who leads (or is represented); the boxes work alone.
(() => {
  "use strict";
  const form = document.querySelector("[data-presences]");
  if (!form) return;
  const people = [...form.querySelectorAll("[data-personne]")];
  const codes = { p: "present", a: "absent", e: "excuse", r: "represente", delete: "", backspace: "" };
  const focus = (person) => {
    const radios = "input[type=radio]";
    // A séance that is called off has nothing to tick.
    (person.querySelector(`${radios}:checked`) || person.querySelector(`${radios}, input[type=checkbox]`))?.focus();
  };
  form.addEventListener("keydown", (event) => {
    const index = people.findIndex((person) => person.contains(event.target));
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=text]") && !event.key.startsWith("Arrow")) return;
    const pilot = people[index].querySelector("input[name=pilote]");
    if (pilot && event.key.toLowerCase() === "r") {
      event.preventDefault();
      pilot.checked = !pilot.checked;
      pilot.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const code = codes[event.key.toLowerCase()];
    if (step === undefined && (code === undefined || !people[index].querySelector("input[type=radio]"))) return;
    event.preventDefault();
    if (code !== undefined) {
      const wanted = [...people[index].querySelectorAll("input[type=radio]")].find((radio) => radio.value === code);
      if (!wanted) return;
      wanted.checked = true;
      wanted.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const proxy = code === "represente" && people[index].querySelector("input[type=text]");
    if (proxy) { proxy.focus(); return; }
    const next = people[index + (step ?? (code === "" ? 0 : 1))];
    focus(next || people[index]);
  });
  if (people.length && !form.querySelector("input:disabled")) focus(people[0]);
})();
