// A signature written again: its pieces of line appear when they were drawn, over a pale trace of the
// whole. A still picture until somebody asks; where motion is unwanted, stroke by stroke alone.

const PALE = "#d9dce1";

export function start(figure) {
  if (figure.lives) return;
  figure.lives = true;
  const svg = figure.querySelector("svg");
  const ink = svg.querySelector("g");
  const tip = svg.querySelector("circle");
  const slider = figure.querySelector("[type=range]");
  const said = figure.querySelector("[data-said]");
  const play = figure.querySelector("[data-play]");
  const label = play.querySelector("span");
  const pieces = [...ink.children];
  const times = figure.dataset.times.split(" ").map(Number);
  const ends = figure.dataset.ends.split(" ").map(Number);
  const length = Number(slider.max);
  let drawn = pieces.length;
  let began = 0;

  const trace = ink.cloneNode(true);
  trace.setAttribute("stroke", PALE);
  svg.insertBefore(trace, ink);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) play.parentElement.remove();
  play.addEventListener("click", () => (began ? stop() : run()));
  slider.addEventListener("input", () => (stop(), show(Number(slider.value))));
  for (const button of figure.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => (stop(), step(Number(button.dataset.step))));
  }
  slider.style.padding = 0; // a field's: the thumb would not reach the ends of its groove
  show(length);

  function run() {
    const from = Number(slider.value) < length ? Number(slider.value) : 0;
    began = performance.now() - from;
    label.textContent = play.dataset.pause;
    requestAnimationFrame(tick);
  }

  function tick() {
    if (!began || !svg.isConnected) return;
    const now = Math.min(performance.now() - began, length);
    show(now);
    if (now < length) requestAnimationFrame(tick);
    else stop();
  }

  function stop() {
    began = 0;
    label.textContent = play.dataset.play;
  }

  function step(by) {
    const now = Number(slider.value);
    const next = by > 0 ? ends.find((end) => end > now) : ends.findLast((end) => end < now);
    show(next ?? (by > 0 ? length : 0));
  }

  function show(now) {
    const full = now >= length;
    const wanted = full ? pieces.length : times.filter((time) => time <= now).length;
    for (; drawn < wanted; drawn++) pieces[drawn].removeAttribute("visibility");
    while (drawn > wanted) pieces[--drawn].setAttribute("visibility", "hidden");
    const last = pieces[drawn - 1];
    tip.setAttribute("visibility", full || !last ? "hidden" : "visible");
    if (last) {
      const end = last.getPointAtLength(last.getTotalLength());
      tip.setAttribute("cx", end.x);
      tip.setAttribute("cy", end.y);
    }
    slider.value = now;
    const stroke = Math.min(ends.filter((end) => end <= now).length + (full || ends.includes(now) ? 0 : 1), ends.length);
    const values = { stroke, time: (now / 1000).toFixed(1) };
    said.textContent = said.dataset.said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    slider.setAttribute("aria-valuetext", said.textContent);
  }
}
