import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { Unfinished } from "../journal/unfinished.ts";
import { ScriptedCaller } from "../simulate/scripted-caller.ts";
import { dialFields, keys, readWish } from "./dial-wish.ts";
import type { Line } from "./line.ts";
import type { Route } from "./routes.ts";

const scriptSchema = z.strictObject({ ...dialFields, press: z.array(keys).default([]) });

/** Calls by script. */
export function callRoutes(line: Line): readonly Route[] {
  return [{ method: "POST", path: "/calls", answer: (request, response) => dial(request, response, line) }];
}

/** Dials with a script and streams the call's part of the journal, a line an event, until the call and its orphans are over. */
async function dial(request: IncomingMessage, response: ServerResponse, line: Line): Promise<void> {
  const { instance, bench, journal, clock, conditions } = line;
  const wish = await readWish(request, response, scriptSchema, instance);
  if (wish === undefined) return;
  const { number, from, press, conditionsOfCall } = wish;
  await bench.deploy();
  if (response.destroyed) return; // Nobody waits for it any more.
  response.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
  await new Promise<void>((resolve) => {
    const unfinished = new Unfinished();
    let contactId: string | undefined;
    const stopListening = journal.listen((event) => {
      if (event.type === "contact.initiated") contactId ??= event.contactId;
      if (contactId === undefined || !("contactId" in event) || event.contactId !== contactId) return;
      response.write(`${JSON.stringify(event)}\n`);
      unfinished.read(event);
      if (!unfinished.isOver) return;
      stopListening();
      resolve();
    });
    const call = conditions.during(conditionsOfCall, () =>
      bench.dial({ to: number, from, participant: new ScriptedCaller(clock, press) }),
    );
    response.on("close", () => call.hangUp());
  });
  response.end();
}
