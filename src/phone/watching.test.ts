import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { SimulatedClock } from "../clock/simulated.ts";
import { type Watcher, Watching } from "./watching.ts";

/** Something to watch, by whoever comes. */
async function watched() {
  const clock = new SimulatedClock();
  const watchers = new Set<Watcher>();
  let isGone = () => {};
  const gone = new Promise<void>((resolve) => {
    isGone = resolve;
  });
  const watch = (watcher: Watcher) => {
    watchers.add(watcher);
    return isGone;
  };
  const watching = new Watching([{ path: "/something", watch }], clock);
  const server = createServer().on("upgrade", watching.upgrade).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => close(server, watching));
  const { port } = server.address() as AddressInfo;
  return { clock, watchers, watching, gone, url: `ws://127.0.0.1:${port}/something` };
}

async function close(server: Server, watching: Watching): Promise<void> {
  watching.close();
  server.close();
  await once(server, "close");
}

test("whoever does not answer a ping any more is let go", async () => {
  const { clock, gone, url } = await watched();
  const page = new WebSocket(url, { autoPong: false });
  await once(page, "open");
  clock.advanceTo(60_000);
  await gone;
  const [code] = await once(page, "close");
  expect(code).toBe(1006);
});

test("whoever answers stays, however long nothing happens", async () => {
  const { clock, watchers, url } = await watched();
  const page = new WebSocket(url);
  await once(page, "open");
  for (let minute = 1; minute <= 5; minute++) {
    const ping = once(page, "ping");
    clock.advanceTo(minute * 15_000);
    await ping;
    // The pong has been read when the answer to something that was sent after it comes.
    const pong = once(page, "pong");
    page.ping();
    await pong;
  }
  for (const watcher of watchers) watcher.tell({ still: "here" });
  const [message] = await once(page, "message");
  expect(JSON.parse(String(message))).toEqual({ still: "here" });
});

test("whoever does not read is let go before the server's memory is full, and has what was read until then", async () => {
  const { watchers, gone, url } = await watched();
  const page = new WebSocket(url);
  await once(page, "open");
  page.pause();
  const text = "x".repeat(1_024 * 1_024);
  let told = 0;
  const [watcher] = watchers;
  // Far more than the connection itself holds.
  for (; told < 64; told++) watcher?.tell({ told, text });
  await gone;
  let next = 0;
  page.on("message", (data) => expect(JSON.parse(String(data)).told).toBe(next++));
  page.resume();
  const [code] = await once(page, "close");
  expect(code).toBe(1006);
  expect(next).toBeLessThan(told);
});

test("a server that is closed says goodbye to whoever watches", async () => {
  const { watching, gone, url } = await watched();
  const page = new WebSocket(url);
  await once(page, "open");
  watching.close();
  const [code] = await once(page, "close");
  await gone;
  expect(code).toBe(1001);
});

test("a message that no page sends ends the connection, and nothing else", async () => {
  const { gone, url } = await watched();
  const page = new WebSocket(url);
  await once(page, "open");
  page.send("x".repeat(10_000));
  await gone;
  const again = new WebSocket(url);
  await once(again, "open");
  again.terminate();
});
