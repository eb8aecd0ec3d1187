// The doors of the demo: a start page left open, or come back to, enters with the token of the moment.
(() => {
  "use strict";
  const cookie = () => document.cookie.split("; ").find((part) => part.startsWith("csrftoken="))?.slice("csrftoken=".length);

  document.querySelectorAll("form[data-porte]").forEach((form) => form.addEventListener("submit", async (event) => {
    if (!cookie() && !form.dataset.essayee) {
      event.preventDefault();
      form.dataset.essayee = "oui";
      await fetch(location.href).catch(() => {});  // the page gives the cookie back
      form.requestSubmit(event.submitter);
      return;
    }
    form.elements.csrfmiddlewaretoken.value = cookie() || form.elements.csrfmiddlewaretoken.value;
  }));
})();
