import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Dialled } from "../page/protocol.ts";
import { done, json, problem, readJson } from "./answer.ts";
import { dialFields, keys, readWish } from "./dial-wish.ts";
import { HandPhone } from "./hand-phone.ts";
import type { Line } from "./line.ts";
import type { Route } from "./routes.ts";

const wishSchema = z.strictObject(dialFields);
const keysSchema = z.strictObject({ keys: keys.min(1) });
const messageSchema = z.strictObject({ message: z.int().min(1), state: z.enum(["speaking", "heard"]) });

/** The phones that are off the hook, by the call that each is in. */
export type Phones = Map<string, HandPhone>;

/** Calls by hand: dial, press keys, hang up, say what was heard. */
export function phoneRoutes(line: Line, phones: Phones): readonly Route[] {
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
  phones: Phones,
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
