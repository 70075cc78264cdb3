import { execFile } from "node:child_process";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test, vi } from "vitest";

/** The limit of every exchange here. */
const limitMs = 500;
const tooLate = { error: `TimeoutError: No answer within ${limitMs} ms.`, inTime: true };
const request = "POST /reservations?a=b {}";

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

describe.concurrent("an exchange of the Python handler's", () => {
  test("is the status, the headers and the body", async () => {
    const { url, seen } = await serve("HTTP/1.1 201 Created\r\nX-Table: 4\r\ncontent-length: 2\r\n\r\n{}");
    expect(await exchange(url)).toEqual({ status: 201, header: "4", body: "{}", inTime: true });
    expect(seen.requests).toEqual([request]);
  });

  test("may have its body in pieces", async () => {
    const chunks = "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n";
    const { url } = await serve(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`);
    expect(await exchange(url)).toMatchObject({ status: 200, body: "{}" });
  });

  test("fails where the body is cut off", async () => {
    const { url } = await serve("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}", "end");
    expect(await exchange(url)).toMatchObject({ error: expect.stringContaining("IncompleteRead") });
  });

  test("follows no redirection", async () => {
    const { url, seen } = await serve("HTTP/1.1 307 Temporary Redirect\r\nlocation: /\r\ncontent-length: 0\r\n\r\n");
    expect(await exchange(url)).toMatchObject({ status: 307 });
    expect(seen.requests).toEqual([request]);
  });

  test("fails at once where nobody listens", async () => {
    const { url, close } = await serve("");
    await close();
    expect(await exchange(url)).toMatchObject({ error: expect.stringMatching("ConnectionRefusedError"), inTime: true });
  });

  describe("keeps its limit, and cuts its connection off:", () => {
    test.each([
      { what: "no word", first: "", piece: "" },
      { what: "headers that trickle", first: "HTTP/1.1 200 OK\r\n", piece: "x-more: y\r\n" },
      { what: "one header that trickles", first: "HTTP/1.1 200 OK\r\nx-more: ", piece: "y" },
      { what: "a body that trickles", first: "HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n", piece: "." },
      { what: "a body without an end", first: "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", piece: "." },
      { what: "100 Continue, again and again", first: "", piece: "HTTP/1.1 100 Continue\r\n\r\n" },
    ])("$what", async ({ first, piece }) => {
      const { url, seen } = await serve(first, piece);
      expect(await exchange(url, { until: () => seen.cutOff })).toEqual(tooLate);
      expect(seen.requests).toEqual([request]);
    });

    test("TLS that never answers", async () => {
      const { url } = await serve("");
      expect(await exchange(url.replace("http:", "https:"))).toEqual(tooLate);
    });

    test("a name with ten addresses, of which none accepts", async () => {
      expect(await exchange("http://restaurant.example", { before: tenAddresses })).toEqual(tooLate);
    });

    test("a name server that is slow; and when it has answered at last, nothing is sent", async () => {
      const { url, seen } = await serve("");
      expect(await exchange(url, { before: slowNameServer, until: () => seen.cutOff })).toEqual(tooLate);
      expect(seen.requests).toEqual([]);
    });
  });
});

/** Sockets that listen and have as many waiting as they take. */
const tenAddresses = `
sockets = []
def full(host):
    listening = socket.socket()
    listening.bind((host, 0))
    listening.listen(0)
    sockets.append(listening)
    for _ in range(3):
        waiting = socket.socket()
        waiting.setblocking(False)
        waiting.connect_ex(listening.getsockname())
        sockets.append(waiting)
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", listening.getsockname())
addresses = [full(f"127.0.0.{number}") for number in range(2, 12)]
socket.getaddrinfo = lambda *arguments, **named: addresses`;

const slowNameServer = `
quick = socket.getaddrinfo
def slow(*arguments, **named):
    time.sleep(1)
    return quick(*arguments, **named)
socket.getaddrinfo = slow`;

/**
 * A service on 127.0.0.1, below HTTP: what it writes first when it has a request, and then every 50 ms; "end" is the end
 * of the connection.
 */
async function serve(first: string, piece: string | "end" = "") {
  const seen = { requests: [] as string[], cutOff: false };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let text = "";
    let trickle: NodeJS.Timeout | undefined;
    sockets.add(socket);
    socket.on("error", () => {}); // It was cut off.
    socket.on("end", () => {
      seen.cutOff = true;
    });
    socket.on("close", () => clearInterval(trickle));
    socket.on("data", (data) => {
      text += data;
      if (!text.endsWith("\r\n\r\n{}")) return;
      seen.requests.push(text.replace(/ HTTP.*\r\n\r\n/s, " "));
      socket.write(first);
      if (piece === "end") socket.end();
      else trickle = setInterval(() => socket.write(piece), 50);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  closing.push(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

const script = `
import json, socket, sys, time
from exchange import exchange
url, limit_ms, before = json.loads(sys.argv[1])
exec(before)
began = time.monotonic()
try:
    status, headers, body = exchange("POST", url + "/reservations?a=b", {"x": "y"}, b"{}", limit_ms)
    outcome = {"status": status, "header": headers.get("x-table"), "body": body.decode()}
except Exception as error:
    outcome = {"error": f"{type(error).__name__}: {error}"}
outcome["inTime"] = time.monotonic() - began < 4 * limit_ms / 1000
print(json.dumps(outcome))
sys.stdin.read()`;

/**
 * Runs exchange() in a Python of its own.
 * @param how.before how that Python finds the world
 * @param how.until what it lives to see, so that it is not its end that cuts connections off
 */
async function exchange(
  url: string,
  { before = "", until = () => true }: { before?: string; until?: () => boolean } = {},
): Promise<unknown> {
  const running = promisify(execFile)("python3", ["-c", script, JSON.stringify([url, limitMs, before])], {
    cwd: join(import.meta.dirname, "reserve_py"),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
  });
  try {
    await vi.waitUntil(until, { timeout: 10_000 });
  } finally {
    running.child.stdin?.end();
  }
  return JSON.parse((await running).stdout);
}
