// Keys for the desk: j and k move between the rows of a queue or the findings of a filing, Enter opens,
// n goes to what comes next, p to the page before, u back up, / searches, ? shows the list of keys.
// The page holds them inside <div data-shortcuts>, and has <dialog id="shortcuts">.

const rows = () => [...document.querySelectorAll("[data-shortcuts] :is(tbody tr, .finding)")];
const follow = (link) => document.querySelector(link)?.click();

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  const first = next.querySelector("a[href], button, summary");
  if (!first) next.tabIndex = -1;
  (first ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  n: () => follow("main a[rel=next]"),
  p: () => follow("main a[rel=prev]"),
  u: () => follow(".crumbs a[href]"),
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
