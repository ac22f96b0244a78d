// How hard a password is to guess, in words, while it is typed. It never leaves the page by itself.

const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/];

export function start(place) {
  if (place.lives) return;
  place.lives = true;
  const words = place.dataset.words.split("|");
  const field = document.getElementById(place.dataset.of);
  const tell = () => (place.textContent = field.value ? words[grade(field.value)] : "");
  field.addEventListener("input", tell);
  tell();
}

// 0 too short, 1 easy to guess, 2 fair, 3 good: how many different signs, and a syllable counts twice.
function grade(text) {
  if ([...text].length < 8) return 0;
  const signs = [...new Set(text)];
  const syllables = signs.filter((sign) => sign > "\u007f").length;
  const points = signs.length + syllables + KINDS.filter((kind) => kind.test(text)).length * 2;
  return points < 11 ? 1 : points < 16 ? 2 : 3;
}
