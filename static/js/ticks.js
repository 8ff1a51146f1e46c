// Ticks all rows of a form's table, or none. Without this each is ticked by itself.

for (const button of document.querySelectorAll("[data-tick][hidden]")) button.hidden = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick]");
  if (!button) return;
  for (const box of button.form.querySelectorAll("tbody input[type=checkbox]")) box.checked = button.dataset.tick === "all";
});
