import { availableParallelism } from "node:os";
import { assert } from "../assert.ts";
import { BenchError } from "../bench-error.ts";
import type { Chance } from "../clock/chance.ts";
import type { Clock } from "../clock/clock.ts";
import type { AttemptOutcome } from "./attempt.ts";
import { checkFunction } from "./check-function.ts";
import type { Code } from "./code.ts";
import type { PrepareEnvironment, Services } from "./environment-services.ts";
import { type FunctionConfiguration, functionArn } from "./function.ts";
import { requestBytesMax } from "./limits.ts";
import { MemoryWatch } from "./memory.ts";
import type { LambdaObserver } from "./observer.ts";
import { Pool } from "./pool.ts";
import { Stock } from "./stock.ts";
import { Turns } from "./turns.ts";
import type { InvokeRequest } from "./work.ts";

export interface LambdaOptions {
  readonly functions: readonly FunctionConfiguration[];
  /** No others are invoked, and so no others are built. Without it: all. */
  readonly invoked?: readonly FunctionConfiguration[] | undefined;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly observer: LambdaObserver;
  /** What all functions may run at the same time. AWS gives an account 1,000, and new accounts less. */
  readonly accountConcurrency: number;
  readonly prepareEnvironment: PrepareEnvironment;
  /** Made ahead, and there for others when this is closed. Without it: its own. */
  readonly stock?: Stock | undefined;
}

/**
 * The Lambda service: synchronous invocations of functions that are real processes, with Lambda's own time-outs,
 * limits, concurrency and log.
 *
 * Not reproduced: the rates at which AWS lets concurrency grow and environments be reused, the recycling of idle
 * environments, layers, extensions, SnapStart, response streaming and the JSON log format.
 */
export class Lambda {
  /** What is made ahead for its functions. */
  readonly stock: Stock;
  readonly #options: LambdaOptions;
  readonly #services: Services;
  readonly #pools: ReadonlyMap<string, Pool>;
  #idlers: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  /** Throws a BenchError if one of the functions could never run: ask `checkFunction` first. */
  static async open(options: LambdaOptions): Promise<Lambda> {
    const problems = options.functions.flatMap(checkFunction);
    if (problems.length > 0) {
      throw new BenchError("ERR_FUNCTION_CANNOT_RUN", problems.map(({ message }) => message).join("\n"));
    }
    const { functions, invoked = functions } = options;
    const stock = options.stock ?? new Stock();
    try {
      const codes = await Promise.all(
        functions.map((configuration) => (invoked.includes(configuration) ? stock.codeOf(configuration) : undefined)),
      );
      return new Lambda(options, stock, codes);
    } catch (error) {
      if (options.stock === undefined) await stock.close();
      throw error;
    }
  }

