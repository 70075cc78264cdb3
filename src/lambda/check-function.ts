import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { reservedVariables } from "./environment-variables.ts";
import type { FunctionConfiguration } from "./function.ts";
import { isFile, nodeExtensions, nodeHandler, nodeHandlerFile, pythonHandler } from "./handler.ts";
import { knownRuntimes, pythonPath, runtimeFamily } from "./runtimes.ts";

/** Something that keeps a function from running here. */
export interface FunctionProblem {
  readonly rule: string;
  readonly message: string;
  readonly of: "runtime" | "codePath" | "handler" | { readonly variable: string };
}

/** A function, or what could be read of one. */
export type FunctionToCheck = Pick<FunctionConfiguration, "name" | "environment"> & {
  readonly [Field in "runtime" | "codePath" | "handler"]: string | undefined;
};

/** All that can be seen without running or building the function, each by itself as far as it can be. */
export function checkFunction(configuration: FunctionToCheck): FunctionProblem[] {
  return [
    ...checkVariables(configuration),
    ...checkRuntime(configuration),
    ...checkCode(configuration),
    ...checkHandler(configuration),
  ];
}

function checkVariables({ name, environment }: FunctionToCheck): FunctionProblem[] {
  return Object.keys(environment)
    .filter((variable) => reservedVariables.has(variable))
    .map((variable) => ({
      rule: "function-variable-reserved",
      message: `${name} sets ${variable}, which Lambda sets itself and does not let a function change. Remove it, or give it another name.`,
      of: { variable },
    }));
}

function checkRuntime({ name, runtime }: FunctionToCheck): FunctionProblem[] {
  if (runtime === undefined) return [];
  const family = runtimeFamily(runtime);
  if (family === undefined)
    return [
      {
        rule: "function-runtime-unknown",
        message: `${name} has the runtime ${runtime}, which cannot run here. Use one of ${knownRuntimes.join(", ")}.`,
        of: "runtime",
      },
    ];
  if (family !== "python" || pythonPath() !== undefined) return [];
  return [
    {
      rule: "function-python-missing",
      message: `${name} has the runtime ${runtime}, but there is no python3 on the PATH. Install Python 3.`,
      of: "runtime",
    },
  ];
}

function checkCode({ name, codePath }: FunctionToCheck): FunctionProblem[] {
  if (codePath === undefined || isFolder(codePath)) return [];
  return [
    {
      rule: "function-code-missing",
      message: `The code of ${name} should be in ${codePath}, which is not a folder. Correct the path.`,
      of: "codePath",
    },
  ];
}

function checkHandler({ name, runtime, codePath, handler }: FunctionToCheck): FunctionProblem[] {
  const folder = codePath !== undefined && isFolder(codePath) ? codePath : undefined;
  switch (runtime === undefined ? undefined : runtimeFamily(runtime)) {
    case "nodejs":
      return handler === undefined ? [] : checkNodeHandler(name, handler, folder);
    case "python":
      return handler === undefined ? [] : checkPythonHandler(name, handler, folder);
    case "provided":
      return folder === undefined ? [] : checkBootstrap(name, folder);
    case undefined:
      return [];
  }
}

/** Without its folder, a handler's form can still be wrong. */
function checkNodeHandler(name: string, handler: string, folder: string | undefined): FunctionProblem[] {
  const parts = nodeHandler(handler);
  if (parts === undefined) return [malformed(name, handler, "index.handler or folder/file.export")];
  if (folder === undefined || nodeHandlerFile({ codePath: folder, handler }) !== undefined) return [];
  const tried = nodeExtensions.filter((extension) => extension !== "").join(", ");
  return [missing(name, handler, `${join(folder, parts.module)} with one of ${tried}`)];
}

function checkPythonHandler(name: string, handler: string, folder: string | undefined): FunctionProblem[] {
  const parts = pythonHandler(handler);
  if (parts === undefined)
    return [malformed(name, handler, "lambda_function.lambda_handler or folder/module.function")];
  if (folder === undefined) return [];
  const module = join(folder, ...parts.module.split("."));
  if (isFile(`${module}.py`) || isFile(join(module, "__init__.py"))) return [];
  return [missing(name, handler, `${module}.py`)];
}

function checkBootstrap(name: string, folder: string): FunctionProblem[] {
  const bootstrap = join(folder, "bootstrap");
  if (!isFile(bootstrap)) {
    return [
      {
        rule: "function-bootstrap-missing",
        message: `${name} has a runtime that starts the file ${bootstrap}; it is not there. Add it, or choose another runtime.`,
        of: "codePath",
      },
    ];
  }
  try {
    accessSync(bootstrap, constants.X_OK);
    return [];
  } catch {
    return [
      {
        rule: "function-bootstrap-not-executable",
        message: `${bootstrap} of ${name} may not be executed. Run: chmod +x ${bootstrap}`,
        of: "codePath",
      },
    ];
  }
}

const malformed = (name: string, handler: string, form: string): FunctionProblem => ({
  rule: "function-handler-malformed",
  message: `The handler of ${name} is "${handler}". Write it as ${form}.`,
  of: "handler",
});

const missing = (name: string, handler: string, file: string): FunctionProblem => ({
  rule: "function-handler-missing",
  message: `The handler of ${name} is "${handler}", but there is no ${file}. Correct the handler or the folder.`,
  of: "handler",
});

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
