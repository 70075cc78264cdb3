import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { reservedVariables } from "./environment-variables.ts";
import type { FunctionConfiguration } from "./function.ts";
import { isFile, nodeExtensions, nodeHandler, nodeHandlerFile, pythonHandler } from "./handler.ts";
import { pythonPath, runtimeFamily } from "./runtimes.ts";

/** Something that keeps a function from running here. The place is its reader's to add. */
export interface FunctionProblem {
  readonly rule: string;
  readonly message: string;
}

/** All that can be seen without running or building the function. */
export function checkFunction(configuration: FunctionConfiguration): FunctionProblem[] {
  const { name, codePath } = configuration;
  const reserved = Object.keys(configuration.environment)
    .filter((key) => reservedVariables.has(key))
    .map((key) => ({
      rule: "function-variable-reserved",
      message: `${name} sets ${key}, which Lambda sets itself and does not let a function change. Remove it, or give it another name.`,
    }));
  if (!isFolder(codePath)) {
    return [
      ...reserved,
      {
        rule: "function-code-missing",
        message: `The code of ${name} should be in ${codePath}, which is not a folder. Correct the path.`,
      },
    ];
  }
  return [...reserved, ...checkHandler(configuration)];
}

function checkHandler(configuration: FunctionConfiguration): FunctionProblem[] {
  const { name, runtime } = configuration;
  switch (runtimeFamily(runtime)) {
    case "nodejs":
      return checkNodeHandler(configuration);
    case "python":
      return [...checkPythonHandler(configuration), ...checkPython(configuration)];
    case "provided":
      return checkBootstrap(configuration);
    case undefined:
      return [
        {
          rule: "function-runtime-unknown",
          message: `${name} has the runtime ${runtime}, which cannot run here. Use nodejs<version>.x, python3.<version>, provided.al2023, provided.al2 or provided.`,
        },
      ];
  }
}

function checkNodeHandler(configuration: FunctionConfiguration): FunctionProblem[] {
  const { name, handler, codePath } = configuration;
  const parts = nodeHandler(handler);
  if (parts === undefined) return [malformed(name, handler, "index.handler or folder/file.export")];
  if (nodeHandlerFile(configuration) !== undefined) return [];
  const tried = nodeExtensions.filter((extension) => extension !== "").join(", ");
  return [missing(name, handler, `${join(codePath, parts.module)} with one of ${tried}`)];
}

function checkPythonHandler({ name, handler, codePath }: FunctionConfiguration): FunctionProblem[] {
  const parts = pythonHandler(handler);
  if (parts === undefined)
    return [malformed(name, handler, "lambda_function.lambda_handler or folder/module.function")];
  const module = join(codePath, ...parts.module.split("."));
  if (isFile(`${module}.py`) || isFile(join(module, "__init__.py"))) return [];
  return [missing(name, handler, `${module}.py`)];
}

function checkPython({ name, runtime }: FunctionConfiguration): FunctionProblem[] {
  if (pythonPath() !== undefined) return [];
  return [
    {
      rule: "function-python-missing",
      message: `${name} has the runtime ${runtime}, but there is no python3 on the PATH. Install Python 3.`,
    },
  ];
}

function checkBootstrap({ name, runtime, codePath }: FunctionConfiguration): FunctionProblem[] {
  const bootstrap = join(codePath, "bootstrap");
  if (!isFile(bootstrap)) {
    return [
      {
        rule: "function-bootstrap-missing",
        message: `${name} has the runtime ${runtime}, which starts the file ${bootstrap}; it is not there. Add it, or choose another runtime.`,
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
      },
    ];
  }
}

const malformed = (name: string, handler: string, form: string): FunctionProblem => ({
  rule: "function-handler-malformed",
  message: `The handler of ${name} is "${handler}". Write it as ${form}.`,
});

const missing = (name: string, handler: string, file: string): FunctionProblem => ({
  rule: "function-handler-missing",
  message: `The handler of ${name} is "${handler}", but there is no ${file}. Correct the handler or the folder.`,
});

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
