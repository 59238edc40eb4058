import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { execute, type GraphQLSchema } from 'graphql';
import type { Context } from '../context.js';
import type { QueryPlans } from './query-plans.js';

type Gateway = NonNullable<ApolloServerOptions<BaseContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/**
 * Makes Apollo Server execute queries by their plans. "Gateway" is its name for anything that replaces
 * the execution of GraphQL.js.
 */
export function createExecutionGateway(schema: GraphQLSchema, plans: QueryPlans): Gateway {
  const executor: Executor = async ({ document, operationName, request, context }) => {
    const { variables = {} } = request;
    const { execution } = (context as Context).notes;
    if (execution) return (await execution) as Awaited<ReturnType<Executor>>;
    const plan = plans.getPlan(document, operationName ?? undefined);
    const result = plan
      ? await plan(context, variables)
      : await execute({
          schema,
          document,
          contextValue: context,
          variableValues: variables,
          operationName: request.operationName,
        });
    return result as Awaited<ReturnType<Executor>>;
  };
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({ executor }),
    stop: async () => {},
  };
}
