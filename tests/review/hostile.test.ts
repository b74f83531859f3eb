import { expect } from "chai";
import fc from "fast-check";
import { csv, html, markdown } from "../../cli/review/escape";
import { filesOf } from "../../cli/review/files";
import { wrapped } from "../../cli/review/picture";
import type { Review } from "../../cli/review/review";
import { reviewOf } from "../../cli/review/reviewing";
import { csvRecords } from "./csvRecords";
import { changed, deploymentOf } from "./reviewed";
import { writing } from "./writing";

const hostile = [
  ...["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><style>", "&lt;b&gt;", "]]>"],
  ...["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", ' "=1"', "＝1", "a\r\nb,c", 'a"b'],
  ...[
    "| a | b |",
    "[a](https://evil.example)",
    "`a`|`b`",
    "![a](b)",
    "<!-- a",
    "\\|",
    "https://evil.example",
  ],
  ...["@everyone", "www.evil.example", "\u202egnp.exe", "\u0000", "\ud800", "\u2028", "__proto__", "a\nb"],
];
const texts = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...hostile), { maxLength: 3 }).map((parts) => parts.join("")),
);

describe("a hostile text", () => {
  it("is one text in HTML and in its attributes", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(html(text)).not.to.match(/[<>"'\0]|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it("is one field of CSV, and no formula", () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const records = csvRecords(`${csv(one)},${csv(other)}\r\n`);
        expect(records.length).to.equal(1);
        expect(records[0]?.length).to.equal(2);
        for (const field of records[0] ?? [])
          expect(field).not.to.match(/^[\s"]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u);
      }),
    );
  });

  it("is one cell of a table of Markdown, without markup", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const cell = markdown(text);
        expect(cell).not.to.match(/[\r\n<]|(?<!\\)(\\\\)*[`*_[\]|>~$]|:\/\/|@/);
      }),
    );
  });

  it("fits into the picture's boxes", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 5, max: 60 }), (text, room) => {
        const lines = wrapped(text, room, 5);
        expect(lines.length).to.be.at.most(5);
        expect(lines.filter((line) => [...line].length > room)).to.deep.equal([]);
      }),
    );
  });

  it("changes nothing in a review but the text, wherever a state has it", async () => {
    const deployment = await deploymentOf();
    const shape = (review: Review) => {
      const files = filesOf(review, writing);
      const tags = files["review.html"]?.replace(/ (id|d|y|height|viewBox)="[^"]*"/g, "");
      return {
        tags: tags?.match(/<(?!text|\/text|tspan|wbr)[a-z/][^>\s]*/g),
        records: csvRecords(files["review.csv"] ?? "").map(({ length }) => length),
        lines: files["review.md"]?.split("\n").map((line) => line.match(/(?<!\\)\|/g)?.length ?? 0),
      };
    };
    const told = (text: string) => {
      const edited = changed(deployment, (one) => [
        { ...one, Sid: text, Resource: text, Condition: { [`x${text}`]: { [`x${text}`]: text } } },
      ]);
      const resources = edited.resources.map((resource) => {
        const isNamed = resource.type === "aws:iam/policy:Policy";
        return isNamed ? { ...resource, outputs: { ...resource.outputs, name: text } } : resource;
      });
      return reviewOf({ ...edited, resources, stack: text, project: text, notes: [text], warnings: [text] });
    };
    const expected = shape(told("plain"));
    for (const text of hostile) expect(shape(told(text)), JSON.stringify(text)).to.deep.equal(expected);
  });
});
