// A small OpenID Connect provider on this machine: it signs with a key of its
// own and checks PKCE, the client's secret and that a code is used once.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

export const client = { id: 'ouderstem', secret: 'a secret of the test' };

const part = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// provider starts one. Everybody who comes is provider.person, once they press
// the button on its page.
export async function provider() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map();
  const self = { person: { sub: 'nobody' }, asked: null };

  const pages = {
    '/.well-known/openid-configuration': () => ({
      issuer: self.url, authorization_endpoint: `${self.url}/authorize`, token_endpoint: `${self.url}/token`, jwks_uri: `${self.url}/keys`,
      response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }] }),
  };

  function token(form, headers) {
    const basic = Buffer.from((headers.authorization || '').replace('Basic ', ''), 'base64').toString();
    const [id, secret] = basic.split(':').map((s) => decodeURIComponent(s.replaceAll('+', ' ')));
    const asked = codes.get(form.get('code'));
    codes.delete(form.get('code'));
    const challenge = createHash('sha256').update(form.get('code_verifier') || '').digest('base64url');
    if (id !== client.id || secret !== client.secret || !asked || challenge !== asked.get('code_challenge')
      || form.get('redirect_uri') !== asked.get('redirect_uri')) return { error: 'invalid_grant' };
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: self.url, aud: client.id, nonce: asked.get('nonce'), iat: now, exp: now + 300,
      ...(asked.has('max_age') && { auth_time: now }), ...self.person,
    };
    const body = `${part({ alg: 'RS256', kid: '1' })}.${part(claims)}`;
    return { access_token: randomUUID(), token_type: 'Bearer', id_token: `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}` };
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, self.url);
    const json = (value) => {
      response.writeHead(value.error ? 400 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (pages[url.pathname]) {
      json(pages[url.pathname]());
    } else if (url.pathname === '/authorize') {
      self.asked = url.searchParams;
      const code = randomUUID();
      codes.set(code, url.searchParams);
      const back = new URL(url.searchParams.get('redirect_uri'));
      back.search = new URLSearchParams({ code, state: url.searchParams.get('state') });
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<!DOCTYPE html><html lang="en"><title>Provider</title><link rel="icon" href="data:,"><a id="in" href="${back.href.replaceAll('&', '&amp;')}">In</a>`);
    } else if (url.pathname === '/token') {
      let body = '';
      request.on('data', (d) => { body += d; });
      request.on('end', () => json(token(new URLSearchParams(body), request.headers)));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  self.url = `http://127.0.0.1:${server.address().port}`;
  self.stop = () => server.close();
  return self;
}
