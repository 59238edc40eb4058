import { expect, test } from '@jest/globals';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
} from 'graphql';
import { createSchema } from '../src/schema.js';

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Everything in a type that has a name, the type included. */
function* partsOf(type: GraphQLNamedType): Iterable<Described> {
  yield type;
  const named = (part: Described, within: string) => ({ ...part, name: `${within}.${part.name}` });
  if (isEnumType(type)) for (const value of type.getValues()) yield named(value, type.name);
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) yield named(field, type.name);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const field of Object.values(type.getFields())) {
    yield named(field, type.name);
    for (const arg of field.args) yield named(arg, `${type.name}.${field.name}`);
  }
}

const schema = createSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
const parts: Described[] = [
  { name: 'the schema', description: schema.description },
  ...types.flatMap((type) => [...partsOf(type)]),
  ...directives.flatMap((directive) => [directive, ...directive.args]),
];

test('the walk over the schema finds every kind of part', () => {
  const names = parts.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'Query',
      'DateTime',
      'Record.title',
      'Query.record.id',
      'Interval.DAY',
      'DateRange.gte',
    ]),
  );
});

test('every type, field, argument, enum value and input field has a description', () => {
  expect(parts.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
});

test('descriptions in the schema are sentences', () => {
  const unfinished = parts.filter(({ description }) => !/^[A-Z`@].*\.$/s.test(description ?? ''));
  expect(unfinished.map(({ name }) => name)).toEqual([]);
});

test('no description in the schema only repeats the name', () => {
  const said = ({ name, description }: Described) => {
    const plain = name.split('.').at(-1)?.toLowerCase();
    return description?.toLowerCase().replace(/^(the|a|an) |\.$/g, '') !== plain;
  };
  expect(parts.filter((part) => !said(part)).map(({ name }) => name)).toEqual([]);
});
