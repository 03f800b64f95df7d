// The subject of tests/test_harness.py.
export function half(number) {
  if (number % 2) throw new RangeError(`${number} is odd`);
  return number / 2;
}
