import { BREAK, type ValueNode, visit } from 'graphql';

/** Whether variables have a part in a value of a document. */
export function hasVariables(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}
