/** @typedef {Record<keyof typeof english, string>} Words what the reservation line says in one language */

/** @param {string} reference */
const digitByDigit = (reference) => `<say-as interpret-as="digits">${reference}</say-as>`;
const date = digitByDigit("$.Attributes.date");
const time = digitByDigit("$.Attributes.time");
const partySize = digitByDigit("$.Attributes.partySize");
const reservationNumber = digitByDigit("$.External.reservationNumber");
/** With its year: the date that was keyed in has none. */
const reservedDate = '<say-as interpret-as="date" format="ymd">$.External.date</say-as>';
const reservedTime = "$.External.time";

export const english = {
  voice: "Joanna",
  greeting: "Thank you for calling Restaurant Sakura.",
  menu: "To make a reservation, press 1. To change a reservation, press 2. To speak to someone, press 0.",
  askDate:
    "Please enter the date as four digits, month and day, followed by the hash key. For December 24th, press 1, 2, 2, 4, hash.",
  askTime:
    "Please enter the time as four digits on the 24-hour clock, followed by the hash key. For seven in the evening, press 1, 9, 0, 0, hash. We take reservations from 11 in the morning to 8 in the evening.",
  askParty: "For how many people? Please press a key from 1 to 6.",
  confirm: `<speak>The date is ${date}, the time is ${time}, and the number of people is ${partySize}. If this is right, press 1. To enter it again, press 2.</speak>`,
  tryAgain: "I'm sorry, I didn't get that.",
  goodbye: "I'm sorry, I couldn't understand your entry. Please call again. Goodbye.",
  oneMoment: "One moment, please.",
  reserved: `<speak>Your reservation has been made. Your reservation number is ${reservationNumber}. We look forward to seeing you.</speak>`,
  changed: `<speak>Your reservation has been changed. Your reservation number is ${reservationNumber}. We look forward to seeing you.</speak>`,
  full: "I'm sorry, all our tables are taken at that time. Please call again for another time.",
  none: "I'm sorry, I can't find a reservation under the number you are calling from.",
  failed: "I'm sorry, we have a problem with our system, and your request has failed. Please call again later.",
  confirmed: `<speak>Your reservation is confirmed. Your reservation number is ${reservationNumber}. We look forward to seeing you on ${reservedDate} at ${reservedTime}.</speak>`,
  alreadyConfirmed: `<speak>You already have this reservation. Your reservation number is ${reservationNumber}. There is nothing more to do. We look forward to seeing you on ${reservedDate} at ${reservedTime}.</speak>`,
  pending:
    "Your request is being confirmed, and I can't tell you yet whether it has gone through. Please call again in a few minutes, make the same choice in the menu, and enter the same date, time and number of people: you will hear the result, and you will not be booked twice. Until then, please do not make another reservation.",
  unknown:
    "I'm sorry, we have a problem with our system, and it is not known whether your request has gone through. Please call again in a few minutes, make the same choice in the menu, and enter the same date, time and number of people: you will hear the result, and you will not be booked twice. Until then, please do not make another reservation.",
  unable:
    "I'm sorry, we have a problem with our system. In this call, nothing has been reserved and nothing has been changed. Please call again later.",
  overlapping:
    "I'm sorry, I can't do that, because you have another reservation around that time. To change a reservation, please call again and press 2.",
  invalid:
    "I'm sorry, we can't take reservations for the date, the time or the number of people that you have entered. Please call again and choose others.",
  unknownCaller:
    "I'm sorry, we can only take reservations from a phone that shows its number. Please call again with your number shown.",
  transfer: "I'll put you through. One moment, please.",
  closed:
    "I'm sorry, nobody can take your call at the moment. We are open from 11 in the morning to 10 in the evening.",
  busy: "I'm sorry, I can't put you through at the moment. Please call again later.",
};

