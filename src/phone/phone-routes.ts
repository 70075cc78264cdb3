import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { JournalEvent } from "../journal/event.ts";
import type { Dialled } from "../page/protocol.ts";
import { done, json, problem, readJson } from "./answer.ts";
import { dialFields, keys, readWish } from "./dial-wish.ts";
import { HandPhone } from "./hand-phone.ts";
import type { Line } from "./line.ts";
import type { Route } from "./routes.ts";

const wishSchema = z.strictObject(dialFields);
const keysSchema = z.strictObject({ keys: keys.min(1) });
const messageSchema = z.strictObject({ message: z.int().min(1), state: z.enum(["speaking", "heard"]) });

/** Calls by hand: dial, press keys, hang up, say what was heard; and the call's part of the journal as it grows. */
export function phoneRoutes(line: Line): readonly Route[] {
  const phones = new Map<string, HandPhone>();
  const ofCall = (
    path: string,
    method: Route["method"],
    answer: (phone: HandPhone, call: Exchange) => unknown,
  ): Route => ({
    method,
    path,
    answer: async (request, response, named) => {
      const phone = phones.get(named("id"));
      if (phone === undefined) return problem(response, 404, `There is no call ${named("id")}, or it is over.`);
      await answer(phone, { request, response });
    },
  });
  return [
    { method: "POST", path: "/phones", answer: (request, response) => dial(request, response, line, phones) },
    ofCall("/phones/:id/keys", "POST", async (phone, { request, response }) => {
      const wish = keysSchema.safeParse(await readJson(request));
      if (!wish.success) return problem(response, 400, z.prettifyError(wish.error));
      phone.press(wish.data.keys);
      done(response);
    }),
    ofCall("/phones/:id/messages", "POST", async (phone, { request, response }) => {
      const wish = messageSchema.safeParse(await readJson(request));
      if (!wish.success) return problem(response, 400, z.prettifyError(wish.error));
      const { message, state } = wish.data;
      if (state === "heard") phone.heard(message);
      else phone.speaking(message);
      done(response);
    }),
    ofCall("/phones/:id", "DELETE", (phone, { response }) => {
      phone.hangUp();
      done(response);
    }),
    {
      method: "GET",
      path: "/calls/:id/events",
      answer: (request, response, named) => follow(request, response, { line, phones, contactId: named("id") }),
    },
  ];
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function dial(
  request: IncomingMessage,
  response: ServerResponse,
  { instance, bench, clock, conditions, journalName }: Line,
  phones: Map<string, HandPhone>,
): Promise<void> {
  const wish = await readWish(request, response, wishSchema, instance);
  if (wish === undefined) return;
  let contactId: string | undefined;
  const phone = new HandPhone(clock, () => contactId !== undefined && phones.delete(contactId));
  const call = conditions.during(wish.conditionsOfCall, () =>
    bench.dial({ to: wish.number, from: wish.from, participant: phone }),
  );
  contactId = call.contactId;
  phone.connected(() => call.hangUp());
  if (!phone.isOver) phones.set(contactId, phone);
  const dialled: Dialled = { contactId, journal: journalName };
  response.setHeader("location", `/calls/${contactId}/events`);
  json(response, 201, dialled);
}

/**
 * The call's part of the journal as Server-Sent Events: `id` is the event's number within the call, and a reader that
 * says Last-Event-ID goes on after it. "over" is the last one: nothing follows.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
function follow(
  request: IncomingMessage,
  response: ServerResponse,
  { line, phones, contactId }: { line: Line; phones: ReadonlyMap<string, HandPhone>; contactId: string },
): void {
  if (request.method === "HEAD")
    return problem(response, 405, "A stream has no end that HEAD could wait for. Use GET.");
  const last = Number(request.headers["last-event-id"] ?? "-1");
  const skip = Number.isSafeInteger(last) ? last + 1 : 0;
  let started = false;
  const write = (text: string) => {
    if (!started) {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
      started = true;
    }
    response.write(text);
  };
  const stop = line.calls.follow(contactId, skip, {
    event: (event: JournalEvent, index: number) => write(`id: ${index}\ndata: ${JSON.stringify(event)}\n\n`),
    over: () => {
      write("event: over\ndata: {}\n\n");
      response.end();
    },
  });
  if (stop === undefined) return problem(response, 404, `There is no call ${contactId} in this line's memory.`);
  if (!started) write(": nothing new yet\n\n");
  const leave = phones.get(contactId)?.attend();
  response.on("close", () => {
    stop();
    leave?.();
  });
}
