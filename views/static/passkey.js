// Forms that a passkey goes with: the browser asks the device, and the form
// carries its answer. Where that cannot be, the form says so.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (able) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  } else {
    form.querySelector("[data-none]").hidden = false;
    form.querySelector("button").disabled = true;
  }
}

async function answer(form) {
  const failed = form.querySelector("[data-failed]");
  const button = form.querySelector("button");
  failed.hidden = true;
  button.disabled = true;
  try {
    const asked = await ask(form);
    if (!asked) return;
    const made = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked.options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.options) });
    form.elements.errand.value = asked.errand;
    form.elements.answer.value = JSON.stringify(made);
    form.submit();
  } catch {
    // Whoever says no to their device is told the same as who has no passkey:
    // the browser does not tell which it was.
    failed.hidden = false;
  } finally {
    button.disabled = false;
  }
}

// ask fetches the challenge. A page in its place means that the session has
// ended: the form itself is sent, and its words go along to the page to sign in.
async function ask(form) {
  const body = new URLSearchParams();
  if (form.elements.token) body.set("token", form.elements.token.value);
  const reply = await fetch(form.dataset.ask, { method: "POST", body });
  if (reply.ok && reply.headers.get("Content-Type")?.startsWith("application/json")) return reply.json();
  if (reply.status === 401) {
    form.submit();
    return null;
  }
  throw new Error(String(reply.status));
}
