/**
 * Builds contact flows as Amazon Connect exports them: Version 2019-10-30, numbers and booleans as strings, and on
 * the canvas a place for each block.
 *
 * @typedef {object} Block
 * @property {string} name
 * @property {string} type
 * @property {[column: number, row: number]} at on a grid, from the left and from the top
 * @property {Record<string, unknown>} parameters
 * @property {Ways} ways
 * @property {Record<string, unknown>} [shown] what the console shows in the block instead of an ARN
 *
 * @typedef {object} Ways where to go from a block, by name
 * @property {string} [next]
 * @property {[operator: string, operand: string, to: string][]} [conditions]
 * @property {Record<string, string>} [errors]
 */

const account = "ap-northeast-1:000000000000";
const instance = `arn:aws:connect:${account}:instance/6f2d1c0e-41b5-4c7a-9a53-8e0b7d5f3a21`;

/**
 * The flow as the text of its file.
 * @param {string} name
 * @param {Block[]} blocks the first is the entry
 */
export function exportFlow(name, blocks) {
  const flow = {
    Version: "2019-10-30",
    StartAction: blocks[0]?.name,
    Metadata: {
      entryPointPosition: { x: 40, y: 40 },
      ActionMetadata: Object.fromEntries(
        blocks.map(({ name, at: [column, row], shown }) => [
          name,
          { position: { x: 200 + 280 * column, y: 40 + 240 * row }, isFriendlyName: true, ...shown },
        ]),
      ),
      Annotations: [],
      name,
      description: "",
      type: "contactFlow",
      status: "published",
      hash: {},
    },
    Actions: blocks.map(({ name, type, parameters, ways }) => ({
      Parameters: parameters,
      Identifier: name,
      Type: type,
      Transitions: transitions(ways),
    })),
  };
  const text = JSON.stringify(flow, null, 2);
  return `${text.replace(/\[\s+("[^"]*")\s+\]/g, "[$1]")}\n`; // One operand on one line, as the formatter has it.
}

/** @param {Ways} ways */
function transitions({ next, conditions, errors }) {
  return {
    ...(next && { NextAction: next }),
    ...(conditions && {
      Conditions: conditions.map(([operator, operand, to]) => ({
        NextAction: to,
        Condition: { Operator: operator, Operands: [operand] },
      })),
    }),
    ...(errors && { Errors: Object.entries(errors).map(([type, to]) => ({ NextAction: to, ErrorType: type })) }),
  };
}

/** @param {string} name @param {Block["at"]} at @param {string} next @returns {Block} */
export function logging(name, at, next) {
  return {
    name,
    at,
    type: "UpdateFlowLoggingBehavior",
    parameters: { FlowLoggingBehavior: "Enabled" },
    ways: { next },
  };
}

/** @param {string} name @param {Block["at"]} at @param {string} voice @param {string} next @returns {Block} */
export function neuralVoice(name, at, voice, next) {
  return {
    name,
    at,
    type: "UpdateContactTextToSpeechVoice",
    parameters: { TextToSpeechVoice: voice, TextToSpeechEngine: "Neural", TextToSpeechStyle: "None" },
    ways: { next, errors: { NoMatchingError: next } },
    shown: { overrideConsoleVoice: true },
  };
}

/** @param {string} name @param {Block["at"]} at @param {string} words @param {string} next @returns {Block} */
export function say(name, at, words, next) {
  return {
    name,
    at,
    type: "MessageParticipant",
    parameters: spoken(words),
    ways: { next, errors: { NoMatchingError: next } },
  };
}

/**
 * Asks for one key.
 * @param {string} name
 * @param {Block["at"]} at
 * @param {string} words
 * @param {Record<string, string>} keys where each key leads
 * @param {string} otherwise after another key, or none
 * @returns {Block}
 */
export function askKey(name, at, words, keys, otherwise) {
  return {
    name,
    at,
    type: "GetParticipantInput",
    parameters: { ...spoken(words), StoreInput: "False", InputTimeLimitSeconds: "8" },
    ways: {
      next: otherwise,
      conditions: Object.entries(keys).map(([key, to]) => ["Equals", key, to]),
      errors: { InputTimeLimitExceeded: otherwise, NoMatchingCondition: otherwise, NoMatchingError: otherwise },
    },
  };
}

/**
 * Asks for at most so many digits, kept in $.StoredCustomerInput. Without any the contact goes on as well.
 * @param {string} name
 * @param {Block["at"]} at
 * @param {string} words
 * @param {number} length
 * @param {{ next: string, failed: string }} ways
 * @returns {Block}
 */
