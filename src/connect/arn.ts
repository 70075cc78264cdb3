import { createHash } from "node:crypto";

/** Amazon Resource Names of what an instance has. The ids in them are made from the names, so that they stay the same. */
export function instanceArn({
  region,
  accountId,
  alias,
}: {
  region: string;
  accountId: string;
  alias: string;
}): string {
  return `arn:aws:connect:${region}:${accountId}:instance/${idOf(`instance ${accountId} ${alias}`)}`;
}

export function contactFlowArn(instance: string, name: string): string {
  return `${instance}/contact-flow/${idOf(`contact-flow ${name}`)}`;
}

export function queueArn(instance: string, name: string): string {
  return `${instance}/queue/${idOf(`queue ${name}`)}`;
}

/** Finds what a flow names by its name, its ARN, or the id at the ARN's end. */
export function findNamed<T extends { readonly name: string; readonly arn: string }>(
  all: Iterable<T>,
  named: string,
): T | undefined {
  const id = named.slice(named.lastIndexOf("/") + 1);
  for (const one of all) {
    if (one.name === named || one.arn === named || (id !== "" && one.arn.endsWith(`/${id}`)) || one.name === id)
      return one;
  }
  return undefined;
}

/** A UUID in form, made from a text. */
function idOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
