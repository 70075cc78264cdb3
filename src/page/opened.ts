import { batch, computed, effect, signal } from "@preact/signals";
import type { Cancel, Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { type ContactRecord, contacts, hasEnded } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { parseJournal } from "../journal/parse-journal.ts";
import { type Address, addressOf, type CallViewName, callViews, readAddress } from "./address.ts";
import { isLost, readJournals, readJournalText, readServed, refusal } from "./line.ts";
import type { CallMessage, FlowView, InstanceView, JournalList, Served } from "./protocol.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { watch } from "./watch.ts";
import { words } from "./words.ts";

const served = signal<Served | undefined>(undefined);
/** The line that the server serves; undefined where it shows journals only. */
export const instance = computed<InstanceView | undefined>(() =>
  served.value?.type === "line" ? served.value : undefined,
);
/** The flows to draw calls on: the line's, or those that journals are shown with. Undefined: none are known. */
export const flows = computed<readonly FlowView[] | undefined>(() => served.value?.flows);
/** The server has said which line that is, or that there is none. */
export const isReady = signal(false);
/** The earlier calls. */
export const journals = signal<JournalList>({ journals: [], notListed: 0 });

/** The record that is open: everything that is shown of a call is a reading of it. */
export const events = signal<readonly JournalEvent[]>([]);
/** Where it comes from. Undefined: nothing is open. */
export const source = signal<
  { readonly name: string; readonly contactId: string | undefined; readonly isLive: boolean } | undefined
>(undefined);

/** The last line of the open record was not whole, and was left out. */
export const isCutOff = signal(false);
/** The call that is followed is heard of. What time it is there is not known otherwise. */
export const isConnected = signal(false);

/** The open record was made in simulated time. */
export const isSimulated = computed(() => {
  const [opened] = events.value;
  return opened?.type === "journal.opened" && opened.time === "simulated";
});
/** In a live call in simulated time: which moment it is there, and how fast time goes. */
export const simulated = signal<{ readonly now: Millis; readonly speed: number } | undefined>(undefined);

/** The calls in the open record. */
export const openCalls = computed<readonly ContactRecord[]>(() => contacts(events.value));
/** The one that is shown. */
export const openCall = computed<ContactRecord | undefined>(() => {
  const wanted = source.value?.contactId;
  return wanted === undefined ? openCalls.value[0] : openCalls.value.find(({ contactId }) => contactId === wanted);
});

/** A record was asked for, or may be, and nothing of it is there yet. */
export const isOpening = computed(
  () => !isReady.value || isBeingRead.value || (source.value?.isLive === true && openCall.value === undefined),
);
/** A record on the server's shelf. */
const isBeingRead = signal(false);

/** A call of the phone's that goes on while another record is open. */
export interface LeftCall {
  readonly journal: string;
  readonly contactId: string;
  readonly number: string;
}
/** They are followed still: a phone that nobody attends is hung up. */
export const leftCalls = signal<readonly LeftCall[]>([]);

/** How the call is looked at. */
export const view = signal<CallViewName>(callViews[0]);

/** The call as it might be that is shown instead. Undefined: none. */
export const scenario = signal<Scenario | undefined>(undefined);

export const clock = new SystemClock();
/** How often what grows is drawn anew. Chosen: it looks like moving, and leaves the machine to the call. */
const redrawMs = 50;

/** Ends the following of the call that is open, where it goes on. */
let follow: Cancel | undefined;
/** The same for those that were left. */
const unfollow = new Map<string, Cancel>();

/** Asks for everything once, and then opens whatever the address says, now and whenever it changes. */
export async function begin(): Promise<void> {
  await refreshInstance();
  addEventListener("hashchange", openAddress);
  openAddress();
  addEventListener("focus", () => void refreshJournals());
  // What was in progress when the server went away is not any more.
  let wasLost = false;
  effect(() => {
    if (wasLost && !isLost.value) void refreshJournals();
    wasLost = isLost.value;
  });
  await refreshJournals();
}

/** Opens a call, as its address would. */
export function openCallAt(address: Address): void {
  location.hash = addressOf(address);
  openAddress(); // At once: the browser tells of a new address only when everything else is done.
}

/** A server that was started anew writes another journal, and may serve another line. */
export async function refreshInstance(): Promise<void> {
  served.value = await readServed();
  isReady.value = true;
}

export async function refreshJournals(): Promise<void> {
  journals.value = (await readJournals()) ?? journals.value;
}

function openAddress(): void {
  scenario.value = readScenario(location.hash);
  const address = readAddress(location.hash);
  if (address === undefined) return;
  view.value = address.view;
  const isOpen = source.value?.name === address.journal && source.value.contactId === address.contactId;
  if (isOpen) return;
  const { journal, contactId } = address;
  // A record that the line has no call of, or not any more, is on disk.
  if (instance.value !== undefined && contactId !== undefined) followCall(journal, contactId);
  else void openJournal(address);
}

/** A call of the line that is up: what was, and what comes. */
function followCall(journal: string, contactId: string): void {
  comeBackTo(contactId);
  const buffer: JournalEvent[] = [];
  let isDrawn = true;
  const draw = () => {
    if (isDrawn || follow !== stop) return; // Another record may have been opened meanwhile.
    isDrawn = true;
    events.value = [...buffer];
  };
  const stop = watch<CallMessage>({
    clock,
    connected: (is) => {
      if (follow === stop) isConnected.value = is;
      if (is) void refreshJournals(); // It is listed; and what was listed before a connection was lost may have ended.
    },
    address: () => `/calls/${encodeURIComponent(contactId)}/events?after=${buffer.length}`,
    read: (message) => {
      switch (message.type) {
        case "event":
          buffer[message.index] = message.event;
          if (message.event.type === "contact.disconnected" && follow !== stop) {
            comeBackTo(contactId);
            void refreshJournals();
            return;
          }
          if (isDrawn) clock.after(redrawMs, () => withTheNextFrame(draw));
          isDrawn = false;
          return;
        case "time":
          if (follow === stop) simulated.value = message;
          return;
        case "over":
          stop();
          void refreshJournals();
          if (follow !== stop) return comeBackTo(contactId);
          batch(() => {
            draw();
            source.value = { name: journal, contactId, isLive: false };
            refusal.value = message.problem;
          });
          return;
        case "unknown":
          stop();
          void refreshJournals();
          if (follow !== stop) return comeBackTo(contactId);
          follow = undefined; // There is nothing to come back to.
          void openJournal({ journal, contactId });
      }
    },
  });
  open(journal, contactId, [], stop);
}

/** The open call is left for another record: while its caller is on the phone it is followed still. */
function leaveCall(): void {
  const call = openCall.value;
  const isOnThePhone = source.value?.isLive === true && call !== undefined && !hasEnded(call);
  if (follow === undefined || source.value === undefined || !isOnThePhone) return follow?.();
  const { contactId, initiated } = call;
  unfollow.set(contactId, follow);
  leftCalls.value = [...leftCalls.value, { journal: source.value.name, contactId, number: initiated.to }];
}

/** The call is not one that was left, or not any more. */
function comeBackTo(contactId: string): void {
  unfollow.get(contactId)?.();
  if (unfollow.delete(contactId)) leftCalls.value = leftCalls.value.filter((left) => left.contactId !== contactId);
}

/**
 * A page that is slow to draw draws less often, and not twice for one frame. A tab that nobody sees, or not any more, has no
 * frames, but may speak.
 */
function withTheNextFrame(draw: () => void): void {
  if (document.hidden) return draw();
  const now = () => {
    cancelAnimationFrame(frame);
    document.removeEventListener("visibilitychange", now);
    draw();
  };
  const frame = requestAnimationFrame(now);
  document.addEventListener("visibilitychange", now);
}

async function openJournal({ journal, contactId }: Omit<Address, "view">): Promise<void> {
  isBeingRead.value = true;
  const text = await readJournalText(journal);
  isBeingRead.value = false;
  if (readAddress(location.hash)?.journal !== journal) return; // Another one was asked for meanwhile.
  if (text === undefined) refusal.value = words.value.noJournal(journal);
  else openText(journal, text, contactId);
}

/** A file that somebody dropped on the page, or chose. */
export async function openFile(file: File): Promise<void> {
  if (!openText(file.name, await file.text(), undefined)) return;
  history.pushState(null, "", location.pathname);
  scenario.value = undefined;
}

/** Another look at the call; the address says it, where the record has one. */
export function showView(name: CallViewName): void {
  view.value = name;
  const address = readAddress(location.hash);
  if (address !== undefined) history.replaceState(null, "", addressOf({ ...address, view: name }));
}

/** Another call of the open record. */
export function chooseCall(contactId: string): void {
  if (source.value !== undefined) source.value = { ...source.value, contactId };
}

function openText(name: string, text: string, contactId: string | undefined): boolean {
  const reading = parseJournal(text);
  if (reading.problem !== undefined) refusal.value = words.value.unreadable(name, reading.problem);
  else open(name, contactId, reading.events, undefined, reading.isCutOff);
  return reading.problem === undefined;
}

function open(
  name: string,
  contactId: string | undefined,
  read: readonly JournalEvent[],
  stop: Cancel | undefined,
  cutOff = false,
): void {
  leaveCall();
  follow = stop;
  batch(() => {
    events.value = read;
    isCutOff.value = cutOff;
    isConnected.value = false;
    simulated.value = undefined;
    source.value = { name, contactId, isLive: stop !== undefined };
    refusal.value = undefined;
  });
}
