import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { problem } from "./answer.ts";
import type { Route } from "./routes.ts";

/** The page's files, as scripts/build.mjs puts them beside this room. */
const folder = new URL("../page/", import.meta.url);

/** Everything that the page is made of, by the address at which a browser asks for it. */
const files = [
  { path: "/", file: "index.html", type: "text/html; charset=utf-8" },
  { path: "/page.js", file: "page.js", type: "text/javascript; charset=utf-8" },
  { path: "/page.css", file: "page.css", type: "text/css; charset=utf-8" },
  { path: "/icon.svg", file: "icon.svg", type: "image/svg+xml" },
] as const;

/** Nothing inline, nothing from anywhere else, nobody around it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page's files. A browser keeps them, and asks each time whether they are still the same. */
export function pageRoutes(): readonly Route[] {
  return files.map(({ path, file, type }) => ({
    method: "GET",
    path,
    answer: async ({ headers }, response) => {
      const body = await content(file);
      if (body === undefined)
        return problem(
          response,
          404,
          `The page is not built: ${fileURLToPath(folder)}${file} is missing. Run npm run build.`,
        );
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      const common = { etag, "cache-control": "no-cache", "content-security-policy": policy };
      if (headers["if-none-match"] === etag) response.writeHead(304, common).end();
      else send(response, body, { ...common, "content-type": type, "content-length": body.length });
    },
  }));
}

function send(response: ServerResponse, body: Buffer, headers: Readonly<Record<string, string | number>>): void {
  response.writeHead(200, headers);
  response.end(body);
}

async function content(file: string): Promise<Buffer | undefined> {
  return readFile(new URL(file, folder)).catch(() => undefined);
}
