(() => {
  "use strict";
  const find = (selector) => document.querySelector(selector);
  const form = find("#edit");
  const fields = form ? [...form.elements].filter((each) => each.name && each.type !== "hidden" && each.name !== "parts") : [];
  const stateOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const server = (field) =>
    field.type === "checkbox" ? field.defaultChecked
      : field.tagName === "SELECT" ? [...field.options].find((each) => each.defaultSelected)?.value ?? field.options[0].value
        : field.defaultValue;
  const pending = form?.dataset.pending === "yes";
  let leaving = false;
  let sent = false;
  const dirty = () => pending || fields.some((field) => field.tagName !== "BUTTON" && stateOf(field) !== server(field));

  const splitting = () => { const box = find("#f-parts"); return Boolean(box) && box.value !== box.defaultValue; };

  const keysOn = () => {
    try { return localStorage.getItem("review-keys") !== "off"; } catch { return true; }
  };
  const toggle = find("#keys");
  const label = () => { toggle.textContent = keysOn() ? toggle.dataset.off : toggle.dataset.on; };
  if (toggle) {
    toggle.hidden = false;
    label();
    toggle.addEventListener("click", () => {
      try { localStorage.setItem("review-keys", keysOn() ? "off" : "on"); } catch { /* a browser without storage keeps them on */ }
      label();
    });
  }

  const send = (button) => { leaving = true; button.form.requestSubmit(button); };
  const go = (where) => {
    const link = find(`#${where}`);
    if (!link) return;
    if (!dirty()) { leaving = !splitting(); location.href = link.href; return; }
    form.elements.go.value = where;
    send(find("#save"));
  };
  for (const where of ["previous", "next"]) {
    find(`#${where}`)?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !dirty()) return;
      event.preventDefault();
      go(where);
    });
  }
  const focusOn = (field) => {
    for (let above = field.closest("details"); above; above = above.parentElement.closest("details")) above.open = true;
    field.focus();
    if (field.select) field.select();
    field.scrollIntoView({ block: "nearest" });
  };
  const firstClause = (text) => {
    const found = /[，,；;。]/.exec(text);
    return found ? found.index + 1 : 0;
  };
  const openSplit = () => {
    const box = find("#f-parts");
    find("#split").open = true;
    box.focus();
    const at = firstClause(box.value);
    box.setSelectionRange(at, at);
    box.scrollIntoView({ block: "center" });
  };
  const press = (key) => {
    const target = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
    if (!target) return false;
    if (key === "s") openSplit();
    else if (key === "u" && form && dirty()) {
      if (pending) { leaving = true; location.href = form.action; } else form.reset();
    }
    else if (target.tagName === "BUTTON") send(target);
    else if (target.tagName === "SUMMARY") {
      const box = target.parentElement;
      box.open = !box.open;
      if (box.open && key === "i") focusOn(box.querySelector("input"));
      else target.focus();
    } else focusOn(target);
    return true;
  };
  // capital letters of a Caps Lock, and what a Chinese keyboard makes of two signs
  const keyOf = (event) => ({ "？": "?", "、": "/" })[event.key] ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const typing = (target) => /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "checkbox");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    const target = event.target;
    if (event.key === "Enter" && event.ctrlKey && target.id === "f-parts") {
      event.preventDefault();
      send(find("#split button"));
      return;
    }
    if (event.key === "Enter" && target.id === "show") {
      event.preventDefault();
      target.form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && target !== document.body) {
      target.blur();
      find("#title")?.focus({ preventScroll: true });
      return;
    }
    if (event.ctrlKey || typing(target) || !keysOn() || leaving) return;
    const key = keyOf(event);
    if (event.shiftKey && /^[a-z]$/.test(key)) return;
    const taken = key === "j" || key === "ArrowRight" ? (go("next"), true)
      : key === "k" || key === "ArrowLeft" ? (go("previous"), true)
        : press(key);
    if (taken) event.preventDefault();
  });

  for (const each of document.querySelectorAll("form[method=post]")) each.addEventListener("submit", (event) => {
    if (sent) event.preventDefault(); // a double click is one click
    leaving = sent = true;
  });
  addEventListener("pageshow", (event) => { if (event.persisted) leaving = sent = false; });
  addEventListener("beforeunload", (event) => { if (form && !leaving && (dirty() || splitting())) event.preventDefault(); });
  (find("[aria-invalid]") ?? find("[role=alert]") ?? find("#title"))?.focus({ preventScroll: !find("[aria-invalid]") });
})();
