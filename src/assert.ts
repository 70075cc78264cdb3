/** For what cannot happen unless the bench itself is wrong. */
export function assert(condition: boolean, message = "assertion failed"): asserts condition {
  if (!condition) throw new Error(`ringonce is wrong here, please report it: ${message}`);
}

/** For the arm of a union that the compiler knows cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`ringonce is wrong here, please report it: unexpected ${JSON.stringify(value)}`);
}
