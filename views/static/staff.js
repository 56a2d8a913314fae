// Printing is the one thing on these pages that needs a script: the button is
// hidden where there is none.
const button = document.getElementById("print-report");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
