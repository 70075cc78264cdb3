import { assert } from "../assert.ts";
import type { Code } from "./code.ts";
import { ExecutionEnvironment } from "./environment.ts";
import type { Services } from "./environment-services.ts";
import type { FunctionConfiguration } from "./function.ts";
import type { InvokeRequest } from "./work.ts";

/**
 * The execution environments of one function: as many as it has had requests at the same time.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export class Pool {
  readonly configuration: FunctionConfiguration;
  /** What new environments run. Undefined: the function is never invoked. */
  #code: Code | undefined;
  readonly #services: Services;
  /** Each with the code that it runs. */
  readonly #environments = new Map<ExecutionEnvironment, Code | undefined>();
  /** Free for another request, the one used last at the end: it is the first to be used again. */
  readonly #free: ExecutionEnvironment[] = [];
  readonly #retiring = new Set<Promise<void>>();
  readonly #freed: () => void;

  constructor(configuration: FunctionConfiguration, code: Code | undefined, services: Services, freed: () => void) {
    this.configuration = configuration;
    this.#code = code;
    this.#services = services;
    this.#freed = freed;
  }

  /** How many environments have a request in hand: what AWS counts as concurrency. */
  get concurrency(): number {
    return this.#environments.size - this.#free.length;
  }

  run(request: InvokeRequest): void {
    const waiting = request.coldStartMs === undefined ? this.#free.pop() : undefined;
    (waiting ?? this.#grow()).run(request);
  }

  /** Leaves so many environments, initialised and waiting. No request may be in hand. */
  async provision(count: number, keep: boolean): Promise<void> {
    assert(this.concurrency === 0, "environments were taken away from under a request");
    const kept = new Set(this.#free.filter(({ isAtRest }) => keep && isAtRest).slice(0, count));
    const others = [...this.#environments.keys()].filter((environment) => !kept.has(environment));
    await Promise.all(others.map((environment) => this.#retire(environment)));
    const missing = Array.from({ length: count - kept.size }, () => this.#grow());
    await Promise.all(missing.map((environment) => environment.provision()));
    for (const environment of missing) this.#rest(environment);
  }

  /** Requests that come from now on run this code: an environment with another gets none any more. */
  deploy(code: Code | undefined): void {
    if (code === this.#code) return;
    this.#code = code;
    for (const environment of [...this.#free]) void this.#retire(environment);
  }

  async stop(): Promise<void> {
    await Promise.all([...[...this.#environments.keys()].map((environment) => environment.stop()), ...this.#retiring]);
  }

  /** It waits for the next request, if that is to run the same code. */
  #rest(environment: ExecutionEnvironment): void {
    this.#free.push(environment);
    if (this.#environments.get(environment) !== this.#code) void this.#retire(environment);
  }

  /** It must be free. */
  async #retire(environment: ExecutionEnvironment): Promise<void> {
    this.#environments.delete(environment);
    this.#free.splice(this.#free.indexOf(environment), 1);
    const stopped = environment.stop();
    this.#retiring.add(stopped);
    await stopped;
    this.#retiring.delete(stopped);
  }

  #grow(): ExecutionEnvironment {
    const bundlePath = this.#code?.bundlePath;
    const environment = new ExecutionEnvironment(this.configuration, bundlePath, this.#services, () => {
      this.#rest(environment);
      this.#freed();
    });
    this.#environments.set(environment, this.#code);
    return environment;
  }
}
