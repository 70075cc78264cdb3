import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { SystemClock } from "../clock/system.ts";
import { Service } from "./service.ts";

const listens = `require("node:http").createServer((q, r) => r.end(process.env.PORT)).listen(process.env.PORT, "127.0.0.1")`;

test("a command is told a free port, and is waited for until it listens there", async () => {
  const watched = new Set<number>();
  const service = await start(["node", "-e", listens], { watched });
  expect(await (await fetch(service.url)).text()).toBe(service.url.port);
  expect(watched.size).toBe(1);
  await service.stop();
  expect(watched.size).toBe(0);
  await expect(fetch(service.url)).rejects.toThrow();
});

test("commands that start at the same moment have ports of their own, which the system gives to nobody else", async () => {
  const services = await Promise.all(Array.from({ length: 4 }, () => start(["node", "-e", listens])));
  const ports = services.map(({ url }) => Number(url.port));
  expect(new Set(ports).size).toBe(4);
  // Linux hands out 32768-60999, macOS 49152-65535 (ip(7), net.ipv4.ip_local_port_range).
  for (const port of ports) expect(port).toBeLessThan(32_768);
  await Promise.all(services.map((service) => service.stop()));
});

test("a command that ends is said so, with what it printed", async () => {
  const starting = start(["node", "-e", "console.error('no database'); process.exit(3)"]);
  await expect(starting).rejects.toThrow(/ERR_EXTERNAL_START[\s\S]*"api"[\s\S]*exit code 3[\s\S]*no database/);
});

test("a command whose packages are not installed is said so, without Node.js's own stack", async () => {
  const starting = start(["node", "--input-type=module", "-e", `import "no-such-package";`]);
  await expect(starting).rejects.toThrow(/no-such-package is not installed\. Run npm install in /);
  await expect(starting).rejects.not.toThrow(/node:internal|^ *\}/m);
});

test("a program's own lines of a stack trace are kept", async () => {
  const starting = start(["node", "-e", "function connect() { throw new Error('no database') } connect()"]);
  await expect(starting).rejects.toThrow(/Error: no database\n +at connect \(\[eval\]/);
});

test("a command that is not there is said so", async () => {
  await expect(start(["/no/such/program"])).rejects.toThrow(/ERR_EXTERNAL_START[\s\S]*ENOENT/);
});

test("somebody else who listens on the port is not taken for the API", async () => {
  const stranger = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
  await once(stranger, "listening");
  const { port } = stranger.address() as AddressInfo;
  await expect(start(["node", "-e", listens], { url: `http://127.0.0.1:${port}` })).rejects.toThrow(
    /something else listens/,
  );
  stranger.close();
});

test("what a command leaves behind in its group is stopped with it", async () => {
  const service = await start([
    "node",
    "-e",
    `require("node:child_process").spawn("sleep", ["60"], { stdio: "inherit" }).pid; ${listens}`,
  ]);
  await service.stop();
});

test("one that has left its group, and holds the output open, is not waited for", async () => {
  const leaves = `const child = require("node:child_process").spawn("sleep", ["5"], { detached: true, stdio: "inherit" });`;
  const service = await start(["node", "-e", `${leaves} process.on("SIGTERM", () => process.exit()); ${listens}`]);
  const started = performance.now();
  await service.stop();
  expect(performance.now() - started).toBeLessThan(4_500);
});

function start(
  command: readonly string[],
  { url = "http://127.0.0.1:0", watched = new Set<number>() } = {},
): Promise<Service> {
  return Service.start({
    name: "api",
    url: new URL(url),
    command,
    directory: import.meta.dirname,
    clock: new SystemClock(),
    guard: { watch: (group) => watched.add(group), forget: (group) => watched.delete(group) },
  });
}
