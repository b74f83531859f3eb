import { expect } from "chai";
import { inWords, Unknowns } from "../../cli/plan/unknowns";

describe("values that are not known offline", () => {
  const arn = "arn:aws:s3:::";

  it("show as their origin, whole, in part, in any case, and in keys", () => {
    const unknowns = new Unknowns();
    const bucket = unknowns.of("Bucket b, arn", ({ text }) => `${arn}${text}`);
    const marker = "unknown(Bucket b, arn)";
    expect(
      unknowns.shown([
        bucket,
        `${bucket}/*`,
        bucket.slice(arn.length),
        bucket.toUpperCase(),
        { [bucket]: 1 },
      ]),
    ).to.deep.equal([marker, `${marker}/*`, marker, marker, { [marker]: 1 }]);
    expect(unknowns.shown(new Map([["a", [bucket]]]))).to.deep.equal(new Map([["a", [marker]]]));
  });

  it("are found in every form that they take", () => {
    const unknowns = new Unknowns();
    for (const form of ["text", "uuid", "digits", "hex", "region"] as const) {
      const value = unknowns.of(form, (core) => core[form]);
      expect(unknowns.shown(`a/${value}/b`), form).to.equal(`a/unknown(${form})/b`);
    }
    const secret = unknowns.of("secret", ({ six }) => `arn:aws:secretsmanager:::secret:n-${six}`);
    expect(unknowns.shown([secret, `x${secret}y`, secret.slice(-7)])).to.deep.equal([
      ...["unknown(secret)", "xunknown(secret)y"],
      secret.slice(-7), // Six characters alone could be anything.
    ]);
  });

  it("are the same for the same origin, in every run, and others for another", () => {
    const [one, two] = [new Unknowns(), new Unknowns()];
    expect(one.of("a")).to.equal(two.of("a"));
    expect(one.of("a")).not.to.equal(one.of("b"));
    expect([one.is(one.of("a")), one.is(`${one.of("a")}b`), one.is("b"), one.is("")]).to.deep.equal([
      ...[true, false, false, false],
    ]);
  });

  const forms = ["text", "uuid", "digits", "hex", "six", "region"] as const;
  const origins = ["a", "b", "c", "d", "e", "f", "g", "h"];
  for (const form of forms) {
    it(`are others in each place in a second run, from both ends, as ${form}`, () => {
      const [one, two] = [new Unknowns(), new Unknowns(true)];
      for (const origin of origins) {
        const [mine, other] = [one, two].map((unknowns) => unknowns.of(origin, (core) => core[form]));
        const same = [0, ...Array(mine?.length).keys()].flatMap((at) => [
          ...(mine?.at(at) === other?.at(at) ? [mine?.at(at)] : []),
          ...(mine?.at(-1 - at) === other?.at(-1 - at) ? [mine?.at(-1 - at)] : []),
        ]);
        expect([...new Set(same)].filter((sign) => sign !== "-")).to.deep.equal([]);
      }
    });
  }

  it("are told as the first run has them, whole, within others and in any case", () => {
    const [one, two] = [new Unknowns(), new Unknowns(true)];
    const made = (unknowns: Unknowns, origin: string) => {
      const account = unknowns.of(`account ${origin}`, ({ digits }) => digits);
      const arn = unknowns.of(`arn ${origin}`, ({ text, six }) => `arn:aws:x::${account}:${text}-${six}`);
      const text = unknowns.of(origin);
      return [account, arn, `${arn}/*`, `p-${text}-q`, `zr${text}`, text.toUpperCase(), { [text]: [text] }];
    };
    for (let at = 0; at < 200; at++) {
      const [mine, other] = [made(one, `origin ${at}`), made(two, `origin ${at}`)];
      expect(two.first(other)).to.deep.equal(mine);
      expect(two.shown(other)).to.deep.equal(one.shown(mine));
      expect(two.shown(two.first(other))).to.deep.equal(one.shown(mine));
    }
    const [mine, other] = [one, two].map((unknowns) => unknowns.of("text").slice(0, 8));
    expect(two.first(other)).not.to.equal(mine);
  });

  it("have an origin that ends no marker, opens no pattern and breaks no JSON", () => {
    const unknowns = new Unknowns();
    const value = unknowns.of(['f({a: "(*?)$', '{b}\\"})'].join(""));
    expect(unknowns.shown(value)).to.match(/^unknown\(f\[{a: '\[__\]_{b}_'}\] #[0-9a-f]{8}\)$/);
    const nested = unknowns.of(`get(${value})`);
    expect(unknowns.shown(nested)).to.match(/^unknown\([^()]*\)$/);
    expect(JSON.parse(unknowns.shown(JSON.stringify({ a: value })))).to.deep.equal(
      unknowns.shown({ a: value }),
    );
  });

  it("are told apart where what is rewritten would make them look the same", () => {
    const twins: [string, string][] = [
      ['f("?")', 'f("*")'],
      ["f($)", "f(*)"],
      ['f("a")', "f('a')"],
    ];
    const unknowns = new Unknowns();
    for (const [one, other] of twins) expect(unknowns.of(one)).not.to.equal(unknowns.of(other));
    expect(unknowns.shown(unknowns.of("f(a)[0], b"))).to.equal("unknown(f[a][0], b)");
  });

  it("name what a function was given in words that read in one way", () => {
    expect(inWords({ name: "/a", list: ["b:c", 1] })).to.equal("{name:/a,list:[b:c,1]}");
    const twins = [
      [{ tags: { t: "a,u:b" } }, { tags: { t: "a", u: "b" } }],
      [{ a: "[b]" }, { a: ["b"] }],
      [{ a: "(b)" }, { a: ["b"] }],
      [{ a: "null" }, { a: null }],
      [{ "a:b": "c" }, { a: "b:c" }],
    ];
    for (const [one, other] of twins) expect(inWords(one)).not.to.equal(inWords(other));
  });

  it("leave alone what only looks like them", () => {
    const unknowns = new Unknowns();
    unknowns.of("a");
    const texts = ["unknown0123456789abcdef", "123456789012", "1234abcd-12ab-54cd-a6ef-1234567890ab"];
    expect(unknowns.shown(texts)).to.deep.equal(texts);
  });

  it("keep what is secret in their origin hidden", () => {
    const unknowns = new Unknowns();
    const value = unknowns.of("Key.get(hush)");
    expect(unknowns.shown(value, (text) => text.replace("hush", "(secret)"))).to.equal(
      "unknown(Key.get[(secret)])",
    );
  });
});
