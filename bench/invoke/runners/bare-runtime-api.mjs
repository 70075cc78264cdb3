import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

/**
 * The least that a Runtime API can be: it hands an event to the runtime that asks for one, and the runtime's answer
 * to the caller. No time-out, no kill, no freeze, no log, no checks; one server for one environment.
 *
 * @returns {Promise<{ port: number, invoke(payload: string): Promise<string> }>}
 */
export function listenBarely() {
  /** @type {import("node:http").ServerResponse | undefined} The runtime's open request for its next event. */
  let next;
  /** @type {string | undefined} */
  let event;
  let answered = (/** @type {string} */ _answer) => {};

  const handOut = () => {
    if (next === undefined || event === undefined) return;
    next.writeHead(200, {
      "Content-Type": "application/json",
      "Lambda-Runtime-Aws-Request-Id": randomUUID(),
      "Lambda-Runtime-Deadline-Ms": Date.now() + 8_000,
      "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:warm",
    });
    next.end(event);
    next = event = undefined;
  };

  const server = createServer((request, response) => {
    if (request.method === "GET") {
      next = response;
      handOut();
      return;
    }
    let answer = "";
    request.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    request.on("end", () => {
      response.writeHead(202).end();
      answered(answer);
    });
  });

  /** @param {string} payload @returns {Promise<string>} */
  const invoke = (payload) =>
    new Promise((resolve) => {
      answered = resolve;
      event = payload;
      handOut();
    });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve({ port: Object(server.address()).port, invoke })),
  );
}