/** @type {Words} */
export const japanese = {
  voice: "Kazuha",
  greeting: "お電話ありがとうございます。レストランさくらでございます。",
  menu: "新しくご予約をされる方は1を、ご予約を変更される方は2を、係の者とお話しになりたい方は0を押してください。",
  askDate:
    "ご希望の日にちを、月と日の4桁の数字で入力し、最後にシャープを押してください。12月24日でしたら、1、2、2、4、シャープです。",
  askTime:
    "ご希望の時刻を、24時間表記の4桁の数字で入力し、最後にシャープを押してください。午後7時でしたら、1、9、0、0、シャープです。ご予約は、午前11時から午後8時まで承っております。",
  askParty: "ご来店の人数を、1から6までの数字で押してください。",
  confirm: `<speak>確認いたします。日にちは ${date} 、時刻は ${time} 、人数は ${partySize} 名様です。よろしければ1を、入力し直される場合は2を押してください。</speak>`,
  tryAgain: "恐れ入ります。入力を確認できませんでした。",
  goodbye:
    "申し訳ございません。入力を確認できませんでしたので、恐れ入りますが、もう一度おかけ直しください。失礼いたします。",
  oneMoment: "少々お待ちください。",
  reserved: `<speak>ご予約を承りました。ご予約番号は ${reservationNumber} です。ご来店をお待ちしております。</speak>`,
  changed: `<speak>ご予約を変更いたしました。ご予約番号は ${reservationNumber} です。ご来店をお待ちしております。</speak>`,
  full: "申し訳ございません。あいにく、その時間は満席でございます。別の日時をご希望の方は、もう一度おかけ直しください。",
  none: "申し訳ございません。おかけになっているお電話番号でのご予約が見つかりませんでした。",
  failed:
    "申し訳ございません。システムの不具合により、お手続きができませんでした。恐れ入りますが、しばらくしてからおかけ直しください。",
  confirmed: `<speak>ご予約が確定いたしました。ご予約番号は ${reservationNumber} です。 ${reservedDate} 、 ${reservedTime} のご来店をお待ちしております。</speak>`,
  alreadyConfirmed: `<speak>こちらのご予約は、すでに承っております。ご予約番号は ${reservationNumber} です。あらためてのお手続きは必要ございません。 ${reservedDate} 、 ${reservedTime} のご来店をお待ちしております。</speak>`,
  pending:
    "ただいま、お手続きの結果を確認しております。完了したかどうか、まだご案内することができません。恐れ入りますが、数分後にもう一度おかけ直しのうえ、最初の案内で前回と同じ番号を選び、同じ日にち、時刻、人数を入力してください。結果をご案内いたします。二重にご予約が入ることはございません。それまでは、別のご予約をなさらないようお願いいたします。",
  unknown:
    "申し訳ございません。システムの不具合により、お手続きが完了したかどうか、わかっておりません。恐れ入りますが、数分後にもう一度おかけ直しのうえ、最初の案内で前回と同じ番号を選び、同じ日にち、時刻、人数を入力してください。結果をご案内いたします。二重にご予約が入ることはございません。それまでは、別のご予約をなさらないようお願いいたします。",
  unable:
    "申し訳ございません。システムの不具合が起きております。このお電話では、ご予約もご変更も行っておりません。恐れ入りますが、しばらくしてからおかけ直しください。",
  overlapping:
    "申し訳ございません。その前後のお時間に、すでに別のご予約をいただいておりますので、承ることができません。ご予約を変更される方は、もう一度おかけ直しのうえ、2を押してください。",
  invalid:
    "申し訳ございません。入力された日にち、時刻、または人数では、ご予約を承ることができません。恐れ入りますが、もう一度おかけ直しのうえ、別の日時や人数を入力してください。",
  unknownCaller:
    "申し訳ございません。ご予約は、電話番号を通知してくださるお電話でのみ承っております。恐れ入りますが、番号を通知して、もう一度おかけ直しください。",
  transfer: "係の者におつなぎいたします。少々お待ちください。",
  closed:
    "申し訳ございません。ただいま、係の者がお電話に出ることができません。営業時間は、午前11時から午後10時まででございます。",
  busy: "申し訳ございません。ただいま、お電話をおつなぎすることができません。しばらくしてからおかけ直しください。",
};
