// Glue between htmx and our pages: security, focus, busy buttons, a lost connection, and loading
// what only some pages need. All of it is comfort: each page also works without. Nothing is kept
// in the browser.

const find = (selector) => document.querySelector(selector);
const isPage = (ctx) => ctx.target?.id === "page";

Object.assign(htmx.config, { implicitInheritance: true, defaultTimeout: 30000 });

// htmx may parse what our server sent, and may never evaluate text as code.
const policy = { createHTML: (html) => html, createScript: () => "" };
const noEval = function () {
  throw Error("eval is off");
};

htmx.registerExtension("dojang", {
  init: (api) => api.initSecurity(self.trustedTypes?.createPolicy("dojang", policy) ?? policy, noEval, noEval),
  htmx_before_request: (element, { ctx }) => {
    if (!isPage(ctx)) return;
    problem.remove();
    busy(ctx, true);
  },
  htmx_after_request: (element, { ctx }) => {
    // A gateway's own error page is no page of ours: keep what was typed, let them press again.
    const ours = ctx.hx.redirect || ctx.hx.refresh || ctx.text.includes('id="page"');
    if (isPage(ctx) && !ours) return say(), false;
  },
  htmx_error: (element, { ctx }) => {
    if (ctx && isPage(ctx)) say();
  },
  htmx_finally_request: (element, { ctx }) => busy(ctx, false),
  htmx_before_history_update: (element, { history }) => {
    // Answering a form at its own address is no new place to come back from.
    if (history.path === location.pathname + location.search) history.type = "replace";
  },
  htmx_after_settle: (element, { task }) => {
    if (task.target?.id === "page") {
      scrollTo(0, 0);
      const target = find("[data-focus]") ?? find("h1");
      if (target.matches("h1")) target.tabIndex = -1;
      target.focus();
    }
    load();
  },
});

// What only some pages need: drafts, clocks, the signature pad.
function load() {
  for (const part of document.querySelectorAll("[data-load]")) {
    import(part.dataset.load).then((module) => module.start(part));
  }
}

// A second press waits for the answer to the first.
function busy({ request }, on) {
  const form = request.form;
  const button = request.submitter ?? find(`[form="${form?.id}"]`);
  if (!form || !button) return;
  form.dataset.busy = on ? 1 : "";
  button.ariaDisabled = on;
  button.classList.toggle("busy", on);
  if (on) button.kept = [...button.childNodes];
  button.replaceChildren(...(on ? [words.busy] : (button.kept ?? button.childNodes)));
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

// Connection lost: say so beside the button; the page and what was typed stay.
const words = said[document.documentElement.lang];
const problem = document.createElement("p");
Object.assign(problem, { id: "problem", className: "note no", role: "alert", tabIndex: -1, textContent: words.connection_lost });

function say() {
  (find(".bar") ?? find("main")).prepend(problem);
  problem.focus();
}

load();
