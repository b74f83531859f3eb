import { expect } from "chai";
import { contextOf } from "../../cli/explain/context";

const isATruth = "is true or false.";
const isANumber = "is a number, such as 7 or 1.2.";
const isATime = "is a time with its zone, such as 2026-11-30T10:00:00Z, or seconds since 1970.";
const isAnAddress = "is one IP address, such as 203.0.113.7.";

const refused: [pair: string, why: string][] = [
  ...["no", "0", "1", "maybe", "yes", "", "true ", "TRUE,false"].map((value): [string, string] => [
    ...([`aws:SecureTransport=${value}`, isATruth] as const),
  ]),
  ["AWS:SECURETRANSPORT=no", isATruth],
  ["aws:MultiFactorAuthPresent=0", isATruth],
  ["aws:ViaAWSService=no", isATruth],
  ["kms:BypassPolicyLockoutSafetyCheck=on", isATruth],
  ["s3:ObjectCreationOperation=whole", isATruth],
  ["s3:TlsVersion=TLSv1.2", isANumber],
  ["aws:MultiFactorAuthAge=an hour", isANumber],
  ["kms:ScheduleKeyDeletionPendingWindowInDays=7 days", isANumber],
  ["s3:max-keys=1,000", isANumber],
  ["aws:CurrentTime=2026-11-30", isATime],
  ["aws:CurrentTime=2026-02-30T00:00:00Z", isATime],
  ["aws:TokenIssueTime=now", isATime],
  ["s3:object-lock-retain-until-date=2030", isATime],
  ["aws:SourceIp=10.0.0.0/8", isAnAddress],
  ["aws:SourceIp=300.1.1.1", isAnAddress],
  ["aws:VpcSourceIp=localhost", isAnAddress],
];
const taken = [
  ...["aws:SecureTransport=false", "aws:SecureTransport=False", "s3:TlsVersion=1.2", "s3:max-keys=1000"],
  ...["aws:CurrentTime=2026-11-30T10:00:00+01:00", "aws:EpochTime=1796000000", "aws:SourceIp=2001:db8::1"],
  ...["aws:PrincipalTag/SecureTransport=maybe", "s3:prefix=a=b", "s3:prefix="],
];

describe("explain, of what --context tells", () => {
  for (const [pair, why] of refused)
    it(`refuses ${pair}`, () => {
      const [key = ""] = pair.split("=");
      expect(() => contextOf([pair])).to.throw(`--context: "${pair}": ${key} ${why}`);
    });
  for (const pair of taken)
    it(`takes ${pair}`, () => {
      const [key = "", ...value] = pair.split("=");
      expect(contextOf([pair])).to.deep.equal({ [key]: value.join("=") });
    });
  it("takes several values of a key that may have several", () => {
    const pairs = ["aws:TagKeys=a", "aws:TagKeys=b", "aws:TagKeys=c"];
    expect(contextOf(pairs)).to.deep.equal({ "aws:TagKeys": ["a", "b", "c"] });
  });
  it("refuses two values of a key that has one", () => {
    const pairs = ["aws:SecureTransport=true", "aws:SecureTransport=false"];
    expect(() => contextOf(pairs)).to.throw("aws:SecureTransport is given twice");
  });
});
