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

// start runs a command of the program in a directory of its own and waits until
// it has printed what each of wanted finds.
async function start(args, wanted) {
  const dir = mkdtempSync(join(tmpdir(), 'ouderstem-e2e-'));
  const port = await freePort();
  const started = Date.now();
  const listen = ['--listen', `127.0.0.1:${port}`];
  let child = spawn(binary, [...args(dir), ...listen], { env });
  let printed = '';
  const found = await new Promise((resolve, reject) => {
    const read = (data) => {
      printed += data;
      const found = Object.fromEntries(Object.entries(wanted).map(([name, pattern]) => [name, pattern.exec(printed)?.[1]]));
      if (Object.values(found).every(Boolean)) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${args(dir)[0]} ended with ${code}: ${printed}`)));
  });
  const end = () => new Promise((resolve) => {
    child.removeAllListeners('exit').once('exit', resolve);
    child.kill('SIGTERM');
  });
  return {
    ...found,
    dir,
    seconds: (Date.now() - started) / 1000,
    printed: () => printed,
    run: (...args) => run(dir, ...args),
    // end stops it and leaves its directory; again serves that at the same address.
    end,
    again: () => {
      child = spawn(binary, ['serve', '--data', dir, ...listen], { env });
      return new Promise((resolve, reject) => {
        child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)));
        child.stdout.on('data', (data) => /For parents:/.test(data) && resolve());
      });
    },
    stop: async () => {
      const code = await end();
      rmSync(dir, { recursive: true });
      return code;
    },
  };
}

// demo starts the demo, with more flags, and waits until it serves.
export async function demo(...more) {
  const program = await start((dir) => ['demo', '--dir', dir, '--answers', '300', ...more], {
    site: /For parents:\s+(\S+)\/$/m,
    staff: /For staff:\s+(\S+)$/m,
    report: /A report:\s+(\S+)$/m,
    password: /Password:\s+(\S+)$/m,
    card: /^\s+(http\S+#\S+)$/m,
  });
  return {
    ...program,
    // cards prints fresh cards and returns their links and codes.
    cards: (survey, count) => program.run('cards', '--survey', survey, '--unit', 'voorbeeldstad-noord',
      '--count', String(count), '--format', 'txt', '--url', program.site)
      .trim().split('\n').map((line) => line.split('\t')).map(([link, code]) => ({ link, code })),
  };
}

// serve starts an installation that nobody has set up yet.
export const serve = () => start((dir) => ['serve', '--data', dir], {
  site: /For parents:\s+(\S+)\/$/m,
  setup: /Begin here:\s+(\S+)$/m,
});

function run(dir, ...args) {
  return execFileSync(binary, args, { env: { ...env, OUDERSTEM_DATA: dir }, encoding: 'utf8' });
}
