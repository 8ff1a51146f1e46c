// Puts a chosen canned reason into the text it belongs to, where it can be changed at once.
// Without this the server adds it when the form is sent. The texts stand in <template id="canned-texts">.

document.addEventListener("change", (event) => {
  const choice = event.target.closest("select[data-fills]");
  const text = choice && document.getElementById(choice.dataset.fills);
  const canned = document.getElementById("canned-texts")?.content.querySelector(`[data-canned="${choice?.value}"]`);
  if (!text || !canned) return;
  text.value = [text.value.trim(), canned.textContent].filter(Boolean).join("\n");
  choice.value = "";
  text.focus();
});
