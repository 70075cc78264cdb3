import { describeJournalProblem, type JournalProblem, remedyOf } from "../journal/journal-problem.ts";
import type { Verdict } from "../journal/verdict.ts";
import type { ShelfProblem } from "./protocol.ts";

/** "7.2 s": a moment of the call, or a duration. */
const s = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const times = (count: number): string => (count === 2 ? "twice" : `${count} times`);

const often = (count: number): string => (count === 1 ? "once" : times(count));
const faster = (speed: number): string =>
  speed === 1 ? "at normal speed" : speed < 1_000 ? `${speed} times faster` : "at once";

/** The interface in English. Every other language says the same things. */
export const english = {
  seconds: s,
  /** Between the parts of a sentence, and in a list. */
  separator: "; ",
  comma: ", ",
  phone: "Phone",
  number: "Number",
  from: "Calling from",
  conditions: "What the APIs do during this call",
  latency: (api: string) => `${api}: answer after (ms)`,
  fault: (api: string) => `${api}: fault`,
  noFault: "none",
  faults: {
    "error-before": "503, the API never gets the request",
    "error-after": "500, although the API does its work",
    "reset-before": "connection breaks before the API gets it",
    "reset-after": "connection breaks after the API's work",
    silent: "no answer ever",
  } as Readonly<Record<string, string>>,
  call: "Call",
  hangUp: "Hang up",
  keypad: "Keypad",
  keypadHint: "The keyboard's 0–9, * and # work too, while the focus is here or nowhere.",
  callGoesOn: "Call in progress:",
  backToCall: "Back to the call",
  duration: "Duration",
  time: {
    name: "Time",
    real: "real time",
    simulatedTime: "simulated time",
    simulated: (speed: number) => `simulated, ${faster(speed)}`,
    faster,
    speed: "Speed of simulated time",
    hint: "While the line waits for a key, time goes at normal speed.",
  },
  speakAloud: "Speak prompts aloud",
  noVoice: "This browser has no voice.",
  heardSoFar: "What is said",
  line: "Line",
  you: "You",
  listensForOne: "The line waits for a key.",
  listensForDigits: (most: number, terminator: string) =>
    terminator === "" ? `The line waits for ${most} digits.` : `The line waits for digits, then ${terminator}.`,
  calls: "Calls",
  noCalls: "No calls yet. Dial a number, and its record appears here.",
  olderJournals: (count: number) =>
    `${count} older ${count === 1 ? "journal is" : "journals are"} not listed: open its file to see one.`,
  openFile: "Open a journal file",
  dropHint: "or drop one anywhere on this page",
  findingsCount: (count: number) => (count === 0 ? "no findings" : count === 1 ? "1 finding" : `${count} findings`),
  unreadable: (name: string, problem: JournalProblem) =>
    `${name} ${describeJournalProblem(problem)}. ${remedyOf(problem)}`,
  shelfProblem: (problem: ShelfProblem) => {
    if (problem.type === "tooLong") return `has ${problem.megabytes} MB: open it to see its calls`;
    if (problem.type === "unreadable") return `cannot be read: ${problem.why}`;
    return describeJournalProblem(problem);
  },
  noJournal: (name: string) => `there is no journal ${name} here.`,
  nothingOpen: "Nothing is open",
  nothingOpenHint:
    "Dial a number, or choose an earlier call. You see here what the line, the functions and the APIs did.",
  tryThis: (conditions: string, whatIf: string) =>
    `In a call of your own, an API that answers later than the function's time-out shows how one call makes it act twice: set how late it answers under “${conditions}” and dial, or choose “${whatIf}” and move the time.`,
  inProgress: "in progress",
  recordEnds: "the record ends before the call does",
  lastLineCut: "The record's last line is not whole, and was left out.",
  ended: (how: string, at: string) => `${how} (${at})`,
  endings: {
    flow: "the line hung up",
    customer: "the caller hung up",
    queue: "went to a queue",
    error: "the flow could not go on",
    bench: "ringonce ended the call",
  },
  views: "Views of the call",
  timeline: "Timeline",
  map: "Flow map",
  logs: "Logs",
  noFindings: "Nothing went wrong in this call.",
  noFindingsYet: "Nothing has gone wrong so far.",
  noFindingsToThere: "Nothing had gone wrong when the record broke off.",
  findings: "What went wrong",
  andMore: (count: number) => `and ${count} more: the timeline shows them`,
  zoom: "Zoom",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  zoomAll: "Show all",
  timelineHint: "Arrow keys move between lanes and their records. + and − zoom, 0 shows all.",
  record: "Record",
  exactly: "Events of the record",
  recordHint: "Point at a lane, or move to it with the arrow keys, to see its exact record.",
  copy: "Copy",
  copied: "Copied",
  logGroups: "Log groups",
  noLogs: "Nothing was logged.",
  wholeJournal: "all calls of the journal",
  callOfJournal: "Call of this journal",
  language: "Language",
  caller: "caller",
  problem: "That did not work:",
  close: "Close",
  lost: "The server does not answer. Is ringonce start still running?",
  lanes: {
    flow: (name: string) => `flow: ${name}`,
    hears: (text: string) => `hears “${text}”`,
    presses: (key: string) => `presses ${key}`,
    dials: (number: string) => `dials ${number}`,
    action: (action: string, type: string, next: string | undefined) =>
      `${action} (${type})${next === undefined ? "" : ` → ${next}`}`,
    block: (action: string) => `Connect: ${action}`,
    waits: (limit: string, how: string) => `waits at most ${limit}, ${how}`,
    went: {
      on: (at: string) => `goes on at ${at}`,
      toError: (at: string) => `takes its error branch at ${at}`,
      abandoned: (at: string) => `ends with the call at ${at}`,
      open: () => "is waiting",
    },
    start: {
      cold: (until: string) => `cold start until ${until}`,
      restart: (until: string) => `restart until ${until}, within its time-out`,
    },
    outcome: {
      succeeded: (at: string) => `answers at ${at}`,
      functionError: (at: string) => `fails at ${at}`,
      timedOut: (at: string) => `killed by its own time-out at ${at}`,
      throttled: (at: string) => `throttled at ${at}`,
      serviceError: (at: string) => `a fault of Lambda's at ${at}`,
      rejected: (at: string) => `not taken by Lambda at ${at}`,
      open: () => "is running",
    },
    orphaned: (from: string) => `nobody waits for it from ${from} on`,
    answers: (status: number) => `the API answers ${status}`,
    noAnswer: "the API does not answer",
    again: "the same request again",
    underItsKey: "the same request again under its key",
    heard: (status: number) => `the function hears ${status}`,
    reset: "the connection breaks",
    gaveUp: "the function gives up on it",
    gone: "the function has gone before it hears",
  },
  listing: {
    links: "What the APIs have made",
    title: (api: string) => `Data in ${api}`,
    asking: "The API is being asked.",
    count: (count: number) => (count === 0 ? "nothing yet" : count === 1 ? "1 entry" : `${count} entries`),
    doubles: (count: number) => `${count} say the same as another`,
    added: (count: number, at: string) => `${count} new at ${at}`,
    empties: (apis: readonly string[]) => `Empty ${apis.join(" and ")}`,
    row: "Entry",
    isNew: "new",
    alsoMadeAs: (names: readonly string[]) => `also made as ${names.join(", ")}`,
    more: (count: number) => `and ${count} more, which are not shown`,
    failures: {
      unknown: (api: string) => `The instance does not say where ${api} lists anything ("listing").`,
      unreachable: (api: string) => `${api} cannot be reached. It is tried again.`,
      late: (api: string) => `${api} does not answer in time. It is tried again.`,
      refused: (api: string, status: number) => `${api} answers ${status} instead of its list. It is tried again.`,
      tooLong: (api: string) => `The list of ${api} is too long to be shown.`,
      noList: (api: string) => `What ${api} answers is not JSON with a list in it.`,
    },
  },
  flowMap: {
    noInstance: (flow: string) =>
      `There is no map: a record holds what the call did and not the flow ${flow}. Show it with the instance file that has the flow: ringonce show FILE --instance INSTANCE.`,
    otherInstance: (flow: string) =>
      `There is no map: the instance that is known here has no flow ${flow}, so this is the record of another one. Show it with that one: ringonce show FILE --instance INSTANCE.`,
    otherLine: (flow: string) =>
      `There is no map: the line that is up has no flow ${flow}, so this is the record of another one.`,
    changed: (flow: string) => `There is no map: the flow ${flow} has other actions now than it had during this call.`,
    changedSince: (flow: string) =>
      `The flow ${flow} was not quite the same during this call. The map shows it as it is now, with the way that the call took.`,
    notYet: "The call has not reached a flow.",
    flowOf: (count: number) => `Flow (the call went through ${count})`,
    flowNamed: (flow: string) => `Map of the flow ${flow}`,
    follow: "Follow the call",
    hint: "Arrow keys move between blocks, Enter shows one. + and − zoom, 0 shows all, Home and End lead to the first and the last.",
    noNames: "At this size the blocks have no room for their names: point at one, or zoom in.",
    visited: (count: number) => (count === 1 ? "visited once" : `visited ${count} times`),
    notVisited: "not visited",
    places: { current: "current", last: "the call was here last" },
    timeLimit: (seconds: string) => `${seconds} s`,
    waitsAtMost: (limit: string) => `waits at most ${limit}`,
    parameters: "Parameters, as in the file",
    noParameters: "It has none.",
    leadsTo: "Leads to",
    leadsNowhere: "Nothing follows.",
    takenTimes: (count: number) => (count === 1 ? "taken" : `taken ${count} times`),
    visitsOf: (count: number) => (count === 1 ? "1 visit" : `${count} visits`),
    earlierVisits: (count: number) => `${count} earlier ones are in the timeline.`,
    isHere: "the call is here",
    leftHere: "the call ended here",
    came: { result: "Result", error: "Error", results: "Flow log", nextAction: "Went to" },
    unresolved: (references: string) => `No value for ${references}: read as an empty text.`,
    success: "Success",
    otherwise: "Default",
    errors: {
      InputTimeLimitExceeded: "Timeout",
      NoMatchingCondition: "Default",
      NoMatchingError: "Error",
      TimeLimitExceeded: "Timeout",
    } as Readonly<Record<string, string>>,
    // As https://docs.aws.amazon.com/connect/latest/adminguide/contact-block-definitions.html calls them.
    blocks: {
      CheckHoursOfOperation: "Check hours of operation",
      Compare: "Check contact attributes",
      DisconnectParticipant: "Disconnect / hang up",
      DistributeByPercentage: "Distribute by percentage",
      EndFlowExecution: "End flow / Resume",
      GetParticipantInput: "Get customer input",
      "GetParticipantInput that stores": "Store customer input",
      InvokeLambdaFunction: "AWS Lambda function",
      Loop: "Loop",
      MessageParticipant: "Play prompt",
      MessageParticipantIteratively: "Loop prompts",
      TransferContactToQueue: "Transfer to queue",
      TransferToFlow: "Transfer to flow",
      UpdateContactAttributes: "Set contact attributes",
      UpdateContactRecordingBehavior: "Set recording and analytics behavior",
      UpdateContactTargetQueue: "Set working queue",
      UpdateContactTextToSpeechVoice: "Set voice",
      UpdateFlowAttributes: "Set contact attributes",
      UpdateFlowLoggingBehavior: "Set logging behavior",
      Wait: "Wait",
    } as Readonly<Record<string, string>>,
  },
  finding: {
    duplicate: (api: string, count: number, keys: string, when: string) =>
      `The ${api} API was asked to do the same thing ${times(count)} in one call${keys}: ${when}.`,
    keys: { none: "", several: ", not under one key", broken: ", and acted twice on one key" },
    falseFailure: (api: string, done: string, wentOn: string) =>
      `The ${api} API accepted the request at ${done}, but at ${wentOn} the call went on as if it had failed.`,
    falseSuccess: (api: string, wentOn: string) =>
      `The ${api} API accepted nothing, but at ${wentOn} the call went on as if it had worked.`,
    wentOnWithout: (name: string, at: string, rest: string) => `The flow went on without ${name} at ${at}${rest}`,
    hungUpOn: (name: string, at: string, rest: string) => `The caller hung up on ${name} at ${at}${rest}`,
    orphan: {
      runs: ", and it is still running.",
      ranOn: "; it was still running when the record ended.",
      justThen: "; it ended just then.",
      until: (ended: string) => `; it still worked until ${ended}.`,
    },
    attempt: (name: string, number: number) => `${name} (attempt ${number})`,
    at: (when: string, answer: string) => `at ${when} (${answer})`,
    noAnswer: "no answer",
  },
  whatIf: {
    title: "What if…",
    invitation: "Or look at a call that shows something, in simulated time. Its time-outs and APIs can be changed:",
    appliesTo:
      "The same call in simulated time, with the real flow and handlers and APIs of its own. The time-outs are those of every Invoke block and every function of the line.",
    presses: "The caller presses",
    pressesHint:
      "An entry for each time the line asks, separated by commas: 1,1224#,1900#,2,1. An empty one is silence, as is whatever comes after the last.",
    silent: "The caller presses nothing, so the line hears silence. Say above what they press to get any further.",
    problems: {
      number: (number: string) => `The line has no number ${number}. Choose another one.`,
      from: "It must be + and 2 to 15 digits, such as +819012345678.",
      press: (keys: string) => `“${keys}” is nothing that a phone can press. It has the keys 0–9, * and #.`,
      presses: (count: number, most: number) => `These are ${count} entries; ${most} can be played.`,
    },
    block: "Block time-out",
    functionTimeout: "Function time-out",
    latency: (api: string) => `${api}: answers after`,
    seconds: (value: number) => `${value.toFixed(1)} s`,
    wholeSeconds: (value: number) => `${value} s`,
    outcome: "What comes of it",
    playing: "The call is being played.",
    verdict: ({ starts, requests, branch }: Verdict) =>
      [
        starts === 0 ? "No function was started" : `Functions were started ${often(starts)}`,
        requests === 0
          ? "no API was asked to change anything"
          : `APIs were asked ${often(requests)} to change something`,
        branch === undefined
          ? "and the call was over before an Invoke block took a branch."
          : `and the last Invoke block took its ${branch} branch.`,
      ].join(", "),
    grid: {
      title: "Every combination of time-outs",
      blocks: "Blocks (s)",
      functions: "Functions (s)",
      sweep: "Sweep",
      stop: "Stop",
      hint: "Sweep plays the call for every pair of these time-outs, with everything else as it is above.",
      corner: "block ↓ function →",
      progress: (count: number, all: number) => {
        const calls = all === 1 ? "1 call" : `${all} calls`;
        return count === all ? calls : `${count} of ${calls}`;
      },
      problems: {
        unreadable: () => "Write whole seconds: 5, or 3-8.",
        backwards: () => "Write the smaller number first: 3-8.",
        outOfBounds: (max: number) => `From 1 to ${max} s.`,
        tooMany: (most: number) => `At most ${most} at once.`,
      },
      branches: { success: "ok", error: "err", none: "–" },
      legend:
        "In each cell: starts of functions / requests that change something; the branch that the last Invoke block took, ok for success and err for error (what the caller hears there is up to the flow). !! an API was asked to do the same thing twice, ! another finding. A cell opens its timeline.",
    },
  },
} as const satisfies WordTree;

/** Words, and sentences with gaps. */
interface WordTree {
  readonly [name: string]: string | ((...gaps: never[]) => string) | WordTree | Readonly<Record<string, string>>;
}

/** What another language must say: the same names, the same gaps. */
export type Words = Said<typeof english>;
type Said<Tree> = Tree extends string
  ? string
  : Tree extends (...gaps: never[]) => string
    ? Tree
    : { readonly [Name in keyof Tree]: Said<Tree[Name]> };
