import { statSync } from "node:fs";
import { join } from "node:path";
import type { FunctionConfiguration } from "./function.ts";

/** Where a handler's code begins. */
export interface HandlerFile {
  readonly path: string;
  /** TypeScript has to be bundled first; the rest runs in place. */
  readonly typescript: boolean;
}

/** "file.export" or "folder/file.export.property": the module is up to the first dot of the last part. */
export function nodeHandler(handler: string): { module: string; property: string } | undefined {
  const match = /^((?:[^/]+\/)*[^/.]+)\.(.+)$/.exec(handler);
  return match?.[1] === undefined || match[2] === undefined || handler.includes("..")
    ? undefined
    : { module: match[1], property: match[2] };
}

/** "module.function", "folder/module.function" or "package.module.function". */
export function pythonHandler(handler: string): { module: string; property: string } | undefined {
  const dot = handler.lastIndexOf(".");
  if (dot <= 0 || dot === handler.length - 1) return undefined;
  return { module: handler.slice(0, dot).replaceAll("/", "."), property: handler.slice(dot + 1) };
}

/** The extensions in the order of AWS's runtime. Where a TypeScript file has been compiled beside itself, AWS would run the JavaScript, and so do we. */
export const nodeExtensions = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"] as const;

export function nodeHandlerFile({
  codePath,
  handler,
}: Pick<FunctionConfiguration, "codePath" | "handler">): HandlerFile | undefined {
  const parts = nodeHandler(handler);
  if (parts === undefined) return undefined;
  const module = join(codePath, parts.module);
  for (const extension of nodeExtensions) {
    if (isFile(module + extension)) return { path: module + extension, typescript: extension.endsWith("ts") };
  }
  return undefined;
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
