// The browser's twin of indicators/answers: the same grammar, the same codes, the same table of cases.
// An answer is {sign, scaled, decimals}; scaled is a BigInt for a number, null for a sign. Not answered is null.

export const SIGN = Object.freeze({ NUMBER: 0, NONE: 1, MISSING: 2, NOT_APPLICABLE: 3 });
export const BOUND = 10n ** 14n;

export class AnswerError extends Error {
  constructor(code, params = {}) {
    super(code);
    this.name = "AnswerError";
    this.code = code;
    this.params = params;
  }
}

const SYMBOLS = ["", "-", "…", "x"];
const SIGNS = new Map([
  ["-", SIGN.NONE],
  ["\u2212", SIGN.NONE],
  ["…", SIGN.MISSING],
  ["...", SIGN.MISSING],
  ["x", SIGN.NOT_APPLICABLE],
  ["X", SIGN.NOT_APPLICABLE],
]);
// Space separators and the controls that end lines. String.trim() would also take U+FEFF and others.
const SPACE = "[\\p{Zs}\\t\\r\\n]";
const OUTER_SPACES = new RegExp(`^${SPACE}+|${SPACE}+$`, "gu");
const SPACES = new RegExp(`${SPACE}+`, "gu");

const NUMBER = /^([-\u2212]?)([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?$/;
const PLAIN = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;
const SHAPES = [
  ["parentheses", /^\([-\u2212]?[.,]*[0-9][0-9.,]*\)$/],
  ["exponent", /^[-\u2212+]?[0-9][0-9.,]*[eE][-\u2212+]?[0-9]+$/],
  ["plus_sign", /^\+[.,]*[0-9][0-9.,]*$/],
];
const DIGITS_AND_MARKS = /^[-\u2212]?[.,]*[0-9][0-9.,]*$/;
const HIDDEN = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}]$/u;
const NUMERAL = /^\p{N}$/u;
const LOOK_ALIKES = new Map(
  [
    ["\u0445\u0425\u03c7\u03a7\u00d7\uff58\uff38", "x"],
    ["\u2010\u2011\u2012\u2013\u2014\u2015\ufe63\uff0d", "-"],
    ["\u2024\uff0e\u066c\u2219\u00b7", "."],
    ["\u201a\uff0c\u066b", ","],
    ["\u2025\u22ef", "…"],
  ].flatMap(([characters, meant]) => [...characters].map((character) => [character, meant])),
);

/** What a person typed, in Vietnamese notation; null when blank. Throws AnswerError. */
export function parseAnswer(text, decimals) {
  const core = text.replace(OUTER_SPACES, "");
  if (core === "") return null;
  if (SIGNS.has(core)) return signed(SIGNS.get(core), decimals);
  const match = NUMBER.exec(core);
  if (match === null) throw whyNot(core);
  const [, minus, whole, fraction = ""] = match;
  if (fraction.length > decimals) throw tooManyDecimals(decimals, fraction.length);
  return numbered(minus, whole.replaceAll(".", ""), fraction, decimals);
}

/** What a machine wrote: "1234.5", "-", "…" or "x". Throws AnswerError. */
export function parsePlain(text, decimals) {
  const sign = SYMBOLS.indexOf(text, 1);
  if (sign > 0) return signed(sign, decimals);
  const match = PLAIN.exec(text);
  if (match === null) throw new AnswerError("not_plain");
  const [, minus, whole, zeros = ""] = match;
  const fraction = zeros.replace(/0+$/, "");
  if (fraction.length > decimals) throw tooManyDecimals(decimals, fraction.length);
  return numbered(minus, whole, fraction, decimals);
}

/** "1.234.567,8", "-", "…" or "x"; not answered is the empty string. */
export function formatAnswer(answer) {
  if (answer === null) return "";
  if (answer.sign !== SIGN.NUMBER) return SYMBOLS[answer.sign];
  const [minus, whole, fraction] = parts(answer);
  return minus + grouped(whole) + (fraction && `,${fraction}`);
}

/** "1234.5", as short as it is exact; "-", "…" or "x". */
export function plain(answer) {
  if (answer.sign !== SIGN.NUMBER) return SYMBOLS[answer.sign];
  const [minus, whole, zeros] = parts(answer);
  const fraction = zeros.replace(/0+$/, "");
  return minus + whole + (fraction && `.${fraction}`);
}

function signed(sign, decimals) {
  return { sign, scaled: null, decimals };
}

function numbered(minus, whole, fraction, decimals) {
  const digits = (whole + fraction.padEnd(decimals, "0")).replace(/^0+/, "") || "0";
  if (digits.length > String(BOUND).length || BigInt(digits) > BOUND) {
    const maximum = grouped(String(BOUND / 10n ** BigInt(decimals)));
    throw new AnswerError("too_large", { maximum });
  }
  return { sign: SIGN.NUMBER, scaled: minus ? -BigInt(digits) : BigInt(digits), decimals };
}

function parts({ scaled, decimals }) {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(decimals + 1, "0");
  const end = digits.length - decimals;
  return [scaled < 0n ? "-" : "", digits.slice(0, end), digits.slice(end)];
}

function grouped(whole) {
  return whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ".");
}

function tooManyDecimals(decimals, found) {
  return new AnswerError("too_many_decimals", { decimals, found });
}

// The reason that helps most, for a text that is neither sign nor number.
function whyNot(core) {
  for (const character of core.replace(SPACES, "")) {
    const error = strange(character);
    if (error !== null) return error;
  }
  const together = core.replace(SPACES, "");
  for (const [code, shape] of SHAPES) {
    if (shape.test(together)) return new AnswerError(code);
  }
  if (together !== core && (SIGNS.has(together) || DIGITS_AND_MARKS.test(together))) {
    return new AnswerError("spaces");
  }
  if (!DIGITS_AND_MARKS.test(core)) return new AnswerError("not_a_number");
  return new AnswerError(misplaced(core.replace(/^[-\u2212]/, "")));
}

// A character that hides, resembles another or is a digit of another script.
function strange(character) {
  const meant = LOOK_ALIKES.get(character);
  if (meant !== undefined) return new AnswerError("look_alike", { character, meant });
  if (HIDDEN.test(character)) {
    const point = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return new AnswerError("hidden_character", { character: `U+${point}` });
  }
  if (NUMERAL.test(character) && character > "\u007f") {
    return new AnswerError("foreign_digits", { character });
  }
  return null;
}

// Digits, points and commas only, and still no number: which mark is wrong.
function misplaced(body) {
  const at = body.indexOf(",");
  const [whole, rest] = at < 0 ? [body, ""] : [body.slice(0, at), body.slice(at + 1)];
  if (rest.includes(".")) return "decimal_point";
  if (at >= 0 && (whole === "" || rest === "" || rest.includes(","))) return "comma";
  if (at < 0 && whole.split(".").length === 2) return "decimal_point";
  return "grouping";
}
