import type { Problem } from "../flow/problem.ts";
import { reservedVariables } from "../lambda/environment-variables.ts";
import type { SoundFile } from "./instance-schema.ts";

type At = (keys: readonly string[], rule: string, message: string) => Problem;

/** What no field of an external API tells by itself. */
export function checkExternals(file: SoundFile, at: At): readonly Problem[] {
  return [...checkVariables(file, at), ...checkListings(file, at)];
}

/** Functions find each external API in a variable of its own, which nobody else sets. */
function checkVariables({ externals, functions }: SoundFile, at: At): readonly Problem[] {
  const entries = Object.entries(externals);
  return entries.flatMap(([name, { environmentVariable: variable }], index) => {
    if (variable === undefined) return [];
    const keys = ["externals", name, "environmentVariable"];
    const twin = entries.slice(0, index).find(([, other]) => other.environmentVariable === variable);
    const setter = Object.entries(functions).find(([, { environment = {} }]) => variable in environment);
    const taken = (by: string) => [
      at(keys, "variable-taken", `${variable} is set by ${by} already. Choose another one.`),
    ];
    if (reservedVariables.has(variable) || variable === "PATH") return taken("Lambda itself");
    if (twin !== undefined) return taken(`the external API "${twin[0]}"`);
    return setter === undefined ? [] : taken(`the function ${setter[0]}`);
  });
}

/** Whoever watches a listing asks for it several times a second, which nobody does to somebody else's API. */
function checkListings({ externals }: SoundFile, at: At): readonly Problem[] {
  return Object.entries(externals).flatMap(([name, { url, listing }]) => {
    if (listing === undefined || url === undefined || isLoopback(new URL(url))) return [];
    const message = `The listing of ${name} cannot be watched, for the API is not on this machine. Take "listing" out.`;
    return [at(["externals", name, "listing"], "listing-elsewhere", message)];
  });
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
