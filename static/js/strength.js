// How hard a password is to guess, in words, while it is typed. It never leaves the page by itself.

const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/];

export function start(place) {
  if (place.lives) return;
  place.lives = true;
  const words = place.dataset.words.split("|");
  const field = document.getElementById(place.dataset.of);
  field.addEventListener("input", () => (place.textContent = field.value ? words[grade(field.value)] : ""));
}

// 0 too short, 1 easy to guess, 2 fair, 3 good: length counts most, then how many different signs.
function grade(text) {
  const length = [...text].length;
  if (length < 8) return 0;
  const signs = new Set(text).size;
  const kinds = KINDS.filter((kind) => kind.test(text)).length;
  const points = Math.min(signs, length) + kinds * 2;
  return points < 11 ? 1 : points < 16 ? 2 : 3;
}
