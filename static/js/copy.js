// Copies the text of a [data-copy] button; the buttons stay hidden where this does not run.

function show(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
}

async function copy(button) {
  const word = button.querySelector("[role=status]");
  const before = word.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  word.textContent = button.dataset.copied;
  setTimeout(() => { word.textContent = before; }, 2000);
}

show(document);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
document.addEventListener("htmx:afterSwap", (event) => show(event.target));
