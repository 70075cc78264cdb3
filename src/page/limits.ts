/** What can be asked of the line: its server refuses what lies beyond, and the page says so before it asks. */

/** "Timeout (max 8 seconds)": Connect's limit for an Invoke block that waits. (adminguide/invoke-lambda-function-block.html) */
export const blockSecondsMax = 8;
/** Lambda's own: 15 minutes. (lambda/latest/dg/configuration-timeout.html) */
export const functionSecondsMax = 900;
/** Ten minutes: longer than any call waits for anything. Chosen. */
export const latencyMsMax = 600_000;
/** Columns and rows that can be taken in at once. Chosen. */
export const gridMax = 15;
/** So often a caller may answer. Chosen. */
export const pressesMax = 100;
/** A phone number in E.164 form, as Connect has them: + and 2 to 15 digits. */
export const phoneNumber = /^\+[1-9][0-9]{1,14}$/;
/** What can be pressed on a phone. */
export const phoneKeys = /^[0-9*#]*$/;
