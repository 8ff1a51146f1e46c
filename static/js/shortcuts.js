// Keys for a queue: j and k move, Enter opens, / searches, ? shows the list of keys.
// The page holds the table inside <div data-shortcuts>, with one link a row and <dialog id="shortcuts">.

const rows = () => [...document.querySelectorAll("[data-shortcuts] tbody tr")];

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  const link = next.querySelector("a[href]");
  link?.focus();
  next.scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => document.querySelector("[data-shortcut-search], main input[type=search]")?.focus(),
  "?": () => document.getElementById("shortcuts")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-show-shortcuts]")) keys["?"]();
});
for (const button of document.querySelectorAll("[data-show-shortcuts][hidden]")) button.hidden = false;
