import { ConnectorError } from '../../../model/errors.ts';
import { Secret } from '../../../model/secret.ts';
import type { HookCall } from '../../../spi/operations.ts';
import { LiveUser } from '../account/live-user.ts';
import type { AwsSession } from '../session.ts';
import type { IamOutput } from '../transport/iam-actions.ts';
import { createSecretOnce } from '../write/lost-secret.ts';
import { textArgument, type UserArgument, writeUser } from './user-of-hook.ts';

/** A credential for one AWS service. Its password is told here and never again. */
export interface NewServiceCredential {
  readonly ServiceSpecificCredentialId: string;
  readonly ServiceName: string;
  readonly ServiceUserName: string | undefined;
  /** `reveal()` gives the text: the password, or for services with API keys the key. */
  readonly password: Secret;
}

/** Hooks that make service-specific credentials. */
export interface ServiceCredentialHooks {
  /** Makes a credential for a service, such as `codecommit.amazonaws.com`, and answers its password, once. Errors: `InvalidArgument`, `UnknownUid`. */
  createServiceSpecificCredential(call: HookCall<unknown, UserArgument & { readonly service: string }>): Promise<NewServiceCredential>;
  /** Gives such a credential another password and answers it, once. Errors: `InvalidArgument`, `UnknownUid`. */
  resetServiceSpecificCredential(call: HookCall<unknown, UserArgument & { readonly id: string }>): Promise<NewServiceCredential>;
}

/**
 * What an application can have done with service-specific credentials, by name.
 *
 * @example
 * const { ServiceUserName, password } = await facade.hook('createServiceSpecificCredential', { user: 'ada', service: 'codecommit.amazonaws.com' });
 */
export const serviceCredentialHooks = {
  /** Makes a credential for a service and answers its password, once. When the answer is lost, what was made is deleted and made again. */
  createServiceSpecificCredential: (call: HookCall<AwsSession, UserArgument & { readonly service: string }>): Promise<NewServiceCredential> => {
    const { args, signal } = call;
    const ServiceName = textArgument(args, 'service', 'the name of a service, such as codecommit.amazonaws.com');
    return writeUser(call, 'createServiceSpecificCredential', false, async ({ session, user }) => {
      const answer = await createSecretOnce(session, signal, {
        what: `service-specific credential of ${user}`,
        send: () =>
          session.iam(
            'CreateServiceSpecificCredential',
            { UserName: user, ServiceName },
            { signal, uid: user, about: { path: 'args.service', value: ServiceName } },
          ),
        list: async (listSignal) => {
          const all = await new LiveUser(session, user, listSignal).serviceCredentials();
          return all.flatMap(({ ServiceSpecificCredentialId: id, CreateDate: madeAt }) => (id === undefined ? [] : [{ id, madeAt }]));
        },
        remove: (id) => session.iam('DeleteServiceSpecificCredential', { UserName: user, ServiceSpecificCredentialId: id }, { uid: user }),
      });
      return credentialOf(answer);
    });
  },

  /** Gives such a credential another password and answers it, once. */
  resetServiceSpecificCredential: (call: HookCall<AwsSession, UserArgument & { readonly id: string }>): Promise<NewServiceCredential> => {
    const { args, signal } = call;
    const id = textArgument(args, 'id', 'the id of a service-specific credential');
    return writeUser(call, 'resetServiceSpecificCredential', false, async ({ session, user }) => {
      const input = { UserName: user, ServiceSpecificCredentialId: id };
      return credentialOf(await session.iam('ResetServiceSpecificCredential', input, { signal, uid: user, about: { path: 'args.id', value: id } }));
    });
  },
};

function credentialOf({ ServiceSpecificCredential: made }: IamOutput<'CreateServiceSpecificCredential'>): NewServiceCredential {
  const text = made?.ServicePassword ?? made?.ServiceCredentialSecret;
  if (!made?.ServiceSpecificCredentialId || text === undefined) {
    throw new ConnectorError('ConnectorIO', 'AWS answered without the service-specific credential', { outcome: 'unknown' });
  }
  const { ServiceSpecificCredentialId, ServiceName = '', ServiceUserName } = made;
  return { ServiceSpecificCredentialId, ServiceName, ServiceUserName, password: new Secret(text) };
}
