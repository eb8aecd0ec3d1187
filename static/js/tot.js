// Before the first paint: scripts work here, and the rail has the width that the person left it.
document.documentElement.classList.add("js");
try {
  if (localStorage.getItem("rail") === "reduit") document.documentElement.classList.add("rail-reduit");
} catch {
  // private window: nothing to remember
}
