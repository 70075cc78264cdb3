import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { BenchError } from "../bench-error.ts";
import type { DrivenClockOptions } from "../clock/driven.ts";
import type { Instance } from "../connect/instance.ts";
import { json, problem } from "./answer.ts";
import { callRoutes } from "./call-routes.ts";
import { followRoute } from "./follow-route.ts";
import { instanceRoute } from "./instance-routes.ts";
import { journalRoutes } from "./journal-routes.ts";
import type { JournalShelf } from "./journal-shelf.ts";
import type { Line } from "./line.ts";
import { listingRoute, listingsOf } from "./listing-route.ts";
import { pageRoutes } from "./page-files.ts";
import { phoneRoutes } from "./phone-routes.ts";
import { Phones } from "./phones.ts";
import { resetRoute } from "./reset-route.ts";
import { answer, type Route } from "./routes.ts";
import { isFromHere } from "./same-origin.ts";
import { Simulations } from "./simulations.ts";
import { Watching, withoutSocket } from "./watching.ts";

export interface PhoneServerOptions {
  /** Undefined: nothing can be dialled, journals are shown. */
  readonly line: Line | undefined;
  /** Where there is no line: on whose flows the journals' calls are drawn. */
  readonly instance?: Instance | undefined;
  readonly shelf: JournalShelf;
  /** 0: any free port. */
  readonly port: number;
  /** Of What if: how long time may really stand still, where that is not as usual. */
  readonly time?: Pick<DrivenClockOptions, "realLimitMs">;
}

/** The HTTP face of a line, on loopback only: the page, the records, and ways to dial. */
export class PhoneServer {
  readonly url: string;
  readonly #server: Server;
  readonly #watching: Watching | undefined;
  readonly #phones: Phones | undefined;
  readonly #simulations: Simulations | undefined;

  private constructor(
    server: Server,
    ofLine: {
      readonly watching: Watching | undefined;
      readonly phones: Phones | undefined;
      readonly simulations: Simulations | undefined;
    },
  ) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    this.#server = server;
    this.#watching = ofLine.watching;
    this.#phones = ofLine.phones;
    this.#simulations = ofLine.simulations;
  }

  /** @throws BenchError ERR_PORT_TAKEN when something else listens there. */
  static async listen({ line, instance, shelf, port, time }: PhoneServerOptions): Promise<PhoneServer> {
    const phones = line && new Phones(line);
    const listings = line && phones && listingsOf(line, phones);
    const toWatch = phones && listings ? [followRoute(phones), listingRoute(listings)] : [];
    const watching = line && new Watching(toWatch, line.clock);
    const simulations = line && new Simulations(line.instance, time);
    const toDial =
      line && phones && listings ? [...callRoutes(line), ...phoneRoutes(line, phones), resetRoute(line, listings)] : [];
    const ofLine = [...toDial, ...toWatch.map(withoutSocket), ...(simulations?.routes ?? [])];
    const routes = [
      health,
      instanceRoute(line, instance),
      ...pageRoutes(),
      ...journalRoutes(shelf, (contactId) => phones?.goesOn(contactId) ?? false),
      ...ofLine,
    ];
    const server = createServer((request, response) => {
      for (const [name, value] of everyAnswer) response.setHeader(name, value);
      if (!isFromHere(request))
        return problem(response, 403, "This server answers pages and programs of this machine only.");
      answer(request, response, routes).catch((error: unknown) => {
        if (response.headersSent || response.destroyed) response.destroy();
        else if (error instanceof BenchError) problem(response, 422, error.message);
        else problem(response, 500, error instanceof Error ? error.message : String(error));
      });
    });
    if (watching !== undefined) server.on("upgrade", watching.upgrade);
    server.listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      throw new BenchError(
        "ERR_PORT_TAKEN",
        `127.0.0.1:${port} cannot be listened on (${error instanceof Error ? error.message : error}). Choose another port with --port.`,
      );
    }
    return new PhoneServer(server, { watching, phones, simulations });
  }

  async close(): Promise<void> {
    this.#server.close();
    // Before their connections: one that breaks is a caller who hangs up, and whoever follows a call hears how it ended.
    this.#phones?.breakOff();
    this.#watching?.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
    await this.#phones?.close();
    await this.#simulations?.close();
  }
}

/** Nothing that it answers is guessed at, shown inside another page, or told where it was linked from. */
const everyAnswer = [
  ["x-content-type-options", "nosniff"],
  ["cross-origin-resource-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
] as const;

const health: Route = {
  method: "GET",
  path: "/healthz",
  answer: (_request, response) => json(response, 200, { status: "ok" }),
};
