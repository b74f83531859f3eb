import { type Case, changed, narrowed, onlyIf, tag, x } from "./case";

export const values: Record<string, Case[]> = {
  values: [
    [
      "one of several",
      onlyIf({ StringEquals: { [x]: ["a", "b"] } }),
      onlyIf({ StringEquals: { [x]: "b" } }),
      [narrowed],
    ],
    [
      "one more",
      onlyIf({ StringEquals: { [x]: ["a"] } }),
      onlyIf({ StringEquals: { [x]: ["a", "b"] } }),
      ["grant widened"],
    ],
    [
      "another",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: "b" } }),
      [changed, narrowed],
    ],
    [
      "two statements with one value each",
      onlyIf({ StringEquals: { [x]: ["a", "b"] } }),
      [onlyIf({ StringEquals: { [x]: "a" } }), onlyIf({ StringEquals: { [x]: "b" } })],
      [],
    ],
    [
      "a list of one, another case of the key",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x.toUpperCase()]: ["a"] } }),
      [],
    ],
    [
      "like, without wildcards",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringLike: { [x]: "a" } }),
      [],
    ],
    [
      "a star that was a character",
      onlyIf({ StringEquals: { [x]: "a*" } }),
      onlyIf({ StringLike: { [x]: "a*" } }),
      ["grant widened"],
    ],
    [
      "a star that becomes one",
      onlyIf({ StringLike: { [x]: "a*" } }),
      onlyIf({ StringEquals: { [x]: "a*" } }),
      [narrowed],
    ],
    [
      "in any case",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEqualsIgnoreCase: { [x]: "A" } }),
      ["grant widened"],
    ],
    [
      "no more in any case",
      onlyIf({ StringEqualsIgnoreCase: { [x]: "A" } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [narrowed],
    ],
    [
      "fewer that must not be",
      onlyIf({ StringNotEquals: { [x]: ["a", "b"] } }),
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      ["grant widened"],
    ],
    [
      "more that must not be",
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      onlyIf({ StringNotEquals: { [x]: ["b", "a"] } }),
      [narrowed],
    ],
    [
      "a variable in place of a value",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: tag } }),
      [changed, narrowed],
    ],
    [
      "wildcards in what a variable stands for",
      onlyIf({ StringEquals: { [x]: tag } }),
      onlyIf({ StringLike: { [x]: tag } }),
      ["grant widened"],
    ],
    [
      "wildcards in what a variable must not stand for",
      onlyIf({ StringNotLike: { [x]: tag } }),
      onlyIf({ StringNotEqualsIgnoreCase: { [x]: tag } }),
      [changed, narrowed],
    ],
    [
      "a value that stood beside a variable",
      onlyIf({ StringEquals: { [x]: ["a", tag] } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [changed, narrowed],
    ],
    [
      "a number by another name",
      onlyIf({ NumericLessThan: { [x]: "5" } }),
      onlyIf({ NumericLessThan: { [x]: "5.0" } }),
      [],
    ],
    [
      "a lower limit",
      onlyIf({ NumericLessThan: { [x]: "5" } }),
      onlyIf({ NumericLessThanEquals: { [x]: "4" } }),
      [narrowed],
    ],
    [
      "the limit itself",
      onlyIf({ NumericLessThan: { [x]: "5" } }),
      onlyIf({ NumericLessThanEquals: { [x]: "5" } }),
      ["grant widened"],
    ],
    [
      "a later end",
      onlyIf({ DateLessThan: { [x]: "2026-01-01T00:00:00Z" } }),
      onlyIf({ DateLessThan: { [x]: "2027-01-01T00:00:00Z" } }),
      ["grant widened"],
    ],
    ...["2026-01-01T00:00Z", "2026-01-01T02:00:00+02:00", "2025-12-31T19:00:00-05:00", "1767225600"].map(
      (written): Case => [
        `the same instant, written ${written}`,
        onlyIf({ DateLessThan: { [x]: "2026-01-01T00:00:00Z" } }),
        onlyIf({ DateLessThan: { [x]: written } }),
        [],
      ],
    ),
    ...["2026-01-01T03:00:00+02:00", "1767225601"].map(
      (written): Case => [
        `a later instant, written ${written}`,
        onlyIf({ DateLessThan: { [x]: "2026-01-01T00:00:00Z" } }),
        onlyIf({ DateLessThan: { [x]: written } }),
        ["grant widened"],
      ],
    ),
    ...["2026-01-01", "2026", "1767225600000", "2026-01-01T00:00:00", "2025-02-30T00:00:00Z"].map(
      (written): Case => [
        `what instant is not said, written ${written}`,
        onlyIf({ DateLessThan: { [x]: "2026-01-01T00:00:00Z" } }),
        onlyIf({ DateLessThan: { [x]: written } }),
        [changed, narrowed],
      ],
    ),
    [
      "a smaller network",
      onlyIf({ IpAddress: { [x]: "10.0.0.0/8" } }),
      onlyIf({ IpAddress: { [x]: "10.1.0.0/16" } }),
      [narrowed],
    ],
    [
      "a larger network",
      onlyIf({ IpAddress: { [x]: "10.0.0.0/16" } }),
      onlyIf({ IpAddress: { [x]: "10.0.0.0/8" } }),
      ["grant widened"],
    ],
    [
      "a field of an ARN",
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::1:role/a" } }),
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::*:role/a" } }),
      ["grant widened"],
    ],
    [
      "the same of ARNs",
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::1:role/*" } }),
      onlyIf({ ArnEquals: { [x]: "arn:aws:iam::1:role/*" } }),
      [],
    ],
    [
      "a variable in a field, which may have colons",
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::*:role/a" } }),
      onlyIf({ ArnLike: { [x]: `arn:aws:iam::${tag}:role/a` } }),
      [changed, narrowed],
    ],
    [
      "a star that would cross fields",
      onlyIf({ ArnLike: { [x]: "arn:aws:iam:*:role/a" } }),
      onlyIf({ ArnLike: { [x]: "arn:aws:iam::1:role/a" } }),
      [changed, narrowed],
    ],
    [
      "an operator that IAM does not have",
      onlyIf({ StringIsh: { [x]: "a" } }),
      onlyIf({ StringIsh: { [x]: ["a", "b"] } }),
      [changed, narrowed],
    ],
  ],
};
