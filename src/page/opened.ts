import { batch, computed, signal } from "@preact/signals";
import type { Cancel, Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { type ContactRecord, contacts } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { parseJournal } from "../journal/parse-journal.ts";
import { type Address, addressOf, type CallViewName, callViews, readAddress } from "./address.ts";
import { readJournals, readJournalText, readServed, refusal } from "./line.ts";
import type { CallMessage, FlowView, InstanceView, JournalSummary, Served } from "./protocol.ts";
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
/** The earlier calls. */
export const journals = signal<readonly JournalSummary[]>([]);

/** The record that is open: everything that is shown of a call is a reading of it. */
export const events = signal<readonly JournalEvent[]>([]);
/** Where it comes from. Undefined: nothing is open. */
export const source = signal<
  { readonly name: string; readonly contactId: string | undefined; readonly isLive: boolean } | undefined
>(undefined);

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

/** How the call is looked at. */
export const view = signal<CallViewName>(callViews[0]);

/** The call as it might be that is shown instead. Undefined: none. */
export const scenario = signal<Scenario | undefined>(undefined);

export const clock = new SystemClock();
/** How often what grows is drawn anew. Chosen: it looks like moving, and leaves the machine to the call. */
const redrawMs = 50;

/** Ends the following of the call that is open, where it goes on. */
let follow: Cancel | undefined;

/** Asks for everything once, and then opens whatever the address says, now and whenever it changes. */
export async function begin(): Promise<void> {
  await refreshInstance();
  addEventListener("hashchange", openAddress);
  openAddress();
  addEventListener("focus", () => void refreshJournals());
  await refreshJournals();
}

/** A server that was started anew writes another journal, and may serve another line. */
export async function refreshInstance(): Promise<void> {
  served.value = await readServed();
}

export async function refreshJournals(): Promise<void> {
  journals.value = await readJournals();
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
  const buffer: JournalEvent[] = [];
  let isDrawn = true;
  const draw = () => {
    if (isDrawn || follow !== stop) return; // Another record may have been opened meanwhile.
    isDrawn = true;
    events.value = [...buffer];
  };
  const stop = watch<CallMessage>({
    clock,
    address: () => `/calls/${encodeURIComponent(contactId)}/events?after=${buffer.length}`,
    read: (message) => {
      switch (message.type) {
        case "event":
          buffer[message.index] = message.event;
          if (isDrawn) clock.after(redrawMs, () => withTheNextFrame(draw));
          isDrawn = false;
          return;
        case "time":
          if (follow === stop) simulated.value = message;
          return;
        case "over":
          stop();
          batch(() => {
            draw();
            source.value = { name: journal, contactId, isLive: false };
            refusal.value = message.problem;
          });
          void refreshJournals();
          return;
        case "unknown":
          stop();
          void openJournal({ journal, contactId });
      }
    },
  });
  open(journal, contactId, [], stop);
  void refreshJournals();
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
  const text = await readJournalText(journal);
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
  const { events: read, problem } = parseJournal(text);
  if (read === undefined) refusal.value = `${name}: ${problem}`;
  else open(name, contactId, read, undefined);
  return read !== undefined;
}

function open(
  name: string,
  contactId: string | undefined,
  read: readonly JournalEvent[],
  stop: Cancel | undefined,
): void {
  follow?.();
  follow = stop;
  batch(() => {
    events.value = read;
    simulated.value = undefined;
    source.value = { name, contactId, isLive: stop !== undefined };
    refusal.value = undefined;
  });
}