  private constructor(options: LambdaOptions, stock: Stock, codes: readonly (Code | undefined)[]) {
    const { clock, chance, observer, prepareEnvironment } = options;
    const { scratchPath, watchdog, standbys } = stock;
    this.#options = options;
    this.stock = stock;
    this.#services = {
      ...{ clock, chance, observer, prepareEnvironment, scratchPath, watchdog, standbys },
      memory: new MemoryWatch(),
      coldStarts: new Turns(coldStartsAtOnce),
    };
    this.#pools = new Map(
      options.functions.map((configuration, index) => [
        configuration.name,
        new Pool(configuration, codes[index], this.#services, () => this.#freed()),
      ]),
    );
  }

  /**
   * Invoke with InvocationType RequestResponse. `settled` is called exactly once, and never before this returns.
   * There is no way to cancel: Lambda has none.
   */
  invoke({
    functionName,
    ...request
  }: InvokeRequest & {
    readonly functionName: string;
  }): void {
    const { functions, invoked = functions } = this.#options;
    const pool = this.#pools.get(functionName);
    assert(pool === undefined || invoked.includes(pool.configuration), `${functionName} has not been built`);
    const refusal = this.#refusal(functionName, pool, request.payload);
    if (pool === undefined || refusal !== undefined) {
      this.#options.clock.after(0, () => request.settled(refusal ?? closed));
      return;
    }
    pool.run(request);
  }

  /**
   * Leaves each function so many environments, started and waiting as with provisioned concurrency; those that are not
   * named have none. `keep`: an environment that waits already is one of them, unless something that an earlier request
   * began goes on in it. No request may be running.
   */
  async provision(environments: ReadonlyMap<string, number>, keep: boolean): Promise<void> {
    await Promise.all([...this.#pools].map(([name, pool]) => pool.provision(environments.get(name) ?? 0, keep)));
  }

  /**
   * Takes into use what has been edited since, as a deployment does: the next request to a function whose code is another
   * now gets a new environment. A request that is running ends as it began.
   * @throws BenchError ERR_HANDLER_DOES_NOT_BUILD; until it builds the old code stays in use.
   */
  async deploy(): Promise<void> {
    const { functions, invoked = functions } = this.#options;
    const codes = await Promise.all(invoked.map((configuration) => this.stock.codeOf(configuration)));
    if (this.#closing !== undefined) return;
    for (const [index, { name }] of invoked.entries()) this.#pools.get(name)?.deploy(codes[index]);
  }

  /** When no request is running any more. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idlers.push(resolve);
      this.#freed();
    });
  }

  /** Kills everything. A request that is still running is settled as a failure of the service. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
    if (this.#options.stock === undefined) await this.stock.close();
  }

  /** Why Lambda does not take a request, in the order of AWS's own checks as far as they are known. */
  #refusal(functionName: string, pool: Pool | undefined, payload: string): AttemptOutcome | undefined {
    if (this.#closing !== undefined) return closed;
    if (pool === undefined) return functionNotFound(this.#options, functionName);
    if (Buffer.byteLength(payload) > requestBytesMax) return requestTooLarge;
    const invalid = invalidJson(payload);
    if (invalid !== undefined) return invalid;
    return this.#throttle(pool);
  }

  #throttle({ configuration, concurrency }: Pool): AttemptOutcome | undefined {
    const { reservedConcurrency } = configuration;
    if (reservedConcurrency !== undefined) {
      if (concurrency < reservedConcurrency) return undefined;
      return { type: "throttled", reason: "ReservedFunctionConcurrentInvocationLimitExceeded" };
    }
    // What is reserved for some functions is taken from all others, used or not.
    let left = this.#options.accountConcurrency;
    for (const pool of this.#pools.values()) left -= pool.configuration.reservedConcurrency ?? pool.concurrency;
    return left > 0 ? undefined : { type: "throttled", reason: "ConcurrentInvocationLimitExceeded" };
  }

  #freed(): void {
    if (this.#idlers.length === 0) return;
    for (const pool of this.#pools.values()) if (pool.concurrency > 0) return;
    const idlers = this.#idlers;
    this.#idlers = [];
    for (const resolve of idlers) resolve();
  }
}

/**
 * AWS starts environments on other people's machines; here they share this one. A few at a time are each ready
 * sooner than all would be together, and the bench stays able to look at its clock. Chosen.
 */
const coldStartsAtOnce = 2 * availableParallelism();

const closed: AttemptOutcome = { type: "serviceError", message: "The bench has been closed." };

// The names are the SDK's (§6.3 of aws-facts); the messages are what AWS has been seen to answer.
const requestTooLarge: AttemptOutcome = {
  type: "rejected",
  status: 413,
  errorType: "RequestTooLargeException",
  message: `Request must be smaller than ${requestBytesMax} bytes for the InvokeFunction operation`,
};

function functionNotFound({ functions }: LambdaOptions, name: string): AttemptOutcome {
  const [any] = functions;
  const arn = any === undefined ? name : functionArn({ ...any, name });
  return {
    type: "rejected",
    status: 404,
    errorType: "ResourceNotFoundException",
    message: `Function not found: ${arn}`,
  };
}

function invalidJson(payload: string): AttemptOutcome | undefined {
  try {
    JSON.parse(payload);
    return undefined;
  } catch (error) {
    return {
      type: "rejected",
      status: 400,
      errorType: "InvalidRequestContentException",
      message: `Could not parse request body into json: ${error instanceof Error ? error.message : error}`,
    };
  }
}
