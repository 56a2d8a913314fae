// With script a benchmark file is chosen, and read into the field it would be
// pasted into.
for (const file of document.querySelectorAll("[data-text-into]")) {
  const into = document.getElementById(file.dataset.textInto);
  file.closest(".file").hidden = false;
  file.addEventListener("change", async () => {
    if (file.files[0]) into.value = await file.files[0].text();
  });
}
