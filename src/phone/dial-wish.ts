import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { BenchError } from "../bench-error.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import type { Instance } from "../connect/instance.ts";
import { e164 } from "../connect/phone-number.ts";
import { faults } from "../external/fault.ts";
import { latencyMsMax, phoneKeys } from "../page/limits.ts";
import { problem, readJson } from "./answer.ts";
import type { ConditionsOfCall } from "./call-conditions.ts";

export const keys = z.string().regex(phoneKeys, "has something that is no key of a phone (0-9 * #)");

/** What every wish to dial says. */
export const dialFields = {
  number: z.string(),
  from: z.string().regex(e164, "must be in E.164 form: + and 2 to 15 digits").default("+819012345678"),
  conditions: z
    .record(
      z.string(),
      z.strictObject({ latencyMs: z.number().min(0).max(latencyMsMax).default(0), fault: z.enum(faults).optional() }),
    )
    .default({}),
};

type Wish = z.infer<z.ZodObject<typeof dialFields>>;

/** Reads a wish to dial. Undefined: it was refused, and the answer says why. */
export async function readWish<Fields extends Wish>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: z.ZodType<Fields>,
  instance: Instance,
): Promise<(Fields & { readonly conditionsOfCall: ConditionsOfCall }) | undefined> {
  const wish = schema.safeParse(await readJson(request));
  const refuse = (status: number, detail: string) => {
    problem(response, status, detail);
    return undefined;
  };
  if (!wish.success) return refuse(400, z.prettifyError(wish.error));
  try {
    answeringFlow(instance, wish.data.number);
  } catch (error) {
    if (error instanceof BenchError) return refuse(404, error.message);
    throw error;
  }
  const conditions = Object.entries(wish.data.conditions);
  const unknown = conditions.find(([name]) => !instance.externals.some((external) => external.name === name));
  if (unknown !== undefined) return refuse(400, `The instance has no external API named ${unknown[0]}.`);
  const conditionsOfCall = new Map(
    conditions.map(([name, { latencyMs, fault }]) => [name, { latencyMs, fault }] as const),
  );
  return { ...wish.data, conditionsOfCall };
}
