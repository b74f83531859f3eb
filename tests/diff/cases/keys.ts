import { allow, type Case, changed, narrowed, onlyIf, tag, x } from "./case";

const several = "aws:TagKeys";

export const keys: Record<string, Case[]> = {
  keys: [
    ["a condition more", allow({}), onlyIf({ StringEquals: { [x]: "a" } }), [narrowed]],
    ["a condition less", onlyIf({ StringEquals: { [x]: "a" } }), allow({}), ["grant widened"]],
    [
      "IfExists",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      ["grant widened"],
    ],
    [
      "no IfExists any more",
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [narrowed],
    ],
    [
      "IfExists of what must not be",
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      onlyIf({ StringNotEqualsIfExists: { [x]: "a" } }),
      [],
    ],
    [
      "IfExists in two statements",
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      [onlyIf({ StringEquals: { [x]: "a" } })],
      [narrowed],
    ],
    [
      "IfExists of what is there",
      onlyIf({ StringEqualsIfExists: { [x]: "a" }, Null: { [x]: "false" } }),
      onlyIf({ StringEquals: { [x]: "a" } }),
      [],
    ],
    [
      "it must be there and is asked for",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { [x]: "a" }, Null: { [x]: "false" } }),
      [],
    ],
    [
      "it must be there, and what it is is not asked",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ Null: { [x]: "false" } }),
      ["grant widened"],
    ],
    [
      "it is not there in place of not being something",
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      onlyIf({ Null: { [x]: "true" } }),
      [narrowed],
    ],
    [
      "it has no value in place of IfExists",
      onlyIf({ StringEqualsIfExists: { [x]: "a" } }),
      onlyIf({ Null: { [x]: "true" } }),
      [changed, narrowed],
    ],
    [
      "it is not something in place of being there",
      onlyIf({ Null: { [x]: "false" } }),
      onlyIf({ StringNotEquals: { [x]: "a" } }),
      [changed, narrowed],
    ],
    [
      "it is not there in place of not being what a variable stands for",
      onlyIf({ StringNotEquals: { [x]: tag } }),
      onlyIf({ Null: { [x]: "true" } }),
      [changed, narrowed],
    ],
    [
      "it is not there in place of some that are not",
      onlyIf({ "ForAnyValue:StringNotEquals": { [several]: "a" } }),
      onlyIf({ Null: { [several]: "true" } }),
      [changed, narrowed],
    ],
    ["there or not", allow({}), onlyIf({ Null: { [x]: ["true", "false"] } }), []],
    ["what cannot be", [], onlyIf({ StringEquals: { [x]: "a" }, Null: { [x]: "true" } }), []],
    [
      "another key",
      onlyIf({ StringEquals: { [x]: "a" } }),
      onlyIf({ StringEquals: { "aws:SourceVpce": "a" } }),
      [changed, narrowed],
    ],
  ],
  sets: [
    [
      "each of fewer",
      onlyIf({ "ForAllValues:StringEquals": { [several]: ["a", "b"] } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      [narrowed],
    ],
    [
      "each of more",
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: ["a", "b"] } }),
      ["grant widened"],
    ],
    [
      "each of several is not each of one or the other",
      onlyIf({ "ForAllValues:StringEquals": { [several]: ["a", "b"] } }),
      [
        onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
        onlyIf({ "ForAllValues:StringEquals": { [several]: "b" } }),
      ],
      [narrowed],
    ],
    [
      "some of one or the other",
      onlyIf({ "ForAnyValue:StringEquals": { [several]: ["a", "b"] } }),
      [
        onlyIf({ "ForAnyValue:StringEquals": { [several]: "a" } }),
        onlyIf({ "ForAnyValue:StringEquals": { [several]: "b" } }),
      ],
      [],
    ],
    [
      "each in place of some, which none fulfil",
      onlyIf({ "ForAnyValue:StringEquals": { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      [changed, narrowed],
    ],
    [
      "each in place of the one",
      onlyIf({ StringEquals: { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      [changed, narrowed],
    ],
    [
      "none there in place of each",
      onlyIf({ "ForAllValues:StringEquals": { [several]: "a" } }),
      onlyIf({ Null: { [several]: "true" } }),
      [narrowed],
    ],
    [
      "some that are not",
      onlyIf({ "ForAnyValue:StringNotEquals": { [several]: ["a", "b"] } }),
      onlyIf({ "ForAnyValue:StringNotEquals": { [several]: "a" } }),
      ["grant widened"],
    ],
    [
      "each is not",
      onlyIf({ "ForAllValues:StringNotEquals": { [several]: "a" } }),
      onlyIf({ "ForAllValues:StringNotEquals": { [several]: ["a", "b"] } }),
      [narrowed],
    ],
  ],
};
