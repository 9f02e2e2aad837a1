(() => {
  "use strict";
  const form = document.getElementById("filter");
  const tasks = [...document.querySelectorAll(".task")];
  const count = document.getElementById("count");
  const nothing = document.getElementById("nothing");
  const texts = new Map();
  const textOf = (task) => {
    if (!texts.has(task)) texts.set(task, task.textContent.toLowerCase());
    return texts.get(task);
  };
  const fits = (task, words, wanted) =>
    (!wanted.light || task.dataset.light === wanted.light) &&
    (!wanted.part || task.dataset.part === wanted.part) &&
    (!wanted.owner || task.dataset.owner.split(" ").includes(wanted.owner)) &&
    words.every((word) => textOf(task).includes(word));
  const show = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const task of tasks) {
      const fit = fits(task, words, wanted);
      if (task.hidden === fit) task.hidden = !fit;
      shown += fit;
    }
    count.textContent = shown;
    nothing.hidden = shown > 0;
  };
  const openShown = (open) => {
    for (const task of tasks) if (!task.hidden) task.open = open;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  document.getElementById("open-all").addEventListener("click", () => openShown(true));
  document.getElementById("close-all").addEventListener("click", () => openShown(false));
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.elements.text.focus();
    }
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = tasks.filter((task) => !task.hidden && !task.open);
    for (const task of closed) task.open = true;
  });
  addEventListener("afterprint", () => {
    for (const task of closed) task.open = false;
  });
  const target = () => {
    const task = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (task && task.classList.contains("task")) task.open = true;
  };
  addEventListener("hashchange", target);
  target();
  show();
})();
