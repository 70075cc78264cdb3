import { execFile } from "node:child_process";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";

/** The limit of every exchange here. What is to be cut off would take ten times as long. */
const limitMs = 500;
const tooLate = { error: "TimeoutError: No answer within 500 ms.", inTime: true };

let server: Server | undefined;
const sockets = new Set<Socket>();
const timers = new Set<NodeJS.Timeout>();

afterEach(async () => {
  for (const timer of timers) clearInterval(timer);
  for (const socket of sockets) socket.destroy();
  timers.clear();
  sockets.clear();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

test("the status, the headers and the body", async () => {
  const url = await serve((socket) => socket.end("HTTP/1.1 201 Created\r\nX-Table: 4\r\ncontent-length: 2\r\n\r\n{}"));
  expect(await exchange(url)).toEqual({ status: 201, header: "4", body: "{}", inTime: true });
});

test("an answer in pieces", async () => {
  const url = await serve((socket) =>
    socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"),
  );
  expect(await exchange(url)).toMatchObject({ status: 200, body: "{}" });
});

test("an answer that is cut off is none", async () => {
  const url = await serve((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}"));
  expect(await exchange(url)).toMatchObject({ error: expect.stringContaining("IncompleteRead") });
});

test("a redirection is not followed", async () => {
  const url = await serve((socket, text) =>
    socket.end(`HTTP/1.1 307 Temporary Redirect\r\nlocation: ${text.includes("/moved") ? "/" : "/moved"}\r\n\r\n`),
  );
  expect(await exchange(url)).toMatchObject({ status: 307 });
  expect(seen.requests).toHaveLength(1);
});

test("a service that is not there fails at once", async () => {
  const url = await serve(() => {});
  await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  expect(await exchange(url)).toMatchObject({ error: expect.stringContaining("ConnectionRefusedError"), inTime: true });
});

describe("the limit is kept, whatever happens, and the connection is cut off:", () => {
  test.each([
    { what: "no word", first: "", piece: "" },
    { what: "headers that trickle", first: "HTTP/1.1 200 OK\r\n", piece: "x-more: y\r\n" },
    { what: "one header that trickles", first: "HTTP/1.1 200 OK\r\nx-more: ", piece: "y" },
    { what: "a body that trickles", first: "HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n", piece: "." },
    { what: "a body without an end", first: "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", piece: "." },
    { what: "100 Continue, again and again", first: "", piece: "HTTP/1.1 100 Continue\r\n\r\n" },
  ])("$what", async ({ first, piece }) => {
    const url = await serve((socket) => {
      socket.write(first);
      every100Ms(() => socket.write(piece));
    });
    expect(await exchange(url, { andThenMs: 300 })).toEqual(tooLate);
    expect(seen).toMatchObject({ requests: [expect.stringContaining("POST /reservations?a=b ")], cutOff: 1 });
  });

  test("TLS that never answers", async () => {
    const url = await serve(() => {});
    expect(await exchange(url.replace("http:", "https:"))).toEqual(tooLate);
  });

  test("a name with several addresses, of which none accepts", async () => {
    const before = `
waiting = []
def full(address):
    listening = socket.socket()
    listening.bind((address, 0))
    listening.listen(0)
    for _ in range(3):
        waiting.append(socket.socket())
        waiting[-1].setblocking(False)
        waiting[-1].connect_ex(listening.getsockname())
    waiting.append(listening)
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", listening.getsockname())
addresses = [full(f"127.0.0.{host}") for host in range(2, 12)]
socket.getaddrinfo = lambda *_, **__: addresses`;
    expect(await exchange("http://restaurant.example", { before })).toEqual(tooLate);
  });

  test("a name server that is slow; and when it has answered, nothing is sent", async () => {
    const url = await serve(() => {});
    const before = `
real = socket.getaddrinfo
def slow(*arguments, **named):
    time.sleep(1)
    return real(*arguments, **named)
socket.getaddrinfo = slow`;
    expect(await exchange(url, { before, andThenMs: 1_500 })).toEqual(tooLate);
    expect(seen).toEqual({ connections: 1, requests: [], cutOff: 1 });
  });
});

/** What the service has seen. */
const seen = { connections: 0, requests: [] as string[], cutOff: 0 };

/** A service on 127.0.0.1, below HTTP. */
async function serve(answer: (socket: Socket, request: string) => void): Promise<string> {
  Object.assign(seen, { connections: 0, requests: [], cutOff: 0 });
  const listening = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on("error", () => {}); // It was cut off.
    socket.on("close", () => {
      seen.cutOff += 1;
    });
    socket.on("data", (data) => {
      seen.requests.push(String(data));
      answer(socket, String(data));
    });
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

function every100Ms(work: () => void) {
  timers.add(setInterval(work, 100));
}

const script = `
import json, socket, sys, time
from exchange import exchange
url, limit_ms, before, and_then_ms = json.loads(sys.argv[1])
exec(before)
began = time.monotonic()
try:
    status, headers, body = exchange("POST", url + "/reservations?a=b", {"x": "y"}, b"{}", limit_ms)
    outcome = {"status": status, "header": headers.get("x-table"), "body": body.decode()}
except Exception as error:
    outcome = {"error": f"{type(error).__name__}: {error}"}
outcome["inTime"] = time.monotonic() - began < 2 * limit_ms / 1000
time.sleep(and_then_ms / 1000)
print(json.dumps(outcome))`;

/**
 * Runs exchange() in a Python of its own.
 * @param how.before how that Python finds the world
 * @param how.andThenMs how long it lives on
 */
async function exchange(url: string, { before = "", andThenMs = 0 } = {}): Promise<unknown> {
  const parameters = JSON.stringify([url, limitMs, before, andThenMs]);
  const { stdout } = await promisify(execFile)("python3", ["-c", script, parameters], {
    cwd: join(import.meta.dirname, "reserve_py"),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
  });
  return JSON.parse(stdout);
}
