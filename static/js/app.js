// Glue between htmx and our pages: security, focus, busy buttons, drafts, small live words.
// Everything here is comfort: each page also works without it. Nothing is kept in the browser.

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const page = () => find("#page");

// --- Security: htmx may parse what our server sent, and may never evaluate text as code.
const policy = { createHTML: (html) => html, createScript: () => "" };
const trusted = self.trustedTypes?.createPolicy("dojang", policy) ?? policy;
const noEval = function () {
  throw Error("eval is off");
};

htmx.registerExtension("app", {
  init: (api) => api.initSecurity(trusted, noEval, noEval),
  htmx_before_request: (element, { ctx }) => {
    if (!isPage(ctx)) return;
    // What the person sees is the draft: don't let an older one arrive after the answer.
    clearTimeout(saving);
    hideProblem();
    busy(ctx, true);
  },
  htmx_after_request: (element, { ctx }) => {
    // A gateway's own error page is no page of ours: keep what was typed, let them press again.
    const ours = ctx.hx.redirect || ctx.hx.refresh || ctx.text.includes('id="page"');
    if (isPage(ctx) && !ours) return showProblem(), false;
  },
  htmx_error: (element, { ctx }) => {
    if (ctx && isPage(ctx)) showProblem();
  },
  htmx_finally_request: (element, { ctx }) => busy(ctx, false),
  htmx_before_history_update: (element, detail) => {
    // Answering a form at its own address is no new place to come back from.
    if (detail.history.path === location.pathname + location.search) detail.history.type = "replace";
  },
  htmx_after_settle: (element, { task }) => {
    if (task.target?.id === "page") arrive(true);
    else if (task.target?.matches?.("body")) arrive(false);
    else liven(task.target);
  },
});

const isPage = (ctx) => ctx.target?.id === "page";

// --- Arriving on a page: focus what needs attention, start what lives.
function arrive(moved) {
  if (moved) {
    scrollTo(0, 0);
    const target = find("[data-focus]") ?? find("h1");
    target?.setAttribute("tabindex", "-1");
    target?.focus({ preventScroll: !target.matches("[data-focus]") });
  }
  liven(document);
}

function liven(root) {
  if (!root) return;
  for (const pad of all("[data-pad]", root)) {
    import(pad.dataset.pad).then((ink) => ink.start(pad, () => save(pad.closest("form"))));
  }
  for (const clock of all("[data-seconds]", root)) countDown(clock);
  for (const form of all("form[data-draft]", root)) tally(form);
}

// --- Busy buttons: a second press waits for the first answer.
function busy(ctx, on) {
  const form = ctx.request?.form;
  const button = ctx.request?.submitter ?? (form && find(`[form="${form.id}"], button:not([type])`));
  if (!form || !button) return;
  form.dataset.busy = on ? "1" : "";
  button.setAttribute("aria-disabled", on);
  button.classList.toggle("busy", on);
  if (on) {
    button.dataset.words = button.textContent;
    button.textContent = page().dataset.busy;
  } else if (button.dataset.words) {
    button.textContent = button.dataset.words;
  }
}

addEventListener(
  "submit",
  (event) => {
    if (!event.target.dataset.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// --- Connection lost: say so beside the button; the page and what was typed stay.
function showProblem() {
  const note = find("#problem");
  note.hidden = false;
  note.focus();
}

function hideProblem() {
  find("#problem").hidden = true;
}

// --- Drafts: what a form holds is kept on the server while it is filled in.
let saving;

addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.dataset.draft) return;
  tally(form);
  clearTimeout(saving);
  saving = setTimeout(save, target.type === "checkbox" ? 0 : 600, form);
});

addEventListener("visibilitychange", () => {
  const form = find("form[data-draft]");
  if (document.hidden && form) save(form);
});

function save(form) {
  clearTimeout(saving);
  if (!form?.isConnected || form.dataset.busy) return;
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (!/^(csrf_token|idempotency_key)$/.test(name)) (values[name] ??= []).push(value);
  }
  const draft = JSON.stringify({ step: form.dataset.step, values });
  if (draft === form.dataset.saved) return;
  form.dataset.saved = draft;
  post(form, form.dataset.draft, draft).catch(() => (form.dataset.saved = ""));
}

function post(form, address, body) {
  return fetch(address, {
    method: "POST",
    body,
    keepalive: !body || body.length < 60000,
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.csrf_token.value },
  });
}

// --- Ticks: all mandatory ones at once, never the optional ones; the bar counts along.
addEventListener("change", ({ target }) => {
  if (!target.matches("[data-all]")) return;
  for (const box of all("[data-must]")) box.checked = target.checked;
  target.dispatchEvent(new Event("input", { bubbles: true }));
});

function tally(form) {
  const boxes = all("[data-must]", form);
  const done = boxes.filter((box) => box.checked).length;
  const everything = find("[data-all]", form);
  if (everything) everything.checked = done === boxes.length;
  const words = find("[data-tally]");
  if (words && boxes.length) words.textContent = fill(words.dataset.tally, { done, total: boxes.length });
  for (const box of boxes) if (box.checked) settle(box);
}

// A missing tick that is made good no longer looks like an error.
function settle(box) {
  box.removeAttribute("aria-invalid");
  box.closest(".bad")?.classList.remove("bad");
}

const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// --- Reading: an opened article is noted on the server, and counted.
addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.open || !target.dataset.read) return;
    const form = find("form[data-reading]");
    post(form, target.dataset.read).then((answer) => answer.ok && markRead(target, form));
    delete target.dataset.read;
  },
  true,
);

function markRead(article, form) {
  article.classList.add("read");
  const done = all(".read").length;
  const total = all(".article").length;
  const bar = find("progress");
  const words = find("[data-read-words]");
  if (bar) bar.value = done;
  if (words) words.textContent = fill(words.dataset.readWords, { done, total });
}

// --- Time left, in words; said aloud every half minute.
function countDown(clock) {
  const end = Date.now() + clock.dataset.seconds * 1000;
  const voice = find("[data-voice]");
  const timer = setInterval(() => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    if (!clock.isConnected) return clearInterval(timer);
    clock.textContent = fill(clock.dataset.words, { minutes: Math.floor(left / 60), seconds: left % 60 });
    if (voice && left % 30 === 0) voice.textContent = left ? clock.textContent : clock.dataset.over;
    if (left) return;
    clearInterval(timer);
    clock.textContent = clock.dataset.over;
  }, 1000);
}

// --- A name typed instead of written appears in the signature box as it is typed.
addEventListener("input", ({ target }) => {
  const mirror = target.dataset?.mirror && find(target.dataset.mirror);
  if (mirror) mirror.textContent = target.value;
});

liven(document);
