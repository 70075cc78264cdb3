import type { InvokeEffect } from "../flow/effect.ts";
import type { ConnectPolicy } from "./policy.ts";

/** What a function's answer means to the flow: `$.External`, or nothing that Connect understands. */
export type Understood =
  | { readonly type: "understood"; readonly response: Readonly<Record<string, unknown>> }
  | { readonly type: "notUnderstood"; readonly why: string };

/** "If … the response is not understood … the flow jumps to the Error label." (connect-lambda-functions.html) */
export function understand(
  payload: string,
  responseType: InvokeEffect["responseType"],
  policy: ConnectPolicy,
): Understood {
  const bytes = Buffer.byteLength(payload);
  if (bytes > policy.responseBytesMax) return no(`it has ${bytes} bytes, and Connect takes ${policy.responseBytesMax}`);
  const response = read(payload);
  if (!isRecord(response)) return no("it is not a JSON object");
  return responseType === "JSON" ? { type: "understood", response } : stringMap(response, policy);
}

function stringMap(response: Readonly<Record<string, unknown>>, { stringMapValues }: ConnectPolicy): Understood {
  const fits = (value: unknown) =>
    typeof value === "string" ||
    (stringMapValues === "primitives" && (typeof value === "number" || typeof value === "boolean"));
  const wrong = Object.entries(response).filter(([, value]) => !fits(value));
  if (wrong.length > 0) {
    const names = wrong.map(
      ([key, value]) => `${key} (${value === null ? "null" : Array.isArray(value) ? "a list" : typeof value})`,
    );
    return no(`a STRING_MAP has only texts, and these are not: ${names.join(", ")}`);
  }
  return {
    type: "understood",
    response: Object.fromEntries(Object.entries(response).map(([key, value]) => [key, String(value)])),
  };
}

function read(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const no = (why: string): Understood => ({ type: "notUnderstood", why });
