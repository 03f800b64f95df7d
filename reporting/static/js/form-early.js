// On a slow line one types before the page's scripts arrive, and no event tells of it afterwards.

/** Whether the text of a field is another than the page came with; an <input> takes no line breaks of its own. */
export function isTypedEarly(field) {
  const came = field.localName === "input" ? field.defaultValue.replace(/[\r\n]/g, "") : field.defaultValue;
  return field.value !== came;
}
