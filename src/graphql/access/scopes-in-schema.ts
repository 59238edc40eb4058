import {
  type ASTNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  parse,
  printSchema,
  visit,
} from 'graphql';
import { readRequiredScopes, requiresScopesDirective } from './requires-scopes.js';

/** Says in the descriptions what the directives say, as introspection does not show directives. */
export function describeScopes(schema: GraphQLSchema): void {
  for (const [, part] of partsOf(schema)) {
    const alternatives = readRequiredScopes(part);
    if (alternatives === undefined) continue;
    const list = alternatives.map((all) => all.map((scope) => `\`${scope}\``).join(' and '));
    const noun = alternatives.flat().length === 1 ? 'scope' : 'scopes';
    part.description = `${part.description} Requires the ${noun} ${list.join(' or ')}.`;
  }
}

/** Prints a schema as SDL, with the directives `@requiresScopes`, which GraphQL.js leaves out. */
export function printSchemaWithScopes(schema: GraphQLSchema): string {
  const parts = new Map(partsOf(schema));
  const text = printSchema(schema);
  let parent = '';
  let printed = '';
  let position = 0;
  const printDirective = (key: string, after: ASTNode | undefined) => {
    const part = parts.get(key);
    const scopes = part && readRequiredScopes(part);
    const end = after?.loc?.end;
    if (scopes === undefined || end === undefined) return;
    const list = scopes.map((all) => `[${all.map((scope) => `"${scope}"`).join(', ')}]`).join(', ');
    printed += `${text.slice(position, end)} @${requiresScopesDirective.name}(scopes: [${list}])`;
    position = end;
  };
  visit(parse(text), {
    ObjectTypeDefinition({ name, interfaces }) {
      parent = name.value;
      printDirective(parent, interfaces?.at(-1) ?? name);
    },
    FieldDefinition({ name, type }) {
      printDirective(`${parent}.${name.value}`, type);
    },
  });
  return printed + text.slice(position);
}

type Part = GraphQLField<unknown, unknown> | GraphQLObjectType;

/** All object types and their fields, by their coordinates, like `Query.records`. */
function* partsOf(schema: GraphQLSchema): Generator<[string, Part]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    yield [type.name, type];
    for (const field of Object.values(type.getFields()))
      yield [`${type.name}.${field.name}`, field];
  }
}
