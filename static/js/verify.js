// The code of a paper's QR follows # in the address, which no server sees: put it into the field.

export function start(form) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!/^[0-9A-Z-]{12,14}$/.test(code)) return;
  form.elements.code.value = code;
  history.replaceState(history.state, "", location.pathname);
}
