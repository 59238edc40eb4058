/** The values of an operation's variables, as the client sent them. */
export type Variables = Readonly<Record<string, unknown>>;

/** The part of a cost that variables decide: a number of objects, or whether a field is selected (1 or 0). */
export type Factor = (variables: Variables) => number;

// Above every limit, and so small that no sum or product becomes Infinity or NaN.
const maxValue = 1e15;

/** A cost that is known, or a formula in the {@link FormulaBook} that made it. */
export type Amount = number | Formula;

/** One summand: an amount multiplied by all the factors. */
export interface Term {
  readonly amount: Amount;
  readonly factors?: readonly Factor[];
}

class Formula {
  /** Its value for the variables that were evaluated last. */
  value = 0;

  constructor(
    readonly constant: number,
    readonly terms: readonly Required<Term>[],
  ) {}
}

/**
 * The formulas of an operation, each after those that it depends on. For example,
 *
 *     query ($n: Int) {
 *       sites(first: $n) { nodes { records(first: 5) { nodes { title } } } }
 *     }
 *
 * becomes these formulas (and a few that only pass on a value):
 *
 *     records = 10 + 1 * pageSize(5)          a list costs 10, and each of its records 1
 *     site    = 1 + records                   a site costs 1, and what is selected from it
 *     sites   = 10 + site * pageSize($n)      the list of sites, and each of the sites
 *
 * `10` and `1` are constants, `site * pageSize($n)` is a {@link Term} with the {@link Amount} `site` and
 * one {@link Factor}. With the variables `{ "n": 3 }`, the operation costs 10 + (1 + 10 + 5) * 3 = 58.
 *
 * A fragment adds its formulas once, however often it is used: evaluating takes time in proportion to
 * the document, not to what it expands to.
 */
export class FormulaBook {
  readonly #formulas: Formula[] = [];

  /** The sum of terms: a number if no term has factors or is a formula. */
  sum(terms: readonly Term[]): Amount {
    let constant = 0;
    const variable: Required<Term>[] = [];
    for (const { amount, factors = [] } of terms) {
      if (amount === 0) continue;
      if (typeof amount === 'number' && factors.length === 0) constant += amount;
      else variable.push({ amount, factors });
    }
    constant = Math.min(constant, maxValue);
    if (variable.length === 0) return constant;
    const formula = new Formula(constant, variable);
    this.#formulas.push(formula);
    return formula;
  }

  /** Evaluates all formulas, and returns a function that reads the value of an amount. */
  evaluate(variables: Variables): (amount: Amount) => number {
    for (const formula of this.#formulas) {
      let value = formula.constant;
      for (const { amount, factors } of formula.terms) {
        let product = readValue(amount);
        for (const factor of factors) product *= factor(variables);
        value += product;
      }
      formula.value = Math.min(value, maxValue);
    }
    return readValue;
  }
}

const readValue = (amount: Amount) => (typeof amount === 'number' ? amount : amount.value);
