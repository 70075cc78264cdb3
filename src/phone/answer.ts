import type { IncomingMessage, ServerResponse } from "node:http";

const bodyBytesMax = 64 * 1_024;

/** The body as JSON; undefined where it is none, too large, or cut off. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes <= bodyBytesMax) chunks.push(chunk); // The rest is read and forgotten: the sender shall hear the answer.
    }
    if (bytes > bodyBytesMax) return undefined;
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
}

export function json(response: ServerResponse, status: number, body: object | null, type = "application/json"): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}

/** RFC 9457. */
export function problem(response: ServerResponse, status: number, detail: string): void {
  json(response, status, { status, detail }, "application/problem+json");
}

export function done(response: ServerResponse): void {
  response.writeHead(204).end();
}
