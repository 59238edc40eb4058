/** The values of an operation's variables, as the client sent them. */
export type Variables = Readonly<Record<string, unknown>>;

/** A part of a cost that variables decide: a number of items, or whether a field is selected. */
export type Factor = (variables: Variables) => number;

// So large that no limit allows it, and small enough that nothing becomes infinite or no number.
const largest = 1e15;

/** An amount that is known, or a formula in the {@link FormulaBook} that made it. */
export type Amount = number | Formula;

/** One summand: an amount, times the factors. */
export interface Term {
  readonly amount: Amount;
  readonly factors?: readonly Factor[];
}

class Formula {
  /** Its value for the variables of the moment. */
  value = 0;

  constructor(
    readonly constant: number,
    readonly terms: readonly Required<Term>[],
  ) {}
}

/**
 * The formulas of an operation in the order in which they depend on each other. Those of a fragment
 * are in it once, so evaluating takes as long as the document is, not as what it stands for.
 */
export class FormulaBook {
  readonly #formulas: Formula[] = [];

  /** The sum of terms; a number where no variable has a part in it. */
  sum(terms: readonly Term[]): Amount {
    let constant = 0;
    const open: Required<Term>[] = [];
    for (const { amount, factors = [] } of terms) {
      if (amount === 0) continue;
      if (typeof amount === 'number' && factors.length === 0) constant += amount;
      else open.push({ amount, factors });
    }
    constant = Math.min(constant, largest);
    if (open.length === 0) return constant;
    const formula = new Formula(constant, open);
    this.#formulas.push(formula);
    return formula;
  }

  /** Evaluates everything and returns what reads the value of an amount. */
  evaluate(variables: Variables): (amount: Amount) => number {
    for (const formula of this.#formulas) {
      let value = formula.constant;
      for (const { amount, factors } of formula.terms) {
        let product = amountNow(amount);
        for (const factor of factors) product *= factor(variables);
        value += product;
      }
      formula.value = Math.min(value, largest);
    }
    return amountNow;
  }
}

const amountNow = (amount: Amount) => (typeof amount === 'number' ? amount : amount.value);
