import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { SystemClock } from "../clock/system.ts";
import type { External } from "../connect/instance.ts";
import { Services } from "../connect/services.ts";
import { lineOf } from "../simulate/line.ts";
import { resetRoute } from "./reset-route.ts";
import { answer } from "./routes.ts";
import { WatchedListing } from "./watched-listing.ts";

/** An API with a book in which somebody has written, and which a reset empties. */
const book = `
  let book = ["Sato"];
  require("node:http").createServer((request, response) => {
    if (request.method === "POST" && request.url === "/reset") book = [];
    response.end(JSON.stringify(book));
  }).listen(process.env.PORT, "127.0.0.1");
`;
const restaurant: External = {
  name: "restaurant",
  url: new URL("http://127.0.0.1:0"),
  start: ["node", "-e", book],
  environmentVariable: "API_URL",
  role: "api",
  idempotencyHeader: undefined,
  listing: "/book",
  reset: { method: "POST", path: "/reset", body: undefined },
};

test("an API that the bench started is emptied, and whoever watches its listing sees it", async () => {
  const { reset, services, listing } = await opened(restaurant);
  const looked = vi.spyOn(listing, "look");
  const url = await services.urlOf(restaurant);
  expect(await (await fetch(url)).json()).toEqual(["Sato"]);
  expect((await reset("restaurant")).status).toBe(204);
  expect(await (await fetch(url)).json()).toEqual([]);
  expect(looked).toHaveBeenCalledOnce();
});

test.each([
  ["is somebody else's", { start: undefined }],
  ["does not say how", { reset: undefined }],
])("an API that %s is not emptied", async (_why, other) => {
  const { reset } = await opened({ ...restaurant, url: new URL("http://127.0.0.1:9"), ...other });
  const refused = await reset("restaurant");
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("restaurant cannot be emptied.") });
});

test("an API that the instance does not have is not found", async () => {
  const { reset } = await opened(restaurant);
  expect((await reset("hotel")).status).toBe(404);
});

async function opened(external: External) {
  const instance = lineOf({}, { directory: import.meta.dirname, externals: [external] });
  const services = Services.onDemand(instance);
  const listing = new WatchedListing(async () => ({ type: "listed", listed: [] }), new SystemClock());
  const route = resetRoute({ instance, services }, new Map([["restaurant", listing]]));
  const server = createServer((request, response) => void answer(request, response, [route])).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    await services.stop();
  });
  const { port } = server.address() as AddressInfo;
  const reset = (name: string) => fetch(`http://127.0.0.1:${port}/externals/${name}/reset`, { method: "POST" });
  return { reset, services, listing };
}
