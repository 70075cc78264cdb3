import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

interface Booked {
  reservationNumber: string;
  date: string;
  time: string;
  partySize: number;
  phoneNumber: string;
  table: number;
  version: number;
}

type Wish = Omit<Booked, "table" | "version">;

/** What the restaurant got that was to change something. */
interface Order {
  readonly method: string;
  readonly path: string;
  /** As it came, in quotes. */
  readonly key: string | undefined;
  /** The version that it was to change. */
  readonly version: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/**
 * A restaurant that tests can look into: with one table an hour, in memory. It honours keys as strictly as an API may,
 * and tells also its refusals again; without `honoursKeys` it is one that does not know them, and no versions.
 */
export async function openSmallRestaurant() {
  const orders: Order[] = [];
  const answers = new Map<string, Answer>();
  const restaurant = {
    url: "",
    orders,
    book: [] as Booked[],
    honoursKeys: true,
    /** How long it takes to answer, whatever it is asked. What it does, it does at once. */
    latencyMs: 0,
    /** The paths that it was asked for. */
    asked: [] as string[],
    reset() {
      orders.length = 0;
      answers.clear();
      restaurant.book = [];
      Object.assign(restaurant, { honoursKeys: true, latencyMs: 0, asked: [] });
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { method = "", url = "" } = request;
    const key = request.headers["idempotency-key"]?.toString();
    const version = restaurant.honoursKeys ? request.headers["if-match"] : undefined;
    restaurant.asked.push(`${method} ${url}`);
    const { status, body, headers } =
      method === "GET" ? read(url) : once(method, url, { key, version }, JSON.parse(text));
    const json = JSON.stringify(body, (name, value) =>
      name === "version" && !restaurant.honoursKeys ? undefined : value,
    );
    await setTimeout(restaurant.latencyMs);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(json);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  restaurant.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return restaurant;

  function once(method: string, path: string, { key, version }: Pick<Order, "key" | "version">, wish: Wish): Answer {
    orders.push({ method, path, key, version });
    const known = key === undefined || !restaurant.honoursKeys ? undefined : answers.get(key);
    if (known !== undefined) return { ...known, headers: { "idempotent-replayed": "true" } };
    const answer = method === "POST" ? reserve(wish) : change(path.split("/").at(-1), version, wish);
    if (key !== undefined) answers.set(key, answer);
    return answer;
  }

  function reserve(wish: Wish): Answer {
    const refusal = refused(wish);
    if (refusal !== undefined) return refusal;
    const made = { ...wish, reservationNumber: String(1001 + restaurant.book.length), table: 1, version: 1 };
    restaurant.book.push(made);
    return { status: 201, body: { ...made } };
  }

  function change(number: string | undefined, version: string | undefined, wish: Omit<Wish, "phoneNumber">): Answer {
    const found = restaurant.book.find(({ reservationNumber }) => reservationNumber === number);
    if (found === undefined) return problem(404, "no-such-reservation");
    if (version !== undefined && version !== `"${found.version}"`) return problem(412, "changed-since");
    const refusal = refused({ ...found, ...wish });
    if (refusal !== undefined) return refusal;
    return { status: 200, body: { ...Object.assign(found, wish, { version: found.version + 1 }) } };
  }

  function refused(wish: Wish): Answer | undefined {
    if (wish.time > "20:00") return problem(400, "invalid-request");
    const there = restaurant.book.find(
      ({ reservationNumber, date, time }) =>
        date === wish.date && time === wish.time && reservationNumber !== wish.reservationNumber,
    );
    if (there === undefined) return undefined;
    return problem(409, there.phoneNumber === wish.phoneNumber ? "already-reserved" : "no-table");
  }

  function read(url: string): Answer {
    const phoneNumber = new URL(url, restaurant.url).searchParams.get("phoneNumber");
    const reservations = restaurant.book
      .filter((booked) => booked.phoneNumber === phoneNumber)
      .sort((one, other) => (`${one.date} ${one.time}` < `${other.date} ${other.time}` ? -1 : 1));
    return { status: 200, body: { reservations } };
  }
}

function problem(status: number, type: string): Answer {
  return { status, body: { type: `/problems/${type}`, status } };
}
