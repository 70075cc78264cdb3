import type { IncomingMessage } from "node:http";

/**
 * Whether a request comes from this machine's own pages and programs. A foreign Host means that a name was bent to
 * loopback (DNS rebinding), a foreign Origin that somebody else's page sent it.
 */
export function isFromHere({ headers: { host, origin }, socket: { localPort } }: IncomingMessage): boolean {
  const here = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${localPort}`);
  if (host === undefined || !here.includes(host)) return false;
  return origin === undefined || here.some((name) => origin === `http://${name}`);
}
