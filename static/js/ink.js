// The signature pad: timed points on a box that is 1000 wide, drawn again whenever its size changes.
// The box keeps the shape it had at the first point: after a rotation it is fitted into the new one.
// One finger or pen at a time; once a pen has been seen, touches are a resting palm.
// A stroke is [[x, y, milliseconds since the first point, pressure 0-255], ...].

const WIDE = 1000;
const MOST_POINTS = 5000;
const MOST_STROKES = 64;

export function start(canvas) {
  if (canvas.lives) return;
  canvas.lives = true;
  const root = canvas.closest("form");
  const field = root.querySelector("[name=ink]");
  const brush = canvas.getContext("2d", { desynchronized: true });
  let strokes = [];
  let stroke = null;
  let pointer = null;
  let pen = false;
  let began = 0;
  let high = 0;
  let scale = 1;
  let left = 0;
  let top = 0;
  let soft = 0;
  let tool = "";

  restore();
  new ResizeObserver(fit).observe(canvas);
  canvas.addEventListener("pointerdown", down);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("lostpointercapture", up);
  // Old iPhones scroll and magnify in spite of touch-action.
  canvas.addEventListener("touchstart", (event) => event.cancelable && event.preventDefault(), { passive: false });
  root.querySelector("[data-undo]").addEventListener("click", () => change(strokes.slice(0, -1)));
  root.querySelector("[data-clear]").addEventListener("click", () => change([]));

  function restore() {
    try {
      const kept = JSON.parse(field.value);
      if (kept.v === 1) [strokes, high, tool] = [kept.strokes, kept.h, kept.by ?? ""];
    } catch {
      strokes = [];
    }
    const last = strokes.at(-1)?.at(-1);
    if (last) began = performance.now() - last[2] - 1000;
  }

  function fit() {
    const { clientWidth, clientHeight } = canvas;
    if (!clientWidth) return;
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(clientWidth * ratio);
    canvas.height = Math.round(clientHeight * ratio);
    if (!strokes.length) high = Math.round((WIDE * clientHeight) / clientWidth);
    scale = Math.min(canvas.width / WIDE, canvas.height / high);
    left = (canvas.width - WIDE * scale) / 2;
    top = (canvas.height - high * scale) / 2;
    draw();
  }

  function down(event) {
    if (event.pointerType === "pen") pen = true;
    if (pointer !== null || event.button || (pen && event.pointerType === "touch")) return;
    if (strokes.length >= MOST_STROKES) return;
    event.preventDefault();
    if (!strokes.length) tool = "";
    tool = tool && tool !== event.pointerType ? "mixed" : event.pointerType;
    pointer = event.pointerId;
    try {
      canvas.setPointerCapture(pointer);
    } catch {
      // The finger has already left: its pointerup follows.
    }
    began ||= performance.now();
    stroke = [];
    strokes.push(stroke);
    add(event);
  }

  function move(event) {
    if (event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) add(each);
  }

  function up(event) {
    if (event.pointerId !== pointer) return;
    pointer = null;
    stroke = null;
    keep();
  }

  // Corners are measured against the canvas as it is now, so a rotation in mid-stroke goes on.
  function add(event) {
    if (strokes.reduce((sum, each) => sum + each.length, 0) >= MOST_POINTS) return;
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / canvas.clientWidth;
    const x = Math.round(((event.clientX - box.left - canvas.clientLeft) * ratio - left) / scale);
    const y = Math.round(((event.clientY - box.top - canvas.clientTop) * ratio - top) / scale);
    const last = stroke.at(-1);
    if (last && last[0] === x && last[1] === y) return;
    const time = Math.max(0, Math.round(performance.now() - began));
    stroke.push([x, y, last ? Math.max(time, last[2]) : time, Math.round((event.pressure || 0.5) * 255)]);
    line(stroke, stroke.length - 1);
  }

  function change(next) {
    strokes = next;
    pointer = stroke = null;
    fit();
    keep();
  }

  function draw() {
    brush.setTransform(1, 0, 0, 1, 0, 0);
    brush.clearRect(0, 0, canvas.width, canvas.height);
    brush.setTransform(scale, 0, 0, scale, left, top);
    for (const each of strokes) each.forEach((_, index) => line(each, index));
  }

  // About 3.4 px wide, a little thinner when fast; speed is averaged so that no spots appear.
  function line(points, index) {
    const [x, y, time] = points[index];
    const before = points[index - 1];
    brush.lineCap = brush.lineJoin = "round";
    brush.strokeStyle = brush.fillStyle = "#16202e";
    if (!before) {
      soft = 0;
      brush.beginPath();
      brush.arc(x, y, width() / 2, 0, 7);
      return brush.fill();
    }
    const speed = Math.hypot(x - before[0], y - before[1]) / Math.max(1, time - before[2]);
    soft += 0.3 * (Math.min(speed, 6) - soft);
    const earlier = points[index - 2] ?? before;
    brush.lineWidth = width();
    brush.beginPath();
    brush.moveTo((earlier[0] + before[0]) / 2, (earlier[1] + before[1]) / 2);
    brush.quadraticCurveTo(before[0], before[1], (before[0] + x) / 2, (before[1] + y) / 2);
    brush.lineTo(x, y);
    brush.stroke();
  }

  function width() {
    return ((3.8 - 0.22 * soft) * canvas.width) / canvas.clientWidth / scale;
  }

  function keep() {
    field.value = strokes.length ? JSON.stringify({ v: 1, w: WIDE, h: high, by: tool, strokes }) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
