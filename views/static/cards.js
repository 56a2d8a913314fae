// The page of cards with script: a stack arrives without leaving the page, and
// words to hand over can be copied. Without it, both still work by hand.
const all = (what, where = document) => [...where.querySelectorAll(what)];

all('.scripted').forEach((e) => { e.hidden = false; });
all('.scriptless').forEach((e) => { e.hidden = true; });

// copy puts the text of an element on the clipboard; where a browser keeps that to
// itself, on plain http for one, the old way by a selection.
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch {
    getSelection().selectAllChildren(element);
    document.execCommand('copy');
  }
}

document.addEventListener('click', async (e) => {
  const button = e.target.closest('[data-copy]');
  if (!button) return;
  await copy(document.getElementById(button.dataset.copy));
  const status = button.parentElement.querySelector('[role=status]');
  status.textContent = status.dataset.done;
});

const order = document.getElementById('order');

// save hands a file to the browser as if it came by a link.
function save(file, header) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]*)"/.exec(header)?.[1] || '';
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000); // by then it was read
}

// refresh shows the list as it is now.
async function refresh() {
  const answer = await fetch(location.pathname + location.search);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.getElementById('stacks');
  if (!now) return;
  all('.scriptless', now).forEach((e) => { e.hidden = true; });
  document.getElementById('stacks').replaceWith(now);
}

order?.addEventListener('submit', async (e) => {
  e.preventDefault();
  const button = order.querySelector('button');
  const status = order.querySelector('[role=status]');
  if (button.disabled) return; // a double tap makes one stack
  button.disabled = true;
  status.textContent = status.dataset.wait;
  try {
    const answer = await fetch(location.href, { method: 'POST', body: new URLSearchParams(new FormData(order)) });
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    if (answer.headers.get('Content-Type') === 'application/pdf') {
      save(await answer.blob(), answer.headers.get('Content-Disposition'));
      status.textContent = status.dataset.done;
      await refresh();
    } else {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      document.title = page.title;
      order.closest('main').replaceWith(page.querySelector('main'));
      document.querySelector('.problems')?.focus();
    }
  } catch {
    status.textContent = status.dataset.failed;
  }
  button.disabled = false;
});
