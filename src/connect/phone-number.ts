/** A phone number in E.164 form, as Connect has them: + and 2 to 15 digits. */
export const e164 = /^\+[1-9]\d{1,14}$/;