export function askDigits(name, at, words, length, { next, failed }) {
  return {
    name,
    at,
    type: "GetParticipantInput",
    parameters: {
      ...spoken(words),
      StoreInput: "True",
      InputTimeLimitSeconds: "8",
      InputValidation: { CustomValidation: { MaximumLength: String(length) } },
      DTMFConfiguration: {
        InputTerminationSequence: "#",
        DisableCancelKey: "False",
        InterdigitTimeLimitSeconds: "5",
      },
    },
    ways: { next, errors: { NoMatchingError: failed } },
  };
}

/**
 * @param {string} name
 * @param {Block["at"]} at
 * @param {string} value
 * @param {[operator: string, operand: string, to: string][]} conditions
 * @param {string} otherwise
 * @returns {Block}
 */
export function compare(name, at, value, conditions, otherwise) {
  return {
    name,
    at,
    type: "Compare",
    parameters: { ComparisonValue: value },
    ways: { next: otherwise, conditions, errors: { NoMatchingCondition: otherwise } },
  };
}

/**
 * @param {string} name
 * @param {Block["at"]} at
 * @param {Record<string, string>} attributes
 * @param {{ next: string, failed: string }} ways
 * @returns {Block}
 */
export function setAttributes(name, at, attributes, { next, failed }) {
  return {
    name,
    at,
    type: "UpdateContactAttributes",
    parameters: { Attributes: attributes, TargetContact: "Current" },
    ways: { next, errors: { NoMatchingError: failed } },
  };
}

/** @param {string} name @param {Block["at"]} at @param {number} rounds @param {{ again: string, done: string }} ways @returns {Block} */
export function loop(name, at, rounds, { again, done }) {
  return {
    name,
    at,
    type: "Loop",
    parameters: { LoopCount: String(rounds) },
    ways: {
      next: done,
      conditions: [
        ["Equals", "ContinueLooping", again],
        ["Equals", "DoneLooping", done],
      ],
    },
  };
}

/**
 * @param {string} name
 * @param {Block["at"]} at
 * @param {{ function: string, limit: number, responseType: "STRING_MAP" | "JSON", attributes?: Record<string, string> }} lambda `limit` in seconds
 * @param {{ next: string, failed: string }} ways
 * @returns {Block}
 */
export function invoke(name, at, lambda, { next, failed }) {
  return {
    name,
    at,
    type: "InvokeLambdaFunction",
    parameters: {
      LambdaFunctionARN: `arn:aws:lambda:${account}:function:${lambda.function}`,
      InvocationTimeLimitSeconds: String(lambda.limit),
      InvocationType: "SYNCHRONOUS",
      ...(lambda.attributes && { LambdaInvocationAttributes: lambda.attributes }),
      ResponseValidation: { ResponseType: lambda.responseType },
    },
    ways: { next, errors: { NoMatchingError: failed } },
    shown: { parameters: { LambdaFunctionARN: { displayName: lambda.function } } },
  };
}

/** @param {string} name @param {Block["at"]} at @param {string} hours @param {{ open: string, closed: string, failed: string }} ways @returns {Block} */
export function checkHours(name, at, hours, { open, closed, failed }) {
  return {
    name,
    at,
    type: "CheckHoursOfOperation",
    parameters: { HoursOfOperationId: `${instance}/operating-hours/${hours}` },
    ways: {
      next: failed,
      conditions: [
        ["Equals", "True", open],
        ["Equals", "False", closed],
      ],
      errors: { NoMatchingError: failed },
    },
    shown: { parameters: { HoursOfOperationId: { displayName: hours } } },
  };
}

/** @param {string} name @param {Block["at"]} at @param {string} queue @param {{ next: string, failed: string }} ways @returns {Block} */
export function setQueue(name, at, queue, { next, failed }) {
  return {
    name,
    at,
    type: "UpdateContactTargetQueue",
    parameters: { QueueId: `${instance}/queue/${queue}` },
    ways: { next, errors: { NoMatchingError: failed } },
    shown: { parameters: { QueueId: { displayName: queue } } },
  };
}

/** @param {string} name @param {Block["at"]} at @param {string} failed @returns {Block} */
export function transferToQueue(name, at, failed) {
  return {
    name,
    at,
    type: "TransferContactToQueue",
    parameters: {},
    ways: { next: failed, errors: { QueueAtCapacity: failed, NoMatchingError: failed } },
  };
}

/** @param {string} name @param {Block["at"]} at @returns {Block} */
export function disconnect(name, at) {
  return { name, at, type: "DisconnectParticipant", parameters: {}, ways: {} };
}

/** @param {string} words */
function spoken(words) {
  return words.startsWith("<speak>") ? { SSML: words } : { Text: words };
}
