import type { JournalProblem } from "../journal/journal-problem.ts";
import type { Words } from "./english.ts";

const s = (ms: number): string => `${(ms / 1_000).toFixed(1)} 秒`;

const faster = (speed: number): string =>
  speed === 1 ? "通常の速さ" : speed < 1_000 ? `${speed} 倍速` : "待ち時間なし";

/** 「x.jsonl 」に続く。 */
const journalProblem = (problem: JournalProblem): string => {
  switch (problem.type) {
    case "laterVersion":
      return `は新しいバージョンの ringonce のジャーナルです（バージョン ${problem.version}）`;
    case "empty":
      return "は ringonce のジャーナルではありません（空のファイルです）";
    case "notJson":
      return `は ringonce のジャーナルではありません（${problem.line} 行目が JSON ではありません）`;
    case "noEvent":
      return `は ringonce のジャーナルではありません（${problem.line} 行目が通話のイベントではありません）`;
    case "incomplete":
      return `は ringonce のジャーナルではありません（${problem.line} 行目の ${problem.eventType} の「${problem.field}」がないか、正しくありません）`;
    case "noStart":
      return `は ringonce のジャーナルではありません（${problem.line} 行目が先頭のイベント journal.opened ではありません）`;
  }
};

/** The interface in Japanese. */
export const japanese: Words = {
  seconds: s,
  separator: "、",
  comma: "、",
  phone: "電話",
  number: "番号",
  from: "発信者番号",
  conditions: "この通話中の API の状態",
  latency: (api) => `${api}：応答までの時間（ミリ秒）`,
  fault: (api) => `${api}：障害`,
  noFault: "なし",
  faults: {
    "error-before": "503（API にリクエストが届かない）",
    "error-after": "500（API の処理は行われる）",
    "reset-before": "API に届く前に切断",
    "reset-after": "API の処理後に切断",
    silent: "応答なし",
  },
  call: "発信",
  hangUp: "切る",
  keypad: "ダイヤルキー",
  keypadHint: "キーボードの 0–9、*、# も使えます（ほかの欄にフォーカスがある間を除く）。",
  callGoesOn: "通話中：",
  backToCall: "通話に戻る",
  duration: "通話時間",
  time: {
    name: "時間",
    real: "実時間",
    simulatedTime: "シミュレーション時間",
    simulated: (speed: number) => `シミュレーション（${faster(speed)}）`,
    faster,
    speed: "シミュレーション時間の速さ",
    hint: "キー入力を待つ間は、通常の速さで進みます。",
  },
  speakAloud: "プロンプトを読み上げる",
  noVoice: "このブラウザーには読み上げ用の音声がありません。",
  heardSoFar: "通話の内容",
  line: "窓口",
  you: "あなた",
  listensForOne: "キー入力を待っています。",
  listensForDigits: (most, terminator) =>
    terminator === "" ? `${most} 桁の入力を待っています。` : `数字と ${terminator} の入力を待っています。`,
  calls: "通話",
  noCalls: "通話はまだありません。発信すると、ここに記録が表示されます。",
  olderJournals: (count) => `これより古いジャーナル ${count} 件は表示していません。ファイルから開けます。`,
  openFile: "ジャーナルファイルを開く",
  dropHint: "このページにドロップすることもできます",
  findingsCount: (count) => (count === 0 ? "問題なし" : `問題 ${count} 件`),
  unreadable: (name, problem) =>
    `${name} ${journalProblem(problem)}。${
      problem.type === "laterVersion"
        ? "ringonce を更新してください。"
        : "ringonce が書き出した .jsonl ファイル（.ringonce/journals/ など）を選んでください。"
    }`,
  shelfProblem: (problem) => {
    if (problem.type === "tooLong") return `は ${problem.megabytes} MB あります。開くと通話が表示されます`;
    if (problem.type === "unreadable") return `を読み込めません（${problem.why}）`;
    return journalProblem(problem);
  },
  noJournal: (name) => `ジャーナル ${name} はありません。`,
  nothingOpen: "表示する通話がありません",
  nothingOpenHint: "発信するか、過去の通話を選んでください。窓口、関数、API の動きがここに表示されます。",
  tryThis: (conditions, whatIf) =>
    `API の応答を関数のタイムアウトより遅くすると、1 回の通話で処理が 2 回行われる様子を自分の通話でも確認できます。「${conditions}」で応答までの時間を指定して発信するか、「${whatIf}」で時間を動かしてください。`,
  inProgress: "通話中",
  recordEnds: "通話の途中で記録が終わっています",
  lastLineCut: "記録の最後の行は途中で切れているため、除いています。",
  ended: (how, at) => `${how}（${at}）`,
  endings: {
    flow: "窓口が切断",
    customer: "発信者が切断",
    queue: "キューに転送",
    error: "フローを続行できず終了",
    bench: "ringonce が通話を終了",
  },
  views: "通話の表示",
  timeline: "タイムライン",
  map: "フロー図",
  logs: "ログ",
  noFindings: "この通話に問題はありません。",
  noFindingsYet: "ここまでに問題はありません。",
  noFindingsToThere: "記録が途切れるまでに、問題はありませんでした。",
  findings: "見つかった問題",
  andMore: (count) => `ほか ${count} 件はタイムラインに表示`,
  zoom: "表示倍率",
  zoomIn: "拡大",
  zoomOut: "縮小",
  zoomAll: "全体を表示",
  timelineHint: "矢印キーでレーンと記録を移動します。+ と − で拡大・縮小、0 で全体を表示します。",
  record: "記録",
  exactly: "記録のイベント",
  recordHint: "レーンにカーソルを合わせるか、矢印キーで移動すると、正確な記録が表示されます。",
  copy: "コピー",
  copied: "コピーしました",
  logGroups: "ロググループ",
  noLogs: "ログはありません。",
  wholeJournal: "ジャーナルのすべての通話",
  callOfJournal: "このジャーナルの通話",
  language: "言語",
  caller: "発信者",
  problem: "操作を完了できませんでした。",
  close: "閉じる",
  lost: "サーバーが応答しません。ringonce start は動いていますか。",
  lanes: {
    flow: (name) => `フロー：${name}`,
    hears: (text) => `「${text}」を聞く`,
    presses: (key) => `${key} を押す`,
    dials: (number) => `${number} に発信`,
    action: (action, type, next) => `${action}（${type}）${next === undefined ? "" : `→ ${next}`}`,
    block: (action) => `Connect：${action}`,
    waits: (limit, how) => `最大 ${limit}待機、${how}`,
    went: {
      on: (at) => `${at}の時点で次へ進む`,
      toError: (at) => `${at}の時点でエラー分岐へ進む`,
      abandoned: (at) => `${at}の時点で通話とともに終了`,
      open: () => "待機中",
    },
    start: {
      cold: (until) => `${until}までコールドスタート`,
      restart: (until) => `${until}まで再起動（タイムアウトに含まれる）`,
    },
    outcome: {
      succeeded: (at) => `${at}の時点で応答`,
      functionError: (at) => `${at}の時点で失敗`,
      timedOut: (at) => `${at}の時点で関数のタイムアウトにより強制終了`,
      throttled: (at) => `${at}の時点でスロットリング`,
      serviceError: (at) => `${at}の時点で Lambda の障害`,
      rejected: (at) => `${at}の時点で Lambda が拒否`,
      open: () => "実行中",
    },
    orphaned: (from) => `${from}以降は応答を待つ相手がいない`,
    answers: (status) => `API の応答は ${status}`,
    noAnswer: "API の応答なし",
    again: "同じリクエストの繰り返し",
    underItsKey: "同じキーでの再送",
    heard: (status) => `関数が受け取った応答は ${status}`,
    reset: "接続が切断される",
    gaveUp: "関数は応答を待たずに打ち切り",
    gone: "関数は応答を受け取る前に終了",
  },
  listing: {
    links: "API のデータ",
    title: (api) => `${api} のデータ`,
    asking: "API に問い合わせています。",
    count: (count) => (count === 0 ? "登録なし" : `${count} 件`),
    doubles: (count) => `同じ内容の重複 ${count} 件`,
    added: (count, at) => `${at} に ${count} 件追加`,
    empties: (apis) => `${apis.join(" と ")} を空にする`,
    row: "行",
    isNew: "新規",
    alsoMadeAs: (names) => `${names.join("、")} と同じ内容`,
    more: (count) => `ほか ${count} 件は表示していません`,
    failures: {
      unknown: (api) => `インスタンスファイルに ${api} の一覧の場所（listing）がありません。`,
      unreachable: (api) => `${api} に接続できません。自動で再試行します。`,
      late: (api) => `${api} が時間内に応答しません。自動で再試行します。`,
      refused: (api, status) => `${api} が一覧ではなく ${status} を返しました。自動で再試行します。`,
      tooLong: (api) => `${api} の一覧が長すぎるため、表示できません。`,
      noList: (api) => `${api} の応答が、一覧を含む JSON ではありません。`,
    },
  },
  flowMap: {
    noInstance: (flow) =>
      `フロー図は表示できません。記録にあるのは通話の動きだけで、フロー ${flow} の定義は含まれません。フローのあるインスタンスファイルを指定して開き直してください：ringonce show FILE --instance INSTANCE`,
    otherInstance: (flow) =>
      `フロー図は表示できません。読み込まれているインスタンスにフロー ${flow} がないため、別のインスタンスの記録と思われます。そのインスタンスファイルを指定して開き直してください：ringonce show FILE --instance INSTANCE`,
    otherLine: (flow) =>
      `フロー図は表示できません。起動中の窓口にフロー ${flow} がないため、別の窓口の記録と思われます。`,
    changed: (flow) => `フロー図は表示できません。フロー ${flow} のアクションが、この通話の時点から変更されています。`,
    changedSince: (flow) =>
      `フロー ${flow} の内容は、この通話の時点と異なります。図は現在のフローに、通話が通った道筋を示したものです。`,
    notYet: "通話はまだフローに入っていません。",
    flowOf: (count) => `フロー（この通話では ${count} 件）`,
    flowNamed: (flow) => `フロー ${flow} の図`,
    follow: "通話に追従",
    hint: "矢印キーでブロック間を移動し、Enter で内容を表示します。+ と − で拡大・縮小、0 で全体、Home と End で最初と最後のブロックに移動します。",
    noNames: "この倍率ではブロック名を表示できません。ブロックにカーソルを合わせるか、拡大してください。",
    visited: (count) => `${count} 回通過`,
    notVisited: "未通過",
    places: { current: "現在地", last: "通話の最後の位置" },
    timeLimit: (seconds) => `${seconds} 秒`,
    waitsAtMost: (limit) => `最大 ${limit}待機`,
    parameters: "パラメータ（ファイルの記述）",
    noParameters: "ありません。",
    leadsTo: "遷移先",
    leadsNowhere: "ここで終わります。",
    takenTimes: (count) => `${count} 回通過`,
    visitsOf: (count) => `通過 ${count} 回`,
    earlierVisits: (count) => `これより前の ${count} 回はタイムラインにあります。`,
    isHere: "通話は現在ここにあります",
    leftHere: "通話はここで終わりました",
    came: { result: "結果", error: "エラー", results: "フローログ", nextAction: "次のアクション" },
    unresolved: (references) => `${references} の値がなく、空の文字列として扱われました。`,
    success: "成功",
    otherwise: "デフォルト",
    errors: {
      InputTimeLimitExceeded: "タイムアウト",
      NoMatchingCondition: "デフォルト",
      NoMatchingError: "エラー",
      TimeLimitExceeded: "タイムアウト",
    },
    // https://docs.aws.amazon.com/ja_jp/connect/latest/adminguide/contact-block-definitions.html での名称。
    blocks: {
      CheckHoursOfOperation: "オペレーション時間を確認する",
      Compare: "コンタクト属性を確認する",
      DisconnectParticipant: "切断/ハングアップ",
      DistributeByPercentage: "分散 (%)",
      EndFlowExecution: "終了フロー/再開",
      GetParticipantInput: "顧客の入力を取得する",
      "GetParticipantInput that stores": "顧客の入力を保存する",
      InvokeLambdaFunction: "AWS Lambda 関数",
      Loop: "ループ",
      MessageParticipant: "プロンプトの再生",
      MessageParticipantIteratively: "プロンプトのループ",
      TransferContactToQueue: "キューへ転送",
      TransferToFlow: "フローへ転送",
      UpdateContactAttributes: "コンタクト属性の設定",
      UpdateContactRecordingBehavior: "記録と分析の動作を設定する",
      UpdateContactTargetQueue: "作業キューの設定",
      UpdateContactTextToSpeechVoice: "音声の設定",
      UpdateFlowAttributes: "コンタクト属性の設定",
      UpdateFlowLoggingBehavior: "ログ記録動作の設定",
      Wait: "待機",
    },
  },
  finding: {
    duplicate: (api, count, keys, when) =>
      `1 回の通話で ${api} の API に同じ処理が ${count} 回要求されました（${when}）。${keys}`,
    keys: {
      none: "",
      several: "すべてに共通のキーはありません。",
      broken: "API は同じキーの処理を 2 回以上行いました。",
    },
    falseFailure: (api, done, wentOn) =>
      `${api} の API は ${done}の時点でリクエストを受け付けましたが、${wentOn}の時点で、通話は失敗したものとして先へ進みました。`,
    falseSuccess: (api, wentOn) =>
      `${api} の API は何も受け付けていませんが、${wentOn}の時点で、通話は成功したものとして先へ進みました。`,
    wentOnWithout: (name, at, rest) => `フローは ${at}の時点で ${name}を待たずに先へ進みました。${rest}`,
    hungUpOn: (name, at, rest) => `発信者は ${at}の時点で ${name}の終了を待たずに電話を切りました。${rest}`,
    orphan: {
      runs: "関数はまだ動いています。",
      ranOn: "記録の終わりでも、関数はまだ動いていました。",
      justThen: "関数はちょうどその時点で終了しました。",
      until: (ended) => `関数の処理は ${ended}まで続きました。`,
    },
    attempt: (name, number) => `${name}（試行 ${number}）`,
    at: (when, answer) => `${when}：${answer}`,
    noAnswer: "応答なし",
  },
  whatIf: {
    title: "条件を変えて再現",
    invitation:
      "次の例を、シミュレーション時間ですぐに確認することもできます。タイムアウトや API の遅さも変えられます。",
    appliesTo:
      "同じ通話をシミュレーション時間で再現します。フローとハンドラーは実物、API は専用のものです。タイムアウトは、この窓口のすべての Invoke ブロックと関数に適用されます。",
    presses: "発信者のキー入力",
    pressesHint:
      "入力を求められるたびに 1 項目、コンマ区切りで指定します（例：1,1224#,1900#,2,1）。空の項目と、最後の項目より後は無入力です。",
    silent: "キー入力がないため、窓口には無音だけが届きます。先に進めるには、上の欄でキー入力を指定してください。",
    problems: {
      number: (number) => `この窓口に番号 ${number} はありません。別の番号を選んでください。`,
      from: "+ と 2～15 桁の数字で指定してください（例：+819012345678）。",
      press: (keys) => `「${keys}」は電話で入力できません。使えるのは 0–9、*、# です。`,
      presses: (count, most) => `${count} 項目あります。再現できるのは ${most} 項目までです。`,
    },
    block: "ブロックのタイムアウト",
    functionTimeout: "関数のタイムアウト",
    latency: (api) => `${api}：応答までの時間`,
    seconds: (value) => `${value.toFixed(1)} 秒`,
    wholeSeconds: (value) => `${value} 秒`,
    outcome: "結果",
    playing: "通話を再現しています。",
    verdict: ({ starts, requests, branch }) =>
      [
        `関数の起動は ${starts} 回、API への変更要求は ${requests} 回`,
        branch === undefined
          ? "です。Invoke ブロックの分岐に進む前に通話が終わりました。"
          : `で、最後の Invoke ブロックは${branch === "success" ? "成功" : "エラー"}の分岐に進みました。`,
      ].join(""),
    grid: {
      title: "タイムアウトの組み合わせ",
      blocks: "ブロック（秒）",
      functions: "関数（秒）",
      sweep: "一括再現",
      stop: "中止",
      hint: "ほかの条件は上のまま、タイムアウトのすべての組み合わせで通話を再現します。",
      corner: "ブロック↓ 関数→",
      problems: {
        unreadable: () => "5 や 3-8 のように、整数の秒で指定してください。",
        backwards: () => "3-8 のように、小さい方を先に指定してください。",
        outOfBounds: (max) => `1～${max} 秒で指定してください。`,
        tooMany: (most) => `一度に指定できるのは ${most} 個までです。`,
      },
      progress: (count, all) => (count === all ? `${all} 通話` : `${all} 通話中 ${count} 通話`),
      branches: { success: "成功", error: "エラー", none: "–" },
      legend:
        "セルの内容：関数の起動回数／変更要求の回数、最後の Invoke ブロックが進んだ分岐（発信者が何を聞くかはフロー次第です）。!! は API への同じ処理の重複要求、! はその他の問題です。セルを選ぶとタイムラインを表示します。",
    },
  },
};
