import { Field, InputType } from 'type-graphql';
import { TextFilter } from './record-filter.js';

@InputType({
  description: 'Which sites to list. All given conditions must hold; null means not given.',
})
export class SiteFilter {
  @Field(() => TextFilter, {
    nullable: true,
    description:
      "The site's host as it is stored: in lower case, internationalised names in Punycode (`xn--…`).",
  })
  host?: TextFilter | null;
}
