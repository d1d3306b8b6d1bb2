import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { socketPath } from '@/domain/live/protocol';

/** A frame of text as a browser masks it. */
function masked(text: string): Buffer {
  const [mask, word] = [randomBytes(4), Buffer.from(text)];
  return Buffer.concat([Buffer.from([0x81, 0x80 | word.length]), mask, word.map((byte, n) => byte ^ (mask[n] ?? 0))]);
}

/** A browser by hand: signs in to the live channel and then reads nothing more. */
function openOne(origin: string, cookie: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const wire = connect(Number(port), hostname);
  let said = '';
  return new Promise((resolve, reject) => {
    wire.once('error', reject);
    wire.once('close', () => reject(new Error('the server would not have it')));
    wire.on('data', (chunk) => {
      said += chunk.toString('latin1');
      // "40": into the namespace, once the handshake has been answered.
      if (said.includes('0{"sid"') && !said.includes('40{"sid"')) wire.write(masked('40'));
      if (!said.includes('40{"sid"')) return;
      for (const event of ['data', 'close', 'error']) wire.removeAllListeners(event);
      wire.on('error', () => {});
      wire.pause();
      resolve(wire);
    });
    wire.write(
      `GET ${socketPath}/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\n` +
        `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
  });
}

/** @returns how many came in. They stay until the server drops them. */
export async function openDeaf(origin: string, cookies: readonly string[]): Promise<number> {
  let opened = 0;
  for (let at = 0; at < cookies.length; at += 20)
    opened += (await Promise.all(cookies.slice(at, at + 20).map((cookie) => openOne(origin, cookie)))).length;
  return opened;
}
