// Shows how far an upload is. The form of [data-upload] is sent as the browser would send it;
// the page that answers, or the address it leads to, is then shown. Without script the form just works.

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
  request.onload = () => arrive(form, request);
  request.onerror = () => {
    status.textContent = status.dataset.failed;
    if (submitter) submitter.disabled = false;
  };
  request.open("POST", form.action || location.href);
  request.send(new FormData(form, submitter));
}

function arrive(form, request) {
  const here = new URL(form.action || location.href, location.href);
  const led = request.responseURL && new URL(request.responseURL).href !== here.href;
  if (led && request.status < 400) return location.assign(request.responseURL);
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  document.title = answer.title;
  document.querySelector("main").replaceWith(document.importNode(answer.querySelector("main"), true));
  document.querySelector(".error-summary, main")?.focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-upload]")) start(event.target, event);
});
