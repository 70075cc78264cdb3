import { STATUS_CODES } from "node:http";

/**
 * What the restaurant itself can object to; ../README.md tells what each means to a client. Everything else is a plain
 * HTTP status, type "about:blank".
 */
const types = {
  "invalid-request": { status: 400, title: "The request is not valid" },
  "no-such-reservation": { status: 404, title: "There is no such reservation" },
  "already-reserved": { status: 409, title: "Double booking" },
  "no-table": { status: 409, title: "No table is free" },
  "request-in-progress": { status: 409, title: "A request with this Idempotency-Key is in progress" },
  "changed-since": { status: 412, title: "The reservation has been changed since" },
  "key-reused": { status: 422, title: "The Idempotency-Key was used for another request" },
};

/** A request that failed, as problem details (RFC 9457). Thrown by whoever notices; the server answers with it. */
export class Problem extends Error {
  /**
   * @param {keyof typeof types | number} type one of the restaurant's own, or an HTTP status
   * @param {string} detail what happened this time
   * @param {{ members?: Record<string, unknown>, headers?: Record<string, string> }} [more] extension members and headers
   */
  constructor(type, detail, { members = {}, headers = {} } = {}) {
    const known =
      typeof type === "number"
        ? { type: "about:blank", status: type, title: STATUS_CODES[type] ?? "" }
        : { type: `/problems/${type}`, ...types[type] };
    super(detail);
    this.status = known.status;
    this.headers = headers;
    this.body = { detail, ...known, ...members }; // Whoever logs only the beginning has the sentence.
  }
}
