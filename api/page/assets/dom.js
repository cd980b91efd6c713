// Elements from text: nothing that comes from an article or an answer is ever read as markup.

/** The element of this id, which the page has. */
export const byId = (id) => document.getElementById(id);

/**
 * An element with attributes and children; strings become text. Of the attributes, `true` is written as an
 * empty value, and `false`, `null` and `undefined` are left out. Children that are `null` or `false` are too.
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false));
  return element;
}

/** The children with `between` from one to the next. */
export function joined(children, between) {
  return children.flatMap((child, i) => (i ? [between, child] : [child]));
}
