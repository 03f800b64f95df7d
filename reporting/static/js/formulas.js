// The browser's twin of indicators/formulas: it evaluates the parse tree that the server made (script.py), so
// nothing is parsed here. The same table of cases proves the same digits and the same checks on both sides.
// A value is {n, d} (BigInt, d > 0), or one of the marks below; a condition is true, false or a mark.

import { BOUND, SIGN, formatAnswer } from "./answers.js";

const NONE = "none";
const NOT_APPLICABLE = "not applicable";
const UNDEFINED = "undefined";
const MISSING = "missing";
const BLANK = "blank";
const STRENGTH = [NONE, NOT_APPLICABLE, UNDEFINED, MISSING, BLANK];
const OF_SIGN = { [SIGN.NONE]: NONE, [SIGN.MISSING]: MISSING, [SIGN.NOT_APPLICABLE]: NOT_APPLICABLE };
const SIGN_OF = new Map(Object.entries(OF_SIGN).map(([sign, mark]) => [mark, Number(sign)]));
SIGN_OF.set(UNDEFINED, SIGN.NOT_APPLICABLE);

const isMark = (value) => typeof value === "string";
const isKnown = (mark) => STRENGTH.indexOf(mark) < STRENGTH.indexOf(UNDEFINED);
const strongest = (marks) => marks.reduce((one, other) => (STRENGTH.indexOf(other) > STRENGTH.indexOf(one) ? other : one));
const tenTo = (power) => 10n ** BigInt(power);
const absolute = (n) => (n < 0n ? -n : n);

// ---- exact numbers ---------------------------------------------------------------------------------------

function fraction(n, d = 1n) {
  if (d === 1n) return { n, d };
  let [a, b] = [absolute(n), d];
  while (b) [a, b] = [b, a % b];
  return { n: n / a, d: d / a };
}

const plus = (a, b) => (a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d));
const opposite = (a) => ({ n: -a.n, d: a.d });
const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
const divided = (a, b) => (b.n < 0n ? fraction(-a.n * b.d, a.d * -b.n) : fraction(a.n * b.d, a.d * b.n));
const difference = (a, b) => a.n * b.d - b.n * a.d;

/** value × 10^places as the nearest integer; a half goes away from zero. */
function rounded({ n, d }, places) {
  const shifted = places >= 0 ? { n: n * tenTo(places), d } : { n, d: d * tenTo(-places) };
  const nearest = (2n * absolute(shifted.n) + shifted.d) / (2n * shifted.d);
  return n < 0n ? -nearest : nearest;
}

const scaledBy = (value, power) => (power >= 0 ? times(value, { n: tenTo(power), d: 1n }) : divided(value, { n: tenTo(-power), d: 1n }));

function valueOf(answer, scale) {
  if (!answer) return BLANK;
  if (answer.sign !== SIGN.NUMBER) return OF_SIGN[answer.sign];
  return scaledBy({ n: answer.scaled, d: 1n }, scale - answer.decimals);
}

/** What a computed cell shows; null while something is not answered, undefined when it is too large. */
function answerOf(value, decimals, scale) {
  if (value === BLANK) return null;
  if (isMark(value)) return { sign: SIGN_OF.get(value), scaled: null, decimals };
  const scaled = rounded(scaledBy(value, -scale), decimals);
  return absolute(scaled) > BOUND ? undefined : { sign: SIGN.NUMBER, scaled, decimals };
}

// ---- expressions: [word, …parts], as binding.py describes them --------------------------------------------

function sum(parts, at) {
  let total = { n: 0n, d: 1n };
  const marks = [];
  for (const [sign, part] of parts) {
    const value = evaluate(part, at);
    if (isMark(value)) marks.push(value);
    else total = plus(total, sign > 0 ? value : opposite(value));
  }
  return withMarks(marks, parts.length, total);
}

function extreme(parts, at, isBetter) {
  const found = parts.map((part) => evaluate(part, at));
  const numbers = found.filter((value) => !isMark(value));
  const best = numbers.length && numbers.reduce((one, other) => (isBetter(difference(other, one)) ? other : one));
  return withMarks(found.filter(isMark), found.length, best);
}

function withMarks(marks, count, total) {
  if (!marks.length) return total;
  const worst = strongest(marks);
  if (!isKnown(worst)) return worst;
  if (marks.length < count) return total;
  return marks.includes(NONE) ? NONE : NOT_APPLICABLE;
}

function product([[, first], ...rest], at) {
  let total = evaluate(first, at);
  for (const [sign, part] of rest) {
    const value = evaluate(part, at);
    total = sign > 0 ? multiply(total, value) : divide(total, value);
  }
  return total;
}

function multiply(left, right) {
  const marks = [left, right].filter(isMark);
  return marks.length ? strongest(marks) : times(left, right);
}

function divide(left, right) {
  const by = right === NONE ? { n: 0n, d: 1n } : right;
  const marks = [left, by].filter((value) => isMark(value) && value !== NONE);
  if (marks.length) return strongest(marks);
  if (by.n === 0n) return UNDEFINED;
  return left === NONE ? NONE : divided(left, by);
}

function round(part, places, at) {
  const value = evaluate(part, at);
  return isMark(value) ? value : scaledBy({ n: rounded(value, places), d: 1n }, -places);
}

