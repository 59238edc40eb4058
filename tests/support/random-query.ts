import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A query with its variables, most of which fit their types. */
export interface RandomQuery {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string;
}

type Pick = fc.GeneratorValue;

const deepest = 5;

const texts = [
  'title',
  'é',
  '',
  '%',
  '"\\\n',
  '0.example',
  'https://1.example/1',
  '1',
  '__proto__',
];
const dates = ['2014-03-08', '2014-03-08T00:00:00Z', '2010-01-01T01:02:03.456+02:00'];
const ids = ['1', '2', '12', 'none'];
const globalIds = ['UmVjb3JkOjE', 'UmVjb3JkOjI', 'U2l0ZTox', 'SW1wb3J0OjI', 'U2l0ZTo5OQ'];

/** Valid queries over a schema: aliases, fragments, conditions and variables wherever they may be. */
export function randomQuery(schema: GraphQLSchema): fc.Arbitrary<RandomQuery> {
  return fc.gen().map((pick) => new Writer(schema, pick).query());
}

class Writer {
  readonly #definitions: string[] = [];
  readonly #fragments: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #names = new Set<string>();
  #budget = 40;
  readonly #hasConditions = this.#chance(8);

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly pick: Pick,
  ) {}

  query(): RandomQuery {
    const operationName = this.#oneOf(['Wanted', 'A', 'query']);
    const selection = this.#selection(this.schema.getQueryType() as GraphQLObjectType, 0);
    const definitions = this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
    const others = this.#chance(5) ? 'query Other { __typename }' : '';
    const text = [
      others,
      `query ${operationName}${definitions} ${selection}`,
      ...this.#fragments,
    ].join('\n');
    return { text, variables: this.#variables, operationName };
  }

  #chance(oneIn: number): boolean {
    return this.pick(fc.integer, { min: 1, max: oneIn }) === oneIn;
  }

  #oneOf<Value>(values: readonly Value[]): Value {
    // Not the values themselves: fast-check compares what it is asked for, and a schema has no end.
    return values[this.pick(fc.nat, { max: values.length - 1 })] as Value;
  }

  #selection(type: GraphQLObjectType | GraphQLInterfaceType, depth: number): string {
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < deepest || !isCompositeType(getNamedType(field.type)),
    );
    const count = this.pick(fc.integer, { min: 1, max: 4 });
    const parts = ['__typename'];
    for (let part = 0; part < count && fields.length > 0 && this.#budget > 0; part++) {
      this.#budget--;
      parts.push(this.#part(type, this.#oneOf(fields), depth));
    }
    return `{ ${parts.join(' ')} }`;
  }

  #part(
    type: GraphQLObjectType | GraphQLInterfaceType,
    field: GraphQLField<unknown, unknown>,
    depth: number,
  ): string {
    // An interface has little else to select.
    if (depth < deepest && (this.#chance(6) || (isInterfaceType(type) && !this.#chance(4)))) {
      const wanted = this.#chance(3) ? type : this.#oneOf(this.#kinOf(type));
      const inner = this.#selection(wanted, depth);
      const on = wanted === type && this.#chance(2) ? '' : `on ${wanted.name}`;
      if (this.#chance(2)) return `... ${on} ${this.#condition()} ${inner}`;
      const name = `F${this.#fragments.length}`;
      this.#fragments.push(`fragment ${name} on ${wanted.name} ${inner}`);
      return `...${name} ${this.#condition()} ...${name}`;
    }
    // Each has a name of its own, as fields of one name and other arguments contradict.
    const alias = this.#alias(field.name);
    const args = field.args.flatMap((arg) => this.#argument(arg));
    const named = getNamedType(field.type);
    const inner =
      isObjectType(named) || isInterfaceType(named) ? this.#selection(named, depth + 1) : '';
    const given = args.length > 0 ? `(${args.join(', ')})` : '';
    return `${alias}${field.name}${given} ${this.#condition()} ${inner}`;
  }

  /** The types on which a fragment may be where objects of this type are. */
  #kinOf(type: GraphQLObjectType | GraphQLInterfaceType) {
    const possible = isInterfaceType(type) ? this.schema.getPossibleTypes(type) : [type];
    return [...possible, ...type.getInterfaces()];
  }

  #alias(fieldName: string): string {
    const wanted = this.#oneOf([
      fieldName,
      'a',
      'constructor',
      'toString',
      'idx1',
      '__parent',
      'a_b',
    ]);
    const name = this.#names.has(wanted) ? `${wanted}_${this.#names.size}` : wanted;
    this.#names.add(name);
    return name === fieldName ? '' : `${name}: `;
  }

  #condition(): string {
    if (!this.#hasConditions || !this.#chance(3)) return '';
    const directive = this.#oneOf(['skip', 'include']);
    const value = this.#oneOf([true, false]);
    return `@${directive}(if: ${this.#chance(2) ? this.#variable('Boolean!', value) : value})`;
  }

  #argument({ name, type, defaultValue }: GraphQLArgument): string[] {
    const isRequired = isNonNullType(type) && defaultValue === undefined;
    // No text is a cursor, so most lists must go without.
    const seldom = /^(after|before)$/.test(name) ? 15 : 3;
    if (!isRequired && !this.#chance(seldom)) return [];
    if (this.#chance(2)) return [`${name}: ${this.#literal(type, 0, name)}`];
    const value = this.#value(type, 0, name);
    // A nullable one may be left out, also where null is not allowed but there is a default.
    const variableType = isRequired ? String(type) : String(getNullableType(type));
    if (!isRequired && this.#chance(4)) return [`${name}: ${this.#variable(variableType)}`];
    const isNull = !isRequired && this.#chance(6);
    return [`${name}: ${this.#variable(variableType, isNull ? null : value)}`];
  }

  #variable(type: string, ...given: readonly unknown[]): string {
    const name = this.#oneOf(['v', 'argument', 'constructor', 'hasOwnProperty']);
    const unique = `${name}${this.#definitions.length}`;
    this.#definitions.push(`$${unique}: ${type}`);
    if (given.length > 0) this.#variables[unique] = given[0];
    return `$${unique}`;
  }

  /** A value as JSON has it; sometimes one that does not fit. */
  #value(type: GraphQLInputType, depth: number, name: string): unknown {
    if (this.#chance(80)) return { wrong: true };
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const length = this.pick(fc.integer, { min: 0, max: 2 });
      const items = Array.from({ length }, () => this.#value(nullable.ofType, depth + 1, name));
      return length === 1 && this.#chance(2) ? items[0] : items;
    }
    if (isEnumType(nullable)) return this.#oneOf(nullable.getValues()).name;
    if (!isInputObjectType(nullable)) return this.#scalar(nullable.name, name);
    const fields = Object.values(nullable.getFields()).filter(
      ({ type: inner }) => depth < 3 || !isInputObjectType(getNamedType(inner)),
    );
    const chosen = fields.filter(() => this.#chance(4));
    return Object.fromEntries(
      chosen.map((field) => [field.name, this.#value(field.type, depth + 1, field.name)]),
    );
  }

  #scalar(type: string, name: string): unknown {
    if (type === 'Int') return this.pick(fc.integer, { min: -1, max: name === 'first' ? 12 : 101 });
    if (type === 'Boolean') return this.#chance(2);
    if (type === 'ID') return this.#oneOf<unknown>([...ids, ...globalIds, ...globalIds, 1]);
    if (/^Date/.test(type)) return this.#oneOf(dates);
    return this.#oneOf(texts);
  }

  #literal(type: GraphQLInputType, depth: number, name: string): string {
    const nullable = getNullableType(type);
    if (!isNonNullType(type) && this.#chance(8)) return 'null';
    if (depth > 0 && this.#chance(5)) return this.#inner(type, name);
    if (isListType(nullable)) {
      const length = this.pick(fc.integer, { min: 0, max: 2 });
      const items = Array.from({ length }, () => this.#literal(nullable.ofType, depth + 1, name));
      const [only = ''] = items;
      // A single item stands for a list of one, but a variable needs the type of its place.
      const isBare = length === 1 && !only.startsWith('$') && this.#chance(2);
      return isBare ? only : `[${items.join(', ')}]`;
    }
    if (isEnumType(nullable)) return this.#oneOf(nullable.getValues()).name;
    if (!isInputObjectType(nullable)) return JSON.stringify(this.#scalar(nullable.name, name));
    const fields = Object.values(nullable.getFields()).filter(
      ({ type: inner }) => depth < 3 || !isInputObjectType(getNamedType(inner)),
    );
    const chosen = fields.filter((field) => isNonNullType(field.type) || this.#chance(4));
    const members = chosen.map(
      (field) => `${field.name}: ${this.#literal(field.type, depth + 1, field.name)}`,
    );
    return `{ ${members.join(', ')} }`;
  }

  /** A variable inside a literal, given, null, left out, or with a default of its own. */
  #inner(type: GraphQLInputType, name: string): string {
    const value = this.#value(type, 3, name);
    if (!isNonNullType(type)) {
      return this.#oneOf([
        () => this.#variable(String(type), value),
        () => this.#variable(String(type), null),
        () => this.#variable(String(type)),
      ])();
    }
    if (isInputObjectType(type.ofType) && this.#chance(2)) {
      return this.#variable(`${type.ofType} = {}`, ...(this.#chance(2) ? [null] : []));
    }
    return this.#variable(String(type), value);
  }
}
