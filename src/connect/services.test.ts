import { expect, test } from "vitest";
import { lineOf } from "../simulate/line.ts";
import type { External } from "./instance.ts";
import { Services } from "./services.ts";

/** Says its pid to whoever asks, and what it is told to when it is to be emptied. */
const api = (resetStatus: number) => `
  require("node:http")
    .createServer((request, response) => response.writeHead(request.url === "/reset" ? ${resetStatus} : 200).end(String(process.pid)))
    .listen(process.env.PORT, "127.0.0.1");
`;

test("an API is started when it is first asked for, once, and is emptied then", async () => {
  const restaurant = externalOf(204);
  const services = Services.onDemand(instanceWith(restaurant));
  await services.reset();
  const [url, again] = await Promise.all([services.urlOf(restaurant), services.urlOf(restaurant)]);
  expect(again).toBe(url);
  const pid = Number(await (await fetch(url)).text());
  await services.stop();
  expect(isAlive(pid)).toBe(false);
});

test("an API that cannot be emptied is said to be so by whoever asks for it, and does not stay behind", async () => {
  const restaurant = externalOf(500);
  const services = Services.onDemand(instanceWith(restaurant));
  await services.reset();
  const failure = await services.urlOf(restaurant).catch((error: Error) => error.message);
  expect(failure).toMatch(/^ERR_EXTERNAL_RESET: The reset POST .* did not work, it was answered 500 (\d+)\./);
  expect(isAlive(Number(/answered 500 (\d+)/.exec(String(failure))?.[1]))).toBe(false);
  await services.stop();
});

function externalOf(resetStatus: number): External {
  return {
    name: "restaurant",
    url: new URL("http://127.0.0.1:0"),
    start: ["node", "-e", api(resetStatus)],
    environmentVariable: "API_URL",
    role: "api",
    idempotencyHeader: undefined,
    listing: undefined,
    reset: { method: "POST", path: "/reset", body: undefined },
  };
}

function instanceWith(external: External) {
  return lineOf({}, { directory: import.meta.dirname, externals: [external] });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
