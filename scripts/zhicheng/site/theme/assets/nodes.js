/* Nodes of a page, made and put in place. Text of records only ever becomes text nodes. */

/* make("p", {class: "why"}, "text", node …): a function in the place of an attribute's value is called on that event; what is empty is left out. */
export function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return node;
}

/* Puts children in the place of those of a node. */
export function fill(node, ...children) {
  node.textContent = "";
  node.append(...children);
}
