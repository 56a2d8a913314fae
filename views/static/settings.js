// What the settings do more with script: the reason is asked only where one is
// needed, and files are read into the fields they would be pasted into.
const usual = Number(document.querySelector("[data-usual]")?.dataset.usual);
if (usual) {
  const k = document.getElementById("k");
  const reason = document.getElementById("kReason").closest(".field");
  const show = () => { reason.hidden = !(Number(k.value) < usual); };
  k.addEventListener("input", show);
  show();
}

for (const file of document.querySelectorAll("[data-into]")) {
  const into = document.getElementById(file.dataset.into);
  file.closest(".file").hidden = false;
  file.addEventListener("change", async () => {
    if (!file.files[0]) return;
    into.value = file.dataset.known
      ? reduce(await file.files[0].text(), file.dataset.known.split(" "))
      : await picture(file.files[0]);
  });
}

// picture writes a picture as text.
function picture(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.readAsDataURL(file);
  });
}

// reduce leaves of a large theme what is used, and what that refers to: a form
// of ours carries no more. What it is worth is judged by the server.
function reduce(theme, known) {
  const most = 20000; // characters; some take three bytes on their way
  if (theme.length < most) return theme;
  const values = theme.trim().startsWith("{") ? ofTokens(theme) : ofSheet(theme);
  const wanted = new Set();
  const want = (name) => {
    const value = values.get(name);
    if (value === undefined || wanted.has(name)) return;
    wanted.add(name);
    for (const [, dotted, dashed] of value.matchAll(/\{([^}]+)\}|var\(\s*--([\w-]+)/g)) want(dotted ? dotted.replaceAll(".", "-") : dashed);
  };
  known.forEach(want);
  return `:root {\n${[...wanted].map((name) => `  --${name}: ${values.get(name)};\n`).join("")}}`;
}

function ofSheet(sheet) {
  const values = new Map();
  const plain = sheet.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "");
  for (const [, name, value] of plain.matchAll(/--([\w-]+)\s*:\s*([^;{}]+)/g)) if (!values.has(name)) values.set(name, value.trim());
  return values;
}

function ofTokens(json) {
  const values = new Map();
  const walk = (path, part) => {
    const value = part.$value ?? part.value;
    if (path.length && (typeof value === "string" || Array.isArray(value))) {
      // A reference is written as a style sheet has it.
      values.set(path.join("-"), String(value).replace(/^\{([^}]+)\}$/, (_, name) => `var(--${name.replaceAll(".", "-")})`));
      return;
    }
    for (const [name, child] of Object.entries(part)) if (child && typeof child === "object") walk([...path, name], child);
  };
  try { walk([], JSON.parse(json)); } catch { values.clear(); }
  return values;
}
