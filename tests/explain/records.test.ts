import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { questionsIn } from "../../cli/explain/read";
import { temporaryFolder } from "../support/folder";
import { keyDeletion, listing, overwriting } from "./events";

const all = [overwriting, listing, keyDeletion];
const json = (value: unknown) => JSON.stringify(value);
const pretty = (value: unknown) => JSON.stringify(value, undefined, 2);
const base64 = (value: unknown) => gzipSync(json(value)).toString("base64");
const lines = all.map(json).join("\n");
const utf16 = (text: string, mark = "\uFEFF") => Buffer.from(mark + text, "utf16le");
const denial = (action: string) =>
  `User: ${overwriting.userIdentity.arn} is not authorized to perform: ${action} on resource: "arn:aws:s3:::example-dev-backups/x" with an explicit deny in an identity-based policy`;
const columns = (one: object) => [
  { field: "@timestamp", value: "2026-11-29 10:15:30.000" },
  { field: "@message", value: json(one) },
  { field: "@ptr", value: "abc" },
];
const bridge = (detail: object) => ({
  ...{ version: "0", "detail-type": "AWS API Call via CloudTrail", source: "aws.s3", resources: [] },
  detail,
});
const queued = (one: object) => ({ MessageId: "1", MD5OfBody: "a", Body: json(bridge(one)) });
const sns = (one: object) => ({ Type: "Notification", TopicArn: "arn:x", Message: json(bridge(one)) });
const logged = all.map((one, at) => ({ id: `${at}`, timestamp: at, message: json(one) }));

/** Shapes that hold the three events, and nothing else. */
const whole: [what: string, content: string | Buffer][] = [
  ["what `aws logs filter-log-events` prints", pretty({ events: logged, searchedLogStreams: [] })],
  ["what `aws logs get-log-events` prints", pretty({ events: logged, nextForwardToken: "f/1" })],
  ["what `aws logs tail` prints", all.map((one) => `2026-11-29T10:15:30Z stream ${json(one)}`).join("\n")],
  ["the same as text", all.map((one) => `EVENTS\t1\t2\tstream\t${json(one)}\t3`).join("\n")],
  ["a subscription of CloudWatch Logs", json({ awslogs: { data: base64({ logEvents: logged }) } })],
  [
    "rows of Logs Insights",
    pretty({ results: all.map(columns), statistics: { bytesScanned: 1 }, status: "Complete" }),
  ],
  ["the same from the console", pretty(all.map((one) => ({ "@timestamp": "1", "@message": json(one) })))],
  [
    "the same as a table",
    `@timestamp,@message\n${all.map((one) => `1,"${json(one).replaceAll('"', '""')}"`).join("\n")}\n`,
  ],
  [
    "rows of CloudTrail Lake",
    json({ QueryResultRows: all.map((one) => [{ eventJson: json(one) }, { eventID: "1" }]) }),
  ],
  ["events of EventBridge", json(all.map(bridge))],
  ["an event of EventBridge a line", all.map(bridge).map(json).join("\n")],
  ["what `aws sqs receive-message` prints", pretty({ Messages: all.map(queued) })],
  [
    "what a function gets of a queue",
    json({ Records: all.map((one) => ({ eventSource: "aws:sqs", body: json(one) })) }),
  ],
  [
    "what a function gets of a topic",
    json({ Records: all.map((one) => ({ EventSource: "aws:sns", Sns: sns(one) })) }),
  ],
  ["notifications of a topic", all.map(sns).map(json).join("\n")],
  [
    "what a search finds",
    json({ hits: { total: 3, hits: all.map((one) => ({ _index: "a", _source: one })) } }),
  ],
  ["what jq prints", all.map(pretty).join("\n")],
  ["what jq prints, in Windows' lines", all.map(pretty).join("\n").replaceAll("\n", "\r\n")],
  ["lists a line", all.map((one) => json([one])).join("\n")],
  [
    "two gzips in one file",
    Buffer.concat([gzipSync(`${json(overwriting)}\n`), gzipSync(`${json(listing)}\n${json(keyDeletion)}`)]),
  ],
  ["a mark in front", `\uFEFF${json({ Records: all })}`],
  ["a mark in front of lines", `\uFEFF${lines}`],
  ["a mark in front of each line", all.map((one) => `\uFEFF${json(one)}`).join("\n")],
  ["UTF-16, as PowerShell writes it", utf16(pretty({ Records: all }))],
  ["UTF-16 of lines", utf16(lines.replaceAll("\n", "\r\n"))],
  ["UTF-16, the other way round", Buffer.from(utf16(json(all))).swap16()],
  ["UTF-16 without a mark", utf16(json(all), "")],
  ["UTF-16 the other way round without a mark", utf16(json(all), "").swap16()],
  ["UTF-16 in gzip", gzipSync(utf16(json(all)))],
];

type Told = { actions: (string | undefined)[]; found: number; unread: number };
const three = ["s3:PutObject", "s3:ListBucket", "kms:ScheduleKeyDeletion"];
const other = { hello: "world" };
const cut = json(overwriting).slice(0, 500);
let deep: unknown = overwriting;
for (let at = 0; at < 40; at++) deep = { deep };

