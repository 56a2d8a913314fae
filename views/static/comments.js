// Working through comments by keyboard, and choosing words to mask with the
// mouse. The pages work without: what is here only saves time.
{
  const keys = document.getElementById("keys");
  const list = document.getElementById("comments");
  const items = list ? [...list.querySelectorAll(".comment")] : [];
  const help = document.getElementById("help");
  const remembered = "ouderstem-keys"; // "off" for who does not want keys

  let last = -1; // the comment that had the focus last
  list?.addEventListener("focusin", (e) => { last = items.indexOf(e.target.closest(".comment")); });
  const go = (n) => {
    const item = items[Math.max(0, Math.min(items.length - 1, n))];
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: "nearest" });
  };
  // Only what has the focus is changed: nothing happens out of sight.
  const current = () => items.find((i) => i.contains(document.activeElement));
  const inItem = (key) => current()?.querySelector(`[data-key="${key}"]`);

  const acts = {
    j: () => go(last + 1),
    k: () => go(last - 1),
    a: () => inItem("a")?.click(),
    e: () => inItem("e")?.click(),
    h: () => {
      const hide = inItem("h");
      if (!hide) return;
      hide.open = true;
      hide.querySelector("button").focus();
    },
    x: () => current()?.querySelector("input[type=checkbox]").click(),
    b: () => {
      const bulk = document.getElementById("bulk");
      if (!bulk) return;
      bulk.open = true;
      bulk.querySelector("button").focus();
    },
    u: () => document.getElementById("undo")?.click(),
    "/": () => {
      const words = document.getElementById("q");
      words.focus();
      words.select();
    },
    "?": () => help.showModal(),
  };

  // Keys do nothing while somebody types, and can be switched off: a voice that
  // dictates is a rain of keys.
  const typing = (e) => e.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const on = document.getElementById("keys-on");
  const pressed = (e) => {
    if (!on.checked || help.open || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || typing(e)) return;
    if (e.key === "Escape" && e.target.closest("details.hide[open]")) {
      const item = e.target.closest(".comment");
      e.target.closest("details.hide").open = false;
      item?.focus();
      return;
    }
    if (!Object.hasOwn(acts, e.key) || e.repeat && !"jk".includes(e.key)) return;
    e.preventDefault();
    acts[e.key]();
  };

  if (keys) {
    keys.hidden = false;
    keys.addEventListener("click", (e) => acts[e.target.closest("[data-key]")?.dataset.key]?.());
    try { on.checked = localStorage.getItem(remembered) !== "off"; } catch { /* no storage: keys are on */ }
    const say = () => document.body.classList.toggle("no-keys", !on.checked);
    on.addEventListener("change", () => {
      say();
      try { localStorage.setItem(remembered, on.checked ? "on" : "off"); } catch { /* for this page only */ }
    });
    say();
    document.addEventListener("keydown", pressed);
  }

  if (list) {
    const boxes = [...list.querySelectorAll('input[name="comment"]')];
    const all = document.getElementById("choose-all");
    const count = document.getElementById("chosen-count");
    const tell = () => {
      const n = boxes.filter((b) => b.checked).length;
      count.textContent = ` ${n}`;
      all.querySelector("input").checked = n === boxes.length;
    };
    all.hidden = false;
    // On a phone the bar would hide half of the list.
    if (matchMedia("(max-width: 40rem)").matches) document.getElementById("bulk").open = false;
    all.addEventListener("change", (e) => {
      for (const b of boxes) b.checked = e.target.checked;
      tell();
    });
    list.addEventListener("change", () => {
      tell();
      if (boxes.some((b) => b.checked)) document.getElementById("bulk").open = true;
    });
    tell();
    // Back where the work was: at the comment that was changed or, where it is
    // no longer in the list, at the one that took its place.
    const strip = document.getElementById("done")?.closest("li");
    if (strip) {
      const before = strip.previousElementSibling;
      const changed = new URL(location).searchParams.get("done");
      const item = before?.id === `c-${changed}` ? before : strip.nextElementSibling ?? before;
      // Not before the browser has gone to the place that the address names,
      // which takes the focus away.
      addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => go(items.indexOf(item)))));
    }
  }

  const text = document.querySelector("#masking .wording");
  text?.addEventListener("mouseup", () => {
    const selection = getSelection();
    if (selection.isCollapsed) return;
    const chosen = [...text.querySelectorAll(".word")].filter((w) => selection.containsNode(w, true));
    if (chosen.length < 2) return; // within one word: that is a click
    for (const w of chosen) w.querySelector("input").checked = true;
    selection.removeAllRanges();
  });
}
