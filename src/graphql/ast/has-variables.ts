import { BREAK, type ValueNode, visit } from 'graphql';

/** Whether a value in a document contains a variable. */
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