/** Shapes of which something is not read, or of more than events. */
const parts: [what: string, content: string, told: Told][] = [
  [
    "records of something else among them",
    json({ Records: [...all, other, other] }),
    { actions: three, found: 5, unread: 2 },
  ],
  ["a list with something else", json([other, ...all, "text"]), { actions: three, found: 5, unread: 2 }],
  ["a line with something else", `${lines}\n${json(other)}`, { actions: three, found: 4, unread: 1 }],
  ["a line that is cut off", `${lines}\n${cut}`, { actions: three, found: 4, unread: 1 }],
  [
    "one that is cut off in front",
    `${json(overwriting).slice(300)}\n${lines}`,
    { actions: three, found: 4, unread: 1 },
  ],
  [
    "messages of something else",
    json({ events: [...logged, { message: "started" }] }),
    { actions: three, found: 4, unread: 1 },
  ],
  [
    "a message that is cut off",
    json({ events: [...logged, { message: cut }] }),
    { actions: three, found: 4, unread: 1 },
  ],
  [
    "rows of something else",
    json({ results: [...all.map(columns), [{ field: "n", value: "1" }]] }),
    { actions: three, found: 4, unread: 1 },
  ],
  [
    "an entry of lookup-events without its event",
    json({ Events: [{ CloudTrailEvent: json(overwriting) }, { EventId: "1" }] }),
    { actions: ["s3:PutObject"], found: 2, unread: 1 },
  ],
  [
    "one that is nested too deep",
    json([overwriting, deep]),
    { actions: ["s3:PutObject"], found: 2, unread: 1 },
  ],
  [
    "events and the text of errors",
    `${json(overwriting)}\n${denial("s3:DeleteObject")}\nretrying\n${json(listing)}`,
    { actions: ["s3:PutObject", "s3:DeleteObject", "s3:ListBucket"], found: 3, unread: 0 },
  ],
  [
    "errors in the messages of logs",
    json({ events: ["s3:GetObject", "s3:DeleteObject"].map((one) => ({ message: denial(one) })) }),
    { actions: ["s3:GetObject", "s3:DeleteObject"], found: 2, unread: 0 },
  ],
  [
    "an event beside its own error",
    json({ error: denial("s3:PutObject"), event: overwriting }),
    { actions: ["s3:PutObject"], found: 1, unread: 0 },
  ],
  [
    "a log with braces",
    `retry {} of {"a":1}\n${denial("s3:GetObject")} {"b":2}`,
    { actions: ["s3:GetObject"], found: 1, unread: 0 },
  ],
  [
    "an encoded message beside an event",
    json([{ message: "Encoded authorization failure message: AbC-1" }, overwriting]),
    { actions: [undefined, "s3:PutObject"], found: 2, unread: 0 },
  ],
];

const refused: [what: string, content: string | Buffer, said: RegExp][] = [
  ["an event that is cut off", cut, /^There is an event of CloudTrail in it that is cut off/],
  [
    "an indented one",
    pretty(overwriting).slice(0, -20),
    /^There is an event of CloudTrail in it that is cut off/,
  ],
  [
    "one with its end alone",
    pretty(overwriting).slice(40),
    /^There is an event of CloudTrail in it that is cut off/,
  ],
  [
    "notifications of S3",
    json({ Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: {} }] }),
    /^There is something else than an event/,
  ],
  ["a list of something else", json([other, other]), /^There is something else than an event/],
  [
    "messages of nothing",
    json({ events: [{ message: "started" }] }),
    /^There is something else than an event/,
  ],
  ["no messages", json({ events: [], searchedLogStreams: [] }), /^There are no events in it/],
  ["an archive", Buffer.from("504b0304140000000800", "hex"), /it is no text in UTF-8 or UTF-16/],
  ["UTF-32", Buffer.from("fffe00007b000000", "hex"), /it is no text in UTF-8 or UTF-16/],
  ["a gzip that is cut off", gzipSync(lines).subarray(0, 90), /^Cannot read/],
];

describe("explain, of the shapes that events come in", () => {
  const folder = temporaryFolder();
  const read = (content: string | Buffer) => {
    const file = join(folder(), "shape");
    writeFileSync(file, content);
    return questionsIn(file, "stack:dev");
  };
  async function told(content: string | Buffer): Promise<Told> {
    const { questions, ...counts } = await read(content);
    return { actions: questions.map(({ checks }) => checks[0]?.action), ...counts };
  }
  for (const [what, content] of whole)
    it(`reads ${what}`, async () => {
      expect(await told(content)).to.deep.equal({ actions: three, found: 3, unread: 0 });
      const { questions } = await read(content);
      expect(questions.map(({ tells }) => tells)).to.deep.equal(["most", "most", "nothing"]);
    });
  for (const [what, content, counts] of parts)
    it(`counts ${what}`, async () => expect(await told(content)).to.deep.equal(counts));
  for (const [what, content, said] of refused)
    it(`refuses ${what}`, async () => {
      const error = await read(content).then(
        () => undefined,
        (one: Error) => one.message,
      );
      expect(error).to.match(said);
    });
});
