// What HTML is checked for, as it comes from the server.
import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'long-title': 'off', // a unit's name may be long
    'no-trailing-whitespace': 'off', // not sent in a way that matters
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-inline-style': 'error',
    'valid-id': ['error', { relaxed: true }], // parts of a question are named after it with a dot
    // Several ticks may answer one question.
    'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }],
    'tel-non-breaking': 'off', // the stylesheet keeps numbers together
  },
});

// faults lists what is wrong with a page.
export async function faults(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) => r.messages.map((m) => `${m.line}: ${m.ruleId} ${m.message}`));
}
