import { join } from "node:path";
import { SystemClock } from "../clock/system.ts";
import { bundleTypescript } from "./bundle.ts";
import type { FunctionConfiguration } from "./function.ts";
import { nodeHandler, nodeHandlerFile } from "./handler.ts";
import { runtimeFamily } from "./runtimes.ts";
import { filesBelow, isInstalled, Sources } from "./sources.ts";

/** The code of a function, ready to run. When it is edited it stays what it was: there is another then. */
export interface Code {
  /** The folder with its bundle. Undefined: it runs in place. */
  readonly bundlePath: string | undefined;
  /** What it is made of, but for what was installed. */
  readonly sources: Sources;
}

/**
 * Makes a function's code ready: a handler in TypeScript is bundled into the folder.
 * @throws BenchError ERR_HANDLER_DOES_NOT_BUILD
 */
export async function codeOf(configuration: FunctionConfiguration, folder: string): Promise<Code> {
  const { name, runtime, codePath, handler } = configuration;
  switch (runtimeFamily(runtime)) {
    case "nodejs": {
      const file = nodeHandlerFile(configuration);
      const parts = nodeHandler(handler);
      if (file === undefined || parts === undefined || !file.typescript) return inPlace(codePath, /\.[cm]?js$/);
      const begunAt = new SystemClock().now();
      const inputs = await bundleTypescript(name, file.path, parts.module, folder);
      return {
        bundlePath: folder,
        sources: new Sources(
          inputs.filter((one) => !isInstalled(one)),
          begunAt,
        ),
      };
    }
    case "python":
      return inPlace(codePath, /\.py$/);
    case "provided":
    case undefined:
      return { bundlePath: undefined, sources: new Sources([join(codePath, "bootstrap")]) };
  }
}

function inPlace(codePath: string, ending: RegExp): Code {
  return { bundlePath: undefined, sources: new Sources(filesBelow(codePath, ending)) };
}
