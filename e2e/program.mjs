// The program as its user starts it, on ports of its own.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const binary = process.env.OUDERSTEM_BINARY || new URL('../ouderstem', import.meta.url).pathname;
const env = { ...process.env, OUDERSTEM_MESSAGES: 'en' };

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// demo starts the demo in a directory of its own and waits until it serves.
export async function demo() {
  const dir = mkdtempSync(join(tmpdir(), 'ouderstem-e2e-'));
  const port = await freePort();
  const started = Date.now();
  const child = spawn(binary, ['demo', '--dir', dir, '--answers', '300',
    '--listen', `127.0.0.1:${port}`], { env });
  let printed = '';
  const addresses = await new Promise((resolve, reject) => {
    const read = (data) => {
      printed += data;
      const found = {
        site: /For parents:\s+(\S+)\/$/m.exec(printed)?.[1],
        staff: /For staff:\s+(\S+)$/m.exec(printed)?.[1],
        report: /A report:\s+(\S+)$/m.exec(printed)?.[1],
        password: /Password:\s+(\S+)$/m.exec(printed)?.[1],
        card: /^\s+(http\S+#\S+)$/m.exec(printed)?.[1],
      };
      if (Object.values(found).every(Boolean)) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`demo ended with ${code}: ${printed}`)));
  });
  return {
    ...addresses,
    dir,
    seconds: (Date.now() - started) / 1000,
    printed: () => printed,
    // cards prints fresh cards and returns their links and codes.
    cards: (survey, count) => run(dir, 'cards', '--survey', survey, '--unit', 'voorbeeldstad-noord',
      '--count', String(count), '--format', 'txt', '--url', addresses.site)
      .trim().split('\n').map((line) => line.split('\t')).map(([link, code]) => ({ link, code })),
    run: (...args) => run(dir, ...args),
    stop: () => new Promise((resolve) => {
      child.removeAllListeners('exit').once('exit', (code) => {
        rmSync(dir, { recursive: true });
        resolve(code);
      });
      child.kill('SIGTERM');
    }),
  };
}

function run(dir, ...args) {
  return execFileSync(binary, args, { env: { ...env, OUDERSTEM_DATA: dir }, encoding: 'utf8' });
}
