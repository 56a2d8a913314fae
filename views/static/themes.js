// Coding a sample and correcting themes by keyboard, and seeing what words catch
// while they are typed. The pages work without: what is here only saves time.
{
  // What the words of a theme catch, a moment after somebody stopped typing.
  const form = document.getElementById("theme-form");
  if (form) {
    const pause = 700; // ms: after this nobody is in the middle of a word
    let timer, asked = 0;
    const look = async () => {
      const mine = ++asked;
      const body = new URLSearchParams(new FormData(form));
      body.set("do", "try");
      let page;
      try {
        const answer = await fetch(form.action, { method: "POST", body, cache: "no-store" });
        page = new DOMParser().parseFromString(await answer.text(), "text/html");
      } catch { return; } // the button is still there
      if (mine !== asked || !page.getElementById("trial")) return;
      const trial = document.getElementById("trial");
      if (page.querySelector("#trial h3, #trial p:not(.note)")) trial.innerHTML = page.getElementById("trial").innerHTML;
      // Mistakes are told where they are, and nothing that is typed is touched.
      if (!page.querySelector(".problems")) document.querySelector("main > .problems")?.remove();
      for (const area of form.querySelectorAll("textarea.patterns")) {
        const fresh = page.getElementById(area.id)?.closest(".field");
        const field = area.closest(".field");
        field.querySelector(".error")?.remove();
        const error = fresh?.querySelector(".error");
        field.classList.toggle("wrong", Boolean(error));
        if (error) area.before(error);
        area.setAttribute("aria-describedby", fresh?.querySelector("textarea").getAttribute("aria-describedby") ?? "words.hint");
        area.toggleAttribute("aria-invalid", false);
        if (error) area.setAttribute("aria-invalid", "true");
      }
    };
    form.addEventListener("input", (e) => {
      if (!e.target.matches("textarea.patterns")) return;
      clearTimeout(timer);
      timer = setTimeout(look, pause);
    });
    document.getElementById("trial").setAttribute("aria-live", "polite");
  }

  const typing = (e) => e.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const plain = (e) => !(e.ctrlKey || e.metaKey || e.altKey || e.isComposing || typing(e));

  // Keys can be switched off, here as on the page of comments: a voice that
  // dictates is a rain of keys.
  const remembered = "ouderstem-keys"; // "off" for who does not want keys
  const on = document.getElementById("keys-on");
  if (on) {
    try { on.checked = localStorage.getItem(remembered) !== "off"; } catch { /* no storage: keys are on */ }
    const say = () => { for (const k of document.querySelectorAll("kbd")) k.hidden = !on.checked || matchMedia("(pointer: coarse)").matches; };
    on.closest("[hidden]").hidden = false;
    on.addEventListener("change", () => {
      say();
      try { localStorage.setItem(remembered, on.checked ? "on" : "off"); } catch { /* for this page only */ }
    });
    say();
  }

  // Coding: a key ticks a theme, Enter goes on.
  const sample = document.getElementById("sample");
  if (sample) {
    const none = sample.querySelector('input[value="none"]');
    const boxes = [...sample.querySelectorAll('input[name="theme"]')];
    // "None of these" and a theme exclude each other.
    sample.addEventListener("change", (e) => {
      if (e.target === none && none.checked) for (const b of boxes) b.checked = b === none;
      else if (e.target.name === "theme" && e.target.checked) none.checked = false;
    });
    document.addEventListener("keydown", (e) => {
      if (!on.checked || e.repeat || !plain(e)) return;
      if (e.key === "Enter" && !e.target.closest("a, button, summary")) {
        e.preventDefault();
        sample.requestSubmit(sample.querySelector('button[value="save"]'));
        return;
      }
      const target = [...sample.querySelectorAll("[data-key]")].find((t) => t.dataset.key === e.key);
      if (!target) return;
      e.preventDefault();
      target.click();
      if (target.matches("input")) target.focus();
    });
  }

  // Correcting: j and k walk through the comments, n and y say of the one that
  // has the focus whether it is about the theme. Nothing happens out of sight.
  const list = document.getElementById("comments");
  if (list) {
    const items = [...list.querySelectorAll(".comment")];
    let last = -1; // the comment that had the focus last
    list.addEventListener("focusin", (e) => { last = items.indexOf(e.target.closest(".comment")); });
    const go = (item) => {
      item?.focus({ preventScroll: true });
      item?.scrollIntoView({ block: "nearest" });
    };
    const step = (by) => go(items[Math.max(0, Math.min(items.length - 1, last + by))]);
    const act = (key) => items[last]?.contains(document.activeElement) && items[last].querySelector(`[data-key="${key}"]`)?.click();
    const press = { j: () => step(1), k: () => step(-1), n: () => act("n"), y: () => act("y") };
    document.addEventListener("keydown", (e) => {
      if (!on?.checked || !plain(e) || !Object.hasOwn(press, e.key) || e.repeat && "ny".includes(e.key)) return;
      e.preventDefault();
      press[e.key]();
    });
    document.getElementById("keys")?.addEventListener("click", (e) => {
      const key = e.target.closest("[data-press]")?.dataset.press;
      if (!key) return;
      if ("ny".includes(key)) go(items[Math.max(0, last)]);
      press[key]();
    });
    // Back where the work was.
    const strip = document.getElementById("done")?.closest("li");
    if (strip) {
      const changed = new URL(location).searchParams.get("done");
      const before = strip.previousElementSibling;
      const item = before?.id === `c-${changed}` ? before : strip.nextElementSibling ?? before;
      addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => go(item))));
    }
  }
}