const COMPARISONS = {
  "=": (difference) => difference === 0n,
  "≠": (difference) => difference !== 0n,
  "<": (difference) => difference < 0n,
  "≤": (difference) => difference <= 0n,
  ">": (difference) => difference > 0n,
  "≥": (difference) => difference >= 0n,
};

function compare(comparison, sides, at) {
  const values = sides.map((side) => evaluate(side, at)).map((value) => (value === NONE ? { n: 0n, d: 1n } : value));
  const marks = values.filter(isMark);
  return marks.length ? strongest(marks) : COMPARISONS[comparison](difference(...values));
}

/** VÀ is settled by one false part, HOẶC by one true part, whatever the others are. */
function several(parts, at, settles) {
  const found = parts.map((part) => evaluate(part, at));
  if (found.includes(settles)) return settles;
  const marks = found.filter(isMark);
  return marks.length ? strongest(marks) : !settles;
}

function mapped(part, at, change) {
  const value = evaluate(part, at);
  return isMark(value) ? value : change(value);
}

const WORDS = {
  cell: ([number], at) => at.cells[number],
  elsewhere: ([number], at) => at.elsewhere[number],
  number: ([n, d]) => ({ n: BigInt(n), d: BigInt(d) }),
  negative: ([part], at) => mapped(part, at, opposite),
  abs: ([part], at) => mapped(part, at, ({ n, d }) => ({ n: absolute(n), d })),
  not: ([part], at) => mapped(part, at, (truth) => !truth),
  round: ([part, places], at) => round(part, places, at),
  sum,
  product,
  min: (parts, at) => extreme(parts, at, (difference) => difference < 0n),
  max: (parts, at) => extreme(parts, at, (difference) => difference > 0n),
  compare: ([comparison, ...sides], at) => compare(comparison, sides, at),
  and: (parts, at) => several(parts, at, false),
  or: (parts, at) => several(parts, at, true),
  if: ([condition, then, otherwise], at) => mapped(condition, at, (truth) => evaluate(truth ? then : otherwise, at)),
};

function evaluate([word, ...parts], at) {
  return WORDS[word](parts, at);
}

// ---- the form --------------------------------------------------------------------------------------------

/**
 * Fill the computed and carried cells and find the conditions that do not hold.
 *
 * `answerAt(address)` → answer, null or undefined. Answers {filled: Map address → answer or null,
 * opened, undefined, tooLarge: Set of addresses, failures: [{condition, sides: [text, text]}]}; `condition` is
 * its place in `plan.conditions`.
 */
export function run(plan, answerAt) {
  const filled = new Map();
  const told = (address) => (filled.has(address) ? filled.get(address) : answerAt(address)) ?? null;
  const at = {
    cells: plan.cells.map(([address, , scale]) => valueOf(answerAt(address), scale)),
    elsewhere: plan.elsewhere.map((said) => valueOf(said && readAnswer(said), 0)),
  };
  for (const number of plan.absent ?? []) at.cells[number] = MISSING;
  const found = { filled, opened: new Set(), undefined: new Set(), tooLarge: new Set(), failures: [] };
  for (const step of plan.steps) fillStep(plan, step, at, found);
  plan.conditions.forEach(([, expression], condition) => {
    if (evaluate(expression, at) !== false) return;
    found.failures.push({ condition, sides: sidesOf(plan, expression, at, told) });
  });
  return found;
}

function readAnswer([sign, scaled, decimals]) {
  return { sign, scaled: scaled === null ? null : BigInt(scaled), decimals };
}

function fillStep(plan, [cell, expression, isCarried], at, found) {
  const [address, decimals, scale] = plan.cells[cell];
  const value = evaluate(expression, at);
  const lacks = (source) => at.elsewhere[source] === BLANK;
  if (value === BLANK && isCarried && sourcesIn(expression).some(lacks)) {
    found.opened.add(address);
    return;
  }
  const answer = answerOf(value, decimals, scale);
  if (value === UNDEFINED) found.undefined.add(address);
  if (answer === undefined) found.tooLarge.add(address);
  found.filled.set(address, answer ?? null);
  at.cells[cell] = valueOf(answer, scale);
}

/** What was compared, as people read it: telling.py says how. */
function sidesOf(plan, expression, at, told) {
  if (expression[0] !== "compare") return [];
  const read = cellsIn(expression).map((number) => plan.cells[number]);
  const [least, scale] = [Math.max(0, ...read.map(([, decimals]) => decimals)), read[0][2]];
  return expression.slice(2).map((side) => {
    if (side[0] === "cell") return formatAnswer(told(plan.cells[side[1]][0]));
    const value = evaluate(side, at);
    if (isMark(value)) return "0";
    const shown = scaledBy(value, -scale);
    const decimals = shownDecimals(shown, least);
    return formatAnswer({ sign: SIGN.NUMBER, scaled: rounded(shown, decimals), decimals });
  });
}

function shownDecimals({ d }, least) {
  for (let decimals = least; decimals <= 6; decimals += 1) if (tenTo(decimals) % d === 0n) return decimals;
  return Math.max(least, 4);
}

function cellsIn(expression) {
  return readIn(expression, "cell");
}

function sourcesIn(expression) {
  return readIn(expression, "elsewhere");
}

function readIn(expression, word) {
  if (!Array.isArray(expression)) return [];
  return expression[0] === word ? [expression[1]] : expression.flatMap((part) => readIn(part, word));
}
