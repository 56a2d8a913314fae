// Paper forms: printing them, and typing them in by keyboard alone.
document.querySelectorAll('.scripted').forEach((e) => { e.hidden = false; });
document.getElementById('print-sheet')?.addEventListener('click', () => print());

const entry = document.getElementById('entry');
const fields = entry ? [...entry.querySelectorAll('.key input, .key textarea')] : [];

// numbers cuts what was typed as the program does when it is sent: of several
// options below ten each digit is one.
function numbers(field, offered) {
  const single = field.dataset.many !== undefined && offered.length < 10;
  return single ? field.value.replace(/\D/g, '').split('') : field.value.split(/\D+/);
}

// show marks which options the typed numbers stand for.
function show(field) {
  const offered = [...field.closest('.key').querySelectorAll('[data-number]')];
  const typed = numbers(field, offered);
  offered.forEach((o) => o.classList.toggle('chosen', typed.includes(o.dataset.number)));
}

// Enter goes to the next question, and behind the last one to looking it over.
fields.forEach((field, i) => {
  show(field);
  field.addEventListener('input', () => show(field));
  field.addEventListener('keydown', (e) => {
    if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    const next = fields[i + 1];
    if (next) {
      next.focus();
      next.select?.();
    } else entry.requestSubmit(entry.querySelector('button.main'));
  });
});

// Typing begins at once; where something must be mended, there.
if (!document.querySelector('.problems')) fields[0]?.focus();
