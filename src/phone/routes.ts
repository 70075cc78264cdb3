import type { IncomingMessage, ServerResponse } from "node:http";
import { problem } from "./answer.ts";

/** One thing that can be asked of the server. */
export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** "/phones/:id/keys": a part that begins with a colon stands for any one. */
  readonly path: string;
  /** `named`: what the parts with a colon stand for. Written out, not as they came. */
  readonly answer: (request: IncomingMessage, response: ServerResponse, named: Named) => void | Promise<void>;
}

export type Named = (part: string) => string;

/** Lets the route that a request is for answer it. HEAD is GET without a body, which node:http leaves out by itself. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
): Promise<void> {
  const path = pathOf(request);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const there = routes.flatMap((route) => {
    const parts = match(route.path, path);
    return parts === undefined ? [] : [{ route, parts }];
  });
  const found = there.find(({ route }) => route.method === method);
  if (found !== undefined) return found.route.answer(request, response, (part) => found.parts.get(part) ?? "");
  if (there.length === 0) return problem(response, 404, `There is nothing at ${path}.`);
  response.setHeader("allow", there.map(({ route }) => route.method).join(", "));
  problem(response, 405, `${path} does not take ${request.method}.`);
}

/** The path that a request is for, as it came, without its query. */
export function pathOf({ url }: IncomingMessage): string {
  return (url ?? "/").split("?")[0] ?? "/";
}

/** What the parts with a colon stand for in a path. Undefined: it is not one of the pattern. */
export function match(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parts = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== text) return undefined;
    } else {
      const value = decoded(text);
      if (value === undefined || value === "") return undefined;
      parts.set(part.slice(1), value);
    }
  }
  return parts;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
