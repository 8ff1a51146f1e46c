// Shows how far an upload is, for <form data-upload>. It is sent as the browser would send it, and the
// page that answers is shown. Without script the form just works.

function start(form, event) {
  const panel = form.querySelector("[data-upload-progress]");
  const file = form.querySelector("input[type=file]");
  if (!panel || !file?.files.length) return;
  event.preventDefault();
  send(form, event.submitter, panel);
}

function send(form, submitter, panel) {
  const bar = panel.querySelector("progress");
  const status = panel.querySelector("[data-upload-status]");
  const request = new XMLHttpRequest();
  panel.hidden = false;
  if (submitter) submitter.disabled = true;
  status.textContent = status.dataset.sending;
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable) return;
    bar.value = (100 * event.loaded) / event.total;
    status.textContent = `${status.dataset.sending} ${Math.round(bar.value)} %`;
  };
  request.upload.onload = () => { status.textContent = status.dataset.sent; };
  request.onload = () => arrive(request);
  request.onerror = () => {
    status.textContent = status.dataset.failed;
    if (submitter) submitter.disabled = false;
  };
  request.open("POST", form.action || location.href);
  request.send(new FormData(form, submitter));
}

// The answer is shown as it came: asking for it a second time would lose messages that are told once.
function arrive(request) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = answer.querySelector("main");
  if (!main) return location.reload();
  document.title = answer.title;
  document.querySelector("main").replaceWith(main);
  if (request.responseURL !== location.href) history.pushState({}, "", request.responseURL);
  window.htmx?.process(main);
  (main.querySelector(".error-summary") ?? main).focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-upload]")) start(event.target, event);
});
addEventListener("popstate", () => location.reload());
