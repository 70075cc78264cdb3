import { batch, computed, signal } from "@preact/signals";
import { SystemClock } from "../clock/system.ts";
import { type ContactRecord, contacts } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { parseJournal } from "../journal/parse-journal.ts";
import { type Address, addressOf, type CallViewName, callViews, readAddress } from "./address.ts";
import { readInstance, readJournals, readJournalText, refusal } from "./line.ts";
import type { InstanceView, JournalSummary } from "./protocol.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { words } from "./words.ts";

/** The line that the server serves; undefined where it shows journals only. */
export const instance = signal<InstanceView | undefined>(undefined);
/** The earlier calls. */
export const journals = signal<readonly JournalSummary[]>([]);

/** The record that is open: everything that is shown of a call is a reading of it. */
export const events = signal<readonly JournalEvent[]>([]);
/** Where it comes from. Undefined: nothing is open. */
export const source = signal<
  { readonly name: string; readonly contactId: string | undefined; readonly isLive: boolean } | undefined
>(undefined);

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

/** The stream of the record that is open, where it has one. One that is closed tells nothing more. */
let follow: EventSource | undefined;

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
  instance.value = await readInstance();
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
  if (journal === instance.value?.journal && contactId !== undefined) followCall(journal, contactId);
  else void openJournal(address);
}

/** A call of the line that is up: what was, and what comes. */
function followCall(journal: string, contactId: string): void {
  const stream = new EventSource(`/calls/${contactId}/events`);
  const buffer: JournalEvent[] = [];
  let isDrawn = true;
  const draw = () => {
    if (isDrawn || follow !== stream) return; // Another record may have been opened meanwhile.
    isDrawn = true;
    events.value = [...buffer];
  };
  open(journal, contactId, [], stream);
  void refreshJournals();
  stream.onmessage = ({ data }: MessageEvent<string>) => {
    buffer.push(JSON.parse(data));
    if (isDrawn) clock.after(redrawMs, draw);
    isDrawn = false;
  };
  stream.addEventListener("over", () => {
    stream.close();
    batch(() => {
      draw();
      source.value = { name: journal, contactId, isLive: false };
    });
    void refreshJournals();
  });
  stream.onerror = () => {
    // A line that does not know the call any more: its record is on disk.
    if (stream.readyState === EventSource.CLOSED) void openJournal({ journal, contactId });
  };
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
  stream: EventSource | undefined,
): void {
  follow?.close();
  follow = stream;
  batch(() => {
    events.value = read;
    source.value = { name, contactId, isLive: stream !== undefined };
    refusal.value = undefined;
  });
}
