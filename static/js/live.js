// What lives on some pages: drafts kept on the server, ticks counted, articles noted, time told.

export function start(part) {
  if (part.lives) return;
  part.lives = true;
  if (part.dataset.draft) keepDrafts(part);
  if ("reading" in part.dataset) noteReading(part);
  if (part.dataset.seconds) countDown(part);
}

const all = (root, selector) => [...root.querySelectorAll(selector)];
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// --- Drafts: what a form holds is kept on the server while it is filled in (never in the browser).
function keepDrafts(form) {
  let timer;
  let sent = snapshot(form);
  let stop = new AbortController();
  const save = () => {
    clearTimeout(timer);
    const draft = snapshot(form);
    if (!form.isConnected || form.dataset.busy || draft === sent) return;
    sent = draft;
    post(form.dataset.draft, form.csrf_token.value, draft, stop.signal).catch(() => (sent = ""));
  };
  form.addEventListener("input", ({ target }) => {
    if ("all" in target.dataset) for (const box of all(form, "[data-must]")) box.checked = target.checked;
    if (target.dataset.mirror) form.querySelector(target.dataset.mirror).textContent = target.value;
    tally(form);
    clearTimeout(timer);
    timer = setTimeout(save, target.type === "text" ? 600 : 50);
  });
  // An older draft must not arrive after the answer.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stop.abort();
    stop = new AbortController();
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  tally(form);
}

function snapshot(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (!/^(csrf_token|idempotency_key)$/.test(name)) (values[name] ??= []).push(value);
  }
  return JSON.stringify({ step: form.dataset.step, values });
}

function post(address, token, body, signal) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return fetch(address, { method: "POST", body, signal, headers, keepalive: body.length < 60000 });
}

// --- Ticks: the bar counts along; one that is made good no longer looks like an error.
function tally(form) {
  const boxes = all(form, "[data-must]");
  const done = boxes.filter((box) => box.checked);
  for (const box of done) {
    box.removeAttribute("aria-invalid");
    box.closest(".bad")?.classList.remove("bad");
  }
  if (done.length && done.length === boxes.length) document.querySelector("main > .note[role]")?.remove();
  for (const box of all(form, "[data-all]")) box.checked = done.length === boxes.length;
  for (const words of all(document, "[data-tally]")) {
    words.textContent = fill(words.dataset.tally, { done: done.length, total: boxes.length });
  }
}

// --- Reading: an opened article is noted on the server, and counted.
function noteReading(form) {
  const note = async ({ target }) => {
    const address = target.open && target.dataset.read;
    if (!address) return;
    const answer = await post(address, form.csrf_token.value, "{}").catch(() => ({}));
    if (!answer.ok) return;
    delete target.dataset.read;
    target.classList.add("read");
    const done = all(document, ".read").length;
    const total = all(document, ".article").length;
    for (const bar of all(document, "progress")) bar.value = done;
    for (const words of all(document, "[data-read-words]")) {
      words.textContent = fill(words.dataset.readWords, { done, total });
    }
  };
  for (const article of all(document, ".article")) article.addEventListener("toggle", note);
}

// --- Time left, in words; said aloud every half minute. It goes on while the phone sleeps.
function countDown(clock) {
  const end = Date.now() + clock.dataset.seconds * 1000;
  const voice = document.querySelector("[data-voice]");
  const timer = setInterval(() => {
    if (!clock.isConnected) return clearInterval(timer);
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const time = { minutes: Math.floor(left / 60), seconds: left % 60 };
    clock.textContent = left ? fill(clock.dataset.words, time) : clock.dataset.over;
    if (voice && left % 30 === 0) voice.textContent = clock.textContent;
    if (!left) clearInterval(timer);
  }, 1000);
}
