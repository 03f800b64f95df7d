// The declared checks, as the server reads them: "-" counts 0; "…", "x" and unanswered cells are not compared.

import { SIGN, formatAnswer } from "./answers.js";

/** The amount of an answer as [scaled, decimals], or null when it is not compared. */
function amountOf(answer) {
  if (!answer) return null;
  if (answer.sign === SIGN.NONE) return [0n, 0];
  return answer.sign === SIGN.NUMBER ? [answer.scaled, answer.decimals] : null;
}

function at([scaled, decimals], wanted) {
  return scaled * 10n ** BigInt(wanted - decimals);
}

function partOf(rule, answerAt) {
  const part = amountOf(answerAt(rule.part));
  const whole = amountOf(answerAt(rule.whole));
  if (!part || !whole) return null;
  const decimals = Math.max(part[1], whole[1]);
  if (at(part, decimals) <= at(whole, decimals)) return null;
  return rule.message
    .replace("{part}", formatAnswer(answerAt(rule.part)))
    .replace("{whole}", formatAnswer(answerAt(rule.whole)));
}

function sum(rule, answerAt) {
  const whole = amountOf(answerAt(rule.whole));
  const parts = rule.parts.map((address) => amountOf(answerAt(address)));
  if (!whole || parts.some((part) => part === null)) return null;
  const decimals = Math.max(whole[1], ...parts.map((part) => part[1]));
  const total = parts.reduce((so_far, part) => so_far + at(part, decimals), 0n);
  if (total === at(whole, decimals)) return null;
  const said = formatAnswer({ sign: SIGN.NUMBER, scaled: total, decimals });
  return rule.message.replace("{whole}", formatAnswer(answerAt(rule.whole))).replace("{sum}", said);
}

const KINDS = { part_of: partOf, sum };

/** Problems of the rules: [{address, severity, message}]. `answerAt(address)` → answer, null or undefined. */
export function problemsOf(rules, answerAt) {
  return rules
    .map((rule) => ({ rule, message: KINDS[rule.kind]?.(rule, answerAt) }))
    .filter(({ message }) => message)
    .map(({ rule, message }) => ({ address: rule.address, severity: rule.severity, message }));
}
