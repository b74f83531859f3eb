import { arn, date, documentOf, ip, minus, number, on, type Part, type Row, when } from "./rows";

/** A value that is neither at most five nor more. */
const neitherNor = (what: string, key: string, answer: string): Row => ({
  ...{ what, answer },
  claim: (engine) => {
    const { all, inside, not } = engine.claims;
    const parts = [
      when("Null", "false", key),
      when("NumericLessThanEquals", "5", key),
      when("NumericGreaterThan", "5", key),
    ];
    const [sent, low, high] = documentOf(engine, ...parts).statements;
    if (!sent || !low || !high) throw new Error("There are no three statements.");
    return all(inside(sent), not(inside(low)), not(inside(high)));
  },
});
const both = (...parts: Part[]): Part => ({
  Condition: Object.assign({}, ...parts.map((one) => one.Condition)),
});

/** A value that cannot be read: the condition may hold, whether it is the grant's or the deny's. */
const unreadOf = (operator: string, value: string, key: string): Row[] => {
  const name = `${operator} ${key} ${value} cannot be read`;
  const [one, none] = [when(operator, value, key), when("Null", "true", key)];
  return [
    minus(`a grant, ${operator} ${value}`, one, on("a"), `unread: ${name}`),
    minus(`a deny, ${operator} ${value}`, {}, one, `unread: ${name}`),
    minus(`what no reading changes, ${operator} ${value}`, { ...one, ...on("a") }, on("a*"), "never"),
    minus(`what each reading shows, ${operator} ${value}`, none, { ...one, ...on("a") }, "s3:GetObject * *"),
  ];
};

export const unreadRows: Row[] = [
  ...unreadOf("IpAddress", "unknown(the address of an Eip)/32", ip),
  ...unreadOf("NotIpAddress", "10.0.0.0/33", ip),
  ...unreadOf("DateLessThan", "2030-01-01", date),
  ...unreadOf("DateGreaterThan", "2020-02-30T00:00:00Z", date),
  ...unreadOf("DateEquals", "1e9", date),
  ...unreadOf("DateLessThan", "9999-12-31T23:59:59-05:00", date),
  ...unreadOf("DateGreaterThan", "0000-01-01T00:00:00+01:00", date),
  ...unreadOf("NumericLessThan", "1e3", number),
  ...unreadOf("NumericEquals", "+10", number),
  ...unreadOf("NumericNotEquals", "0.0000000001", number),
  ...unreadOf("ArnLike", "arn:aws:*", arn),
  ...unreadOf("ArnNotEquals", "*", arn),
  ...unreadOf("Bool", "yes", "aws:SecureTransport"),
  ...unreadOf("Null", "no", "aws:X"),
  ...unreadOf("BinaryEquals", "ywe=", "aws:X"),
];

/** Values as AWS documents them, what is between two of them, and what is of no type. */
export const valueRows: Row[] = [
  minus(
    "a date with milliseconds",
    when("DateLessThan", "2026-01-01T00:00:00.5Z", date),
    when("DateLessThan", "2026-01-01T00:00:00.50+00:00", date),
    "never",
  ),
  minus(
    "between two dates of one second",
    when("DateLessThan", "2026-01-01T00:00:00.001Z", date),
    when("DateLessThanEquals", "2026-01-01T00:00:00Z", date),
    "s3:GetObject * aws:CurrentTime=2026-01-01T00:00:00.000000001Z *",
  ),
  minus(
    "up to the last second of all years",
    when("DateLessThan", "9999-12-31T23:59:59Z", date),
    on("a"),
    "s3:GetObject * aws:CurrentTime=9999-12-31T23:59:58Z *",
  ),
  minus(
    "and behind it",
    when("DateGreaterThan", "9999-12-31T23:59:59Z", date),
    on("a"),
    "s3:GetObject * aws:CurrentTime=9999-12-31T23:59:59.000000001Z *",
  ),
  minus(
    "from the first second of all years",
    when("DateGreaterThanEquals", "0000-01-01T00:00:00Z", date),
    when("DateGreaterThan", "0000-01-01T00:00:00Z", date),
    "s3:GetObject * aws:CurrentTime=0000-01-01T00:00:00Z *",
  ),
  minus("and none before it", when("DateLessThan", "0000-01-01T00:00:00Z", date), on("a"), "never"),
  minus(
    "numbers of many digits",
    when("NumericLessThan", "10000000000000", number),
    when("NumericLessThan", "10000000000000.0001", number),
    "never",
  ),
  minus(
    "between two numbers a thousandth apart",
    both(when("NumericGreaterThan", "1", number), when("NumericLessThan", "1.001", number)),
    on("a"),
    "s3:GetObject * aws:MultiFactorAuthAge=1.000999999 *",
  ),
  minus(
    "a tag is any text, whatever it is compared with",
    when("StringEquals", "approved", "aws:PrincipalTag/restore"),
    when("Bool", ["true", "false"], "aws:PrincipalTag/restore"),
    "s3:GetObject * aws:PrincipalTag/restore=approved *",
  ),
  minus(
    "a flag of AWS is true or false",
    when("Null", "false", "aws:SecureTransport"),
    when("Bool", ["true", "false"], "aws:SecureTransport"),
    "never",
  ),
  neitherNor("a tag may be no number", "aws:PrincipalTag/level", "s3:GetObject * aws:PrincipalTag/level=x *"),
  neitherNor("an age is a number", number, "never"),
  neitherNor("the time in seconds is a number", "aws:EpochTime", "never"),
  minus(
    "what AWS makes is no empty text",
    when("Null", "false", date),
    when("StringLike", "?*", date),
    "never",
  ),
  minus(
    "a comma in a resource is a character",
    on("B/a", "B/*"),
    on("B/a,arn:aws:s3:::B/*"),
    "s3:GetObject arn:aws:s3:::B/ *",
  ),
  minus("a comma in an action", { Action: ["s3:a", "s3:b*"] }, { Action: "s3:a,s3:b*" }, "s3:a * *"),
  minus(
    "a control character is one",
    on("B/a", "B/*"),
    on("B/a\u0001arn:aws:s3:::B/\u0003"),
    "s3:GetObject arn:aws:s3:::B/ *",
  ),
  minus(
    "what is not known offline in a document of 2008",
    { ...on("unknown(a bucket)/*"), old: true },
    on("a"),
    "s3:GetObject arn:aws:s3:::/ pattern unknown(a bucket)= *",
  ),
  minus(
    "a principal by its ID",
    { Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } },
    { Principal: { AWS: "111111111111" } },
    "s3:GetObject * AWS:AIDACKCEVSQ6C2EXAMPLE",
  ),
  minus(
    "a provider by its name",
    { Principal: { Federated: "accounts.google.com" } },
    { Principal: { AWS: "111111111111" } },
    "s3:GetObject * Federated:accounts.google.com",
  ),
];
