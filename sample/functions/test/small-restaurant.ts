import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Booked {
  reservationNumber: string;
  date: string;
  time: string;
  partySize: number;
  phoneNumber: string;
  table: number;
}

/** What the restaurant got that was to change something. */
interface Order {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
}

type Answer = readonly [status: number, body: unknown];

/**
 * A restaurant that tests can look into: with one table an hour, in memory. It honours keys as strictly as an API may,
 * and tells also its refusals again; without `honoursKeys` it is one that does not know them.
 */
export async function openSmallRestaurant() {
  const orders: Order[] = [];
  const answers = new Map<string, Answer>();
  const restaurant = {
    url: "",
    orders,
    book: [] as Booked[],
    honoursKeys: true,
    reset() {
      orders.length = 0;
      answers.clear();
      restaurant.book = [];
      restaurant.honoursKeys = true;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { method = "", url = "" } = request;
    const key = request.headers["idempotency-key"]?.toString();
    const [status, body] = method === "GET" ? read(url) : once(method, url, key, JSON.parse(text));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  restaurant.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return restaurant;

  function once(method: string, path: string, key: string | undefined, wish: Omit<Booked, "table">): Answer {
    orders.push({ method, path, key });
    const known = key === undefined || !restaurant.honoursKeys ? undefined : answers.get(key);
    const answer = known ?? (method === "POST" ? reserve(wish) : change(path.split("/").at(-1), wish));
    if (key !== undefined) answers.set(key, answer);
    return answer;
  }

  function reserve(wish: Omit<Booked, "table">): Answer {
    const refusal = refused(wish);
    if (refusal !== undefined) return refusal;
    const made = { ...wish, reservationNumber: String(1001 + restaurant.book.length), table: 1 };
    restaurant.book.push(made);
    return [201, { ...made }];
  }

  function change(number: string | undefined, wish: Omit<Booked, "table" | "phoneNumber">): Answer {
    const found = restaurant.book.find(({ reservationNumber }) => reservationNumber === number);
    if (found === undefined) return problem(404, "no-such-reservation");
    const refusal = refused({ ...found, ...wish });
    if (refusal !== undefined) return refusal;
    return [200, { ...Object.assign(found, wish) }];
  }

  function refused(wish: Omit<Booked, "table">): Answer | undefined {
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
    return [200, { reservations }];
  }
}

function problem(status: number, type: string): Answer {
  return [status, { type: `/problems/${type}`, status }];
}
