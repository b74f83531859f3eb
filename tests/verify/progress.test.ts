import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { progressOf } from "../../cli/verify/progress";

/** A stream with the methods of a terminal, and all that is written to it. */
function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  return { stream: stream as unknown as NodeJS.WriteStream, written: text(stream), end: () => stream.end() };
}

describe("the progress bar of hipaa-iam verify", () => {
  it("counts the calls on a terminal, however many more there are than were expected, and goes away", async () => {
    const { stream, written, end } = terminal(true);
    const bar = progressOf(stream);
    bar.more(3);
    for (let calls = 0; calls < 30; calls++) bar.step();
    bar.stop();
    end();
    const all = await written;
    expect(all).to.match(/Looking .* \d+ calls/);
    expect(all, "a state of the terminal that Ctrl-C leaves").not.to.match(/\[\?\d+l/);
    expect(all.endsWith("\u001b[2K")).to.equal(true);
  });

  it("writes nothing into a pipe or a file", async () => {
    const { stream, written, end } = terminal(false);
    const bar = progressOf(stream);
    bar.more(3);
    bar.step();
    bar.stop();
    end();
    expect(await written).to.equal("");
  });
});
