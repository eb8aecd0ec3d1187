// Back from sign-in: what this browser had asked for is done without a second tap. Without script, the button is there.
document.querySelector("form[data-envoi-automatique]")?.requestSubmit();
